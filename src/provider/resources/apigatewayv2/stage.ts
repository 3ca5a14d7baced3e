import { defineResource } from "../../definition";
import { t } from "../../schema";
import { childOf, ownId } from "./childIds";
import { endpointOf } from "./endpoints";
import { readTags, updateTags } from "./tags";

/** Settings of single routes and client certificates are left out: the emulator keeps them, and acts on neither. */
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
    stageVariables: t.map(t.string()),
    tags: t.tags(),
  },
  outputs: {
    arn: t.string(),
    executionArn: t.string(),
    invokeUrl: t.string(),
  },
  notFound: ["NotFoundException"],
  idAfterImport: ownId,

  check(given) {
    if (given["autoDeploy"] !== true || given["deploymentId"] === undefined) return [];
    return [{ property: "deploymentId", reason: "aws:apigatewayv2/stage:Stage: a stage with 'autoDeploy' chooses its deployment by itself. Leave 'deploymentId' out, or 'autoDeploy'." }];
  },

  async create(context, given) {
    const client = await context.client("apigatewayv2");
    await client.createStage({ ApiId: given.apiId, StageName: given.name, ...settings(given), Tags: given.tagsAll });
    return given.name;
  },

  async read(context, id, prior) {
    const client = await context.client("apigatewayv2");
    const { ApiId, child } = childOf("A stage", id, prior);
    const [found, api] = await Promise.all([client.getStage({ ApiId, StageName: child }), client.getApi({ ApiId })]);
    const logs = found.AccessLogSettings;
    const route = found.DefaultRouteSettings;
    const arn = await context.arn("apigateway", `/apis/${ApiId}/stages/${child}`, { account: "" });
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
      stageVariables: found.StageVariables,
      tags: await readTags(client, arn),
      arn,
      executionArn: await context.arn("execute-api", `${ApiId}/${child}`),
      invokeUrl: `${endpointOf(api)}/${child === "$default" && api.ProtocolType !== "WEBSOCKET" ? "" : child}`,
    };
  },

  async update(context, id, { olds, news, state, changed }) {
    const client = await context.client("apigatewayv2");
    if (changed("accessLogSettings", "autoDeploy", "defaultRouteSettings", "deploymentId", "description", "stageVariables")) {
      const given = settings(news);
      // What is empty clears what the program no longer says. DeleteAccessLogSettings would be AWS's way for the logs,
      // but the emulator takes its path for the stage's own and deletes the whole stage.
      await client.updateStage({
        ...given,
        ApiId: news.apiId,
        StageName: id,
        AccessLogSettings: given.AccessLogSettings ?? {},
        DefaultRouteSettings: given.DefaultRouteSettings ?? {},
        Description: news.description ?? "",
        StageVariables: news.stageVariables ?? {},
      });
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
  stageVariables?: Record<string, string>;
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
    DeploymentId: given.deploymentId,
    Description: given.description,
    StageVariables: given.stageVariables,
  };
}
