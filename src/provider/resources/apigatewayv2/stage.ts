import { defineResource } from "../../definition";
import { t } from "../../schema";
import { childOf, ownId } from "./childIds";
import { readTags, updateTags } from "./tags";

/** Stage variables, throttles of single routes and client certificates are left out: the emulator has none of them. */
export const stage = defineResource({
  type: "aws:apigatewayv2/stage:Stage",
  inputs: {
    accessLogSettings: t.object({ destinationArn: t.string({ required: true }), format: t.string({ required: true }) }),
    apiId: t.string({ required: true, replaces: true }),
    autoDeploy: t.boolean({ default: false }),
    defaultRouteSettings: t.object({
      dataTraceEnabled: t.boolean(),
      detailedMetricsEnabled: t.boolean(),
      loggingLevel: t.string({ computed: true, oneOf: ["ERROR", "INFO", "OFF"] }),
      throttlingBurstLimit: t.number(),
      throttlingRateLimit: t.number(),
    }),
    deploymentId: t.string({ computed: true }),
    description: t.string(),
    name: t.string({ replaces: true, autoName: { maxLength: 128 } }),
    tags: t.tags(),
  },
  outputs: {
    arn: t.string(),
    executionArn: t.string(),
    invokeUrl: t.string(),
  },
  notFound: ["NotFoundException"],
  idAfterImport: ownId,

  async create(context, given) {
    const client = await context.client("apigatewayv2");
    await client.createStage({ ApiId: given.apiId, StageName: given.name, ...settings(given), Tags: given.tagsAll });
    return given.name;
  },

  async read(context, id, prior) {
    const client = await context.client("apigatewayv2");
    const { ApiId, child } = childOf("A stage", id, prior);
    const [found, { ApiEndpoint = "", ProtocolType }] = await Promise.all([client.getStage({ ApiId, StageName: child }), client.getApi({ ApiId })]);
    const logs = found.AccessLogSettings;
    const route = found.DefaultRouteSettings;
    const arn = await context.arn("apigateway", `/apis/${ApiId}/stages/${child}`, { account: "" });
    const path = child === "$default" ? "" : child;
    return {
      accessLogSettings: logs?.DestinationArn ? { destinationArn: logs.DestinationArn, format: logs.Format ?? "" } : undefined,
      apiId: ApiId,
      autoDeploy: found.AutoDeploy ?? false,
      defaultRouteSettings: route && {
        dataTraceEnabled: route.DataTraceEnabled,
        detailedMetricsEnabled: route.DetailedMetricsEnabled,
        loggingLevel: route.LoggingLevel,
        throttlingBurstLimit: route.ThrottlingBurstLimit,
        throttlingRateLimit: route.ThrottlingRateLimit,
      },
      deploymentId: found.DeploymentId,
      description: found.Description,
      name: child,
      tags: await readTags(client, arn),
      arn,
      executionArn: await context.arn("execute-api", `${ApiId}/${child}`),
      invokeUrl: ProtocolType === "WEBSOCKET" ? `${ApiEndpoint}/${child}` : `${ApiEndpoint}/${path}`,
    };
  },

  async update(context, id, { olds, news, state, changed }) {
    const client = await context.client("apigatewayv2");
    if (changed("accessLogSettings") && news.accessLogSettings === undefined) await client.deleteAccessLogSettings({ ApiId: news.apiId, StageName: id });
    if (changed("accessLogSettings", "autoDeploy", "defaultRouteSettings", "deploymentId", "description")) {
      await client.updateStage({ ApiId: news.apiId, StageName: id, ...settings(news), Description: news.description ?? "" });
    }
    if (changed("tags")) await updateTags(client, state.arn, olds.tagsAll, news.tagsAll);
  },

  async delete(context, id, state) {
    const client = await context.client("apigatewayv2");
    await client.deleteStage({ ApiId: state.apiId, StageName: id });
  },
});

interface Settings {
  accessLogSettings?: { destinationArn: string; format: string };
  autoDeploy: boolean;
  defaultRouteSettings?: { dataTraceEnabled?: boolean; detailedMetricsEnabled?: boolean; loggingLevel?: "ERROR" | "INFO" | "OFF"; throttlingBurstLimit?: number; throttlingRateLimit?: number };
  deploymentId?: string;
  description?: string;
}

function settings(given: Settings) {
  const route = given.defaultRouteSettings;
  return {
    AccessLogSettings: given.accessLogSettings && { DestinationArn: given.accessLogSettings.destinationArn, Format: given.accessLogSettings.format },
    AutoDeploy: given.autoDeploy,
    DefaultRouteSettings: route && {
      DataTraceEnabled: route.dataTraceEnabled,
      DetailedMetricsEnabled: route.detailedMetricsEnabled,
      LoggingLevel: route.loggingLevel,
      ThrottlingBurstLimit: route.throttlingBurstLimit,
      ThrottlingRateLimit: route.throttlingRateLimit,
    },
    // A stage that deploys by itself chooses its deployment.
    DeploymentId: given.autoDeploy ? undefined : given.deploymentId,
    Description: given.description,
  };
}
