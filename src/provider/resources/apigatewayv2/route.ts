import { defineResource } from "../../definition";
import { t } from "../../schema";
import { childOf, ownId } from "./childIds";

/** Models and request parameters are left out: the emulator checks neither. */
export const route = defineResource({
  type: "aws:apigatewayv2/route:Route",
  inputs: {
    apiId: t.string({ required: true, replaces: true }),
    apiKeyRequired: t.boolean({ default: false }),
    authorizationScopes: t.set(t.string()),
    authorizationType: t.string({ default: "NONE", oneOf: ["NONE", "AWS_IAM", "CUSTOM", "JWT"] }),
    authorizerId: t.string(),
    operationName: t.string(),
    routeKey: t.string({
      required: true,
      check: (key) => (/^(\$\w+|(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|ANY) \/.*|[\w.-]+)$/.test(key) ? undefined : "must be '$default', a method and a path such as 'GET /notes/{id}', or a WebSocket route's name."),
    }),
    routeResponseSelectionExpression: t.string(),
    target: t.string(),
  },
  outputs: {},
  notFound: ["NotFoundException"],
  idAfterImport: ownId,

  async create(context, given) {
    const client = await context.client("apigatewayv2");
    const { RouteId = "" } = await client.createRoute({ ApiId: given.apiId, ...settings(given) });
    return RouteId;
  },

  async read(context, id, prior) {
    const client = await context.client("apigatewayv2");
    const { ApiId, child } = childOf("A route", id, prior);
    const found = await client.getRoute({ ApiId, RouteId: child });
    return {
      apiId: ApiId,
      apiKeyRequired: found.ApiKeyRequired ?? false,
      authorizationScopes: found.AuthorizationScopes,
      authorizationType: found.AuthorizationType ?? "NONE",
      authorizerId: found.AuthorizerId,
      operationName: found.OperationName,
      routeKey: found.RouteKey,
      routeResponseSelectionExpression: found.RouteResponseSelectionExpression,
      target: found.Target,
    };
  },

  async update(context, id, { news }) {
    const client = await context.client("apigatewayv2");
    // What is empty clears what the program no longer says; what is left out would stay.
    await client.updateRoute({
      ...settings(news),
      ApiId: news.apiId,
      RouteId: id,
      AuthorizationScopes: news.authorizationScopes ?? [],
      AuthorizerId: news.authorizerId ?? "",
      OperationName: news.operationName ?? "",
      RouteResponseSelectionExpression: news.routeResponseSelectionExpression ?? "",
      Target: news.target ?? "",
    });
  },

  async delete(context, id, state) {
    const client = await context.client("apigatewayv2");
    await client.deleteRoute({ ApiId: state.apiId, RouteId: id });
  },
});

interface Settings {
  apiKeyRequired: boolean;
  authorizationScopes?: string[];
  authorizationType: "NONE" | "AWS_IAM" | "CUSTOM" | "JWT";
  authorizerId?: string;
  operationName?: string;
  routeKey: string;
  routeResponseSelectionExpression?: string;
  target?: string;
}

function settings(given: Settings) {
  return {
    ApiKeyRequired: given.apiKeyRequired,
    AuthorizationScopes: given.authorizationScopes,
    AuthorizationType: given.authorizationType,
    AuthorizerId: given.authorizerId,
    OperationName: given.operationName,
    RouteKey: given.routeKey,
    RouteResponseSelectionExpression: given.routeResponseSelectionExpression,
    Target: given.target,
  };
}
