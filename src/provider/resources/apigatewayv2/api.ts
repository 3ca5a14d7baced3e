import { defineResource } from "../../definition";
import { t } from "../../schema";
import { endpointOf } from "./endpoints";
import { readTags, updateTags } from "./tags";

/** OpenAPI bodies and quick creation (`target`, `routeKey`) are left out: the emulator makes no routes of them. */
export const api = defineResource({
  type: "aws:apigatewayv2/api:Api",
  inputs: {
    apiKeySelectionExpression: t.string({ default: "$request.header.x-api-key" }),
    corsConfiguration: t.object({
      allowCredentials: t.boolean(),
      allowHeaders: t.set(t.string()),
      allowMethods: t.set(t.string()),
      allowOrigins: t.set(t.string()),
      exposeHeaders: t.set(t.string()),
      maxAge: t.number(),
    }),
    description: t.string(),
    disableExecuteApiEndpoint: t.boolean({ default: false }),
    name: t.string({ autoName: { maxLength: 128 } }),
    protocolType: t.string({ required: true, replaces: true, oneOf: ["HTTP", "WEBSOCKET"] }),
    routeSelectionExpression: t.string({ default: "$request.method $request.path" }),
    tags: t.tags(),
    version: t.string(),
  },
  outputs: {
    apiEndpoint: t.string(),
    arn: t.string(),
    executionArn: t.string(),
  },
  notFound: ["NotFoundException"],

  check(given) {
    const cors = given["protocolType"] === "WEBSOCKET" && given["corsConfiguration"] !== undefined;
    return cors ? [{ property: "corsConfiguration", reason: "aws:apigatewayv2/api:Api: 'corsConfiguration' is for HTTP APIs only." }] : [];
  },

  async create(context, given) {
    const client = await context.client("apigatewayv2");
    const { ApiId = "" } = await client.createApi({
      ...settings(given),
      ProtocolType: given.protocolType,
      Tags: given.tagsAll,
    });
    return ApiId;
  },

  async read(context, id) {
    const client = await context.client("apigatewayv2");
    const found = await client.getApi({ ApiId: id });
    const cors = found.CorsConfiguration;
    return {
      apiKeySelectionExpression: found.ApiKeySelectionExpression ?? "$request.header.x-api-key",
      corsConfiguration: cors && {
        allowCredentials: cors.AllowCredentials,
        allowHeaders: cors.AllowHeaders,
        allowMethods: cors.AllowMethods,
        allowOrigins: cors.AllowOrigins,
        exposeHeaders: cors.ExposeHeaders,
        maxAge: cors.MaxAge,
      },
      description: found.Description,
      disableExecuteApiEndpoint: found.DisableExecuteApiEndpoint ?? false,
      name: found.Name,
      protocolType: found.ProtocolType === "WEBSOCKET" ? "WEBSOCKET" : "HTTP",
      routeSelectionExpression: found.RouteSelectionExpression,
      tags: await readTags(client, await context.arn("apigateway", `/apis/${id}`, { account: "" })),
      version: found.Version,
      apiEndpoint: endpointOf(found),
      arn: await context.arn("apigateway", `/apis/${id}`, { account: "" }),
      executionArn: await context.arn("execute-api", id),
    };
  },

  async update(context, id, { olds, news, changed }) {
    const client = await context.client("apigatewayv2");
    if (changed("corsConfiguration") && news.corsConfiguration === undefined) await client.deleteCorsConfiguration({ ApiId: id });
    if (changed("apiKeySelectionExpression", "corsConfiguration", "description", "disableExecuteApiEndpoint", "name", "routeSelectionExpression", "version")) {
      // An empty text clears what the program no longer says.
      await client.updateApi({ ...settings(news), ApiId: id, Description: news.description ?? "", Version: news.version ?? "" });
    }
    if (changed("tags")) await updateTags(client, await context.arn("apigateway", `/apis/${id}`, { account: "" }), olds.tagsAll, news.tagsAll);
  },

  async delete(context, id) {
    const client = await context.client("apigatewayv2");
    await client.deleteApi({ ApiId: id });
  },
});

interface Settings {
  apiKeySelectionExpression: string;
  corsConfiguration?: { allowCredentials?: boolean; allowHeaders?: string[]; allowMethods?: string[]; allowOrigins?: string[]; exposeHeaders?: string[]; maxAge?: number };
  description?: string;
  disableExecuteApiEndpoint: boolean;
  name: string;
  routeSelectionExpression: string;
  version?: string;
}

function settings(given: Settings) {
  const cors = given.corsConfiguration;
  return {
    Name: given.name,
    ApiKeySelectionExpression: given.apiKeySelectionExpression,
    Description: given.description,
    DisableExecuteApiEndpoint: given.disableExecuteApiEndpoint,
    RouteSelectionExpression: given.routeSelectionExpression,
    Version: given.version,
    CorsConfiguration: cors && {
      AllowCredentials: cors.allowCredentials,
      AllowHeaders: cors.allowHeaders,
      AllowMethods: cors.allowMethods,
      AllowOrigins: cors.allowOrigins,
      ExposeHeaders: cors.exposeHeaders,
      MaxAge: cors.maxAge,
    },
  };
}
