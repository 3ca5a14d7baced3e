import assert from "node:assert/strict";
import type { Resource } from "../../support/providerClient";
import { describeLifecycle, labScope, type Lab } from "./harness";

const makeSocket = (lab: Lab): Promise<Resource> =>
  lab.make("aws:apigatewayv2/api:Api", { protocolType: "WEBSOCKET", routeSelectionExpression: "$request.body.action" });

const listed = async (asking: Promise<{ Items?: object[] | undefined }>, key: string, id: string): Promise<boolean> =>
  ((await asking).Items ?? []).some((item) => (item as Record<string, unknown>)[key] === id);

const LOG_GROUP = "arn:aws:logs:us-east-1:000000000000:log-group:notes";
const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:f";

describe("a WebSocket API", () => {
  describeLifecycle({
    type: "aws:apigatewayv2/api:Api",
    inputs: () => ({ protocolType: "WEBSOCKET", routeSelectionExpression: "$request.body.action", description: "Chat", version: "1" }),
    verify: async (lab, { id, state }) => {
      assert.match(String(state["apiEndpoint"]), /^wss?:\/\//);
      assert.equal((await (await lab.aws("apigatewayv2")).getApi({ ApiId: id })).Description, "Chat");
    },
    update: {
      inputs: () => ({ protocolType: "WEBSOCKET", routeSelectionExpression: "$request.body.kind" }),
      paths: ["description", "routeSelectionExpression", "version"],
      verify: async (lab, { id }) => {
        const found = await (await lab.aws("apigatewayv2")).getApi({ ApiId: id });
        assert.deepEqual([found.RouteSelectionExpression, found.Description, found.Version], ["$request.body.kind", "", ""]);
      },
    },
    gone: async (lab, { id }) => !(await listed((await lab.aws("apigatewayv2")).getApis({}), "ApiId", id)),
  });
});

describe("an integration with a function", () => {
  describeLifecycle({
    type: "aws:apigatewayv2/integration:Integration",
    prepare: makeSocket,
    inputs: (api) => ({
      apiId: api.id,
      integrationType: "AWS_PROXY",
      integrationUri: FUNCTION,
      description: "Calls f",
      contentHandlingStrategy: "CONVERT_TO_TEXT",
      passthroughBehavior: "WHEN_NO_MATCH",
      requestParameters: { "integration.request.header.who": "route.request.header.from" },
    }),
    verify: async (lab, { id, state }, api) => {
      assert.equal(state["integrationMethod"], "POST");
      const found = await (await lab.aws("apigatewayv2")).getIntegration({ ApiId: api.id, IntegrationId: id });
      assert.deepEqual([found.IntegrationUri, found.Description, found.ContentHandlingStrategy], [FUNCTION, "Calls f", "CONVERT_TO_TEXT"]);
      assert.deepEqual(found.RequestParameters, { "integration.request.header.who": "route.request.header.from" });
    },
    update: {
      inputs: (api) => ({ apiId: api.id, integrationType: "AWS_PROXY", integrationUri: `${FUNCTION}2`, contentHandlingStrategy: "CONVERT_TO_BINARY", passthroughBehavior: "WHEN_NO_MATCH" }),
      paths: ["contentHandlingStrategy", "description", "integrationUri", "requestParameters"],
      verify: async (lab, { id }, api) => {
        const found = await (await lab.aws("apigatewayv2")).getIntegration({ ApiId: api.id, IntegrationId: id });
        assert.deepEqual([found.IntegrationUri, found.Description, found.ContentHandlingStrategy], [`${FUNCTION}2`, "", "CONVERT_TO_BINARY"]);
        assert.equal(found.RequestParameters, undefined);
      },
    },
    drift: {
      act: async (lab, { id }, api) => {
        await (await lab.aws("apigatewayv2")).updateIntegration({ ApiId: api.id, IntegrationId: id, ContentHandlingStrategy: "CONVERT_TO_TEXT" });
      },
      path: "contentHandlingStrategy",
    },
    unknownToImport: ["passthroughBehavior"],
    importId: ({ id, state }) => `${String(state["apiId"])}/${id}`,
    gone: async (lab, { id }, api) => !(await listed((await lab.aws("apigatewayv2")).getIntegrations({ ApiId: api.id }), "IntegrationId", id)),
  });
});

describe("a route that gives everything up", () => {
  describeLifecycle({
    type: "aws:apigatewayv2/route:Route",
    prepare: (lab) => lab.make("aws:apigatewayv2/api:Api", { protocolType: "HTTP" }),
    inputs: (api) => ({
      apiId: api.id,
      routeKey: "$default",
      target: "integrations/1a2b3c4d",
      operationName: "everything",
      authorizationType: "JWT",
      authorizerId: "5e6f7a8b",
      authorizationScopes: ["write", "read"],
    }),
    verify: async (lab, { id }, api) => {
      const found = await (await lab.aws("apigatewayv2")).getRoute({ ApiId: api.id, RouteId: id });
      assert.deepEqual([found.AuthorizationType, found.AuthorizerId, found.OperationName], ["JWT", "5e6f7a8b", "everything"]);
    },
    update: {
      inputs: (api) => ({ apiId: api.id, routeKey: "$default" }),
      paths: ["target", "operationName", "authorizationType", "authorizerId", "authorizationScopes"],
      verify: async (lab, { id, state }, api) => {
        const found = await (await lab.aws("apigatewayv2")).getRoute({ ApiId: api.id, RouteId: id });
        assert.deepEqual([found.AuthorizationType, found.AuthorizerId, found.OperationName, found.Target], ["NONE", undefined, "", ""]);
        assert.deepEqual(found.AuthorizationScopes ?? [], []);
        assert.equal(state["target"] || undefined, undefined);
      },
    },
    importId: ({ id, state }) => `${String(state["apiId"])}/${id}`,
    gone: async (lab, { id }, api) => !(await listed((await lab.aws("apigatewayv2")).getRoutes({ ApiId: api.id }), "RouteId", id)),
  });
});

describe("a stage with logs, limits, variables and a deployment of its own", () => {
  describeLifecycle({
    type: "aws:apigatewayv2/stage:Stage",
    prepare: async (lab) => {
      const api = await makeSocket(lab);
      const deploy = (code: string) => lab.make("aws:apigatewayv2/deployment:Deployment", { apiId: api.id, triggers: { code } });
      return { api, one: await deploy("1"), two: await deploy("2") };
    },
    inputs: ({ api, one }) => ({
      apiId: api.id,
      name: "dev",
      deploymentId: one.id,
      accessLogSettings: { destinationArn: LOG_GROUP, format: "$context.requestId" },
      defaultRouteSettings: { loggingLevel: "INFO", throttlingBurstLimit: 5, throttlingRateLimit: 2.5 },
      stageVariables: { color: "green", size: "small" },
    }),
    verify: async (lab, { id, state }, { api, one }) => {
      assert.equal(state["invokeUrl"], `${String(api.state["apiEndpoint"])}/dev`);
      assert.match(String(state["invokeUrl"]), /^wss?:\/\//);
      assert.equal(state["executionArn"], `arn:aws:execute-api:us-east-1:000000000000:${api.id}/dev`);
      const found = await (await lab.aws("apigatewayv2")).getStage({ ApiId: api.id, StageName: id });
      assert.deepEqual([found.DeploymentId, found.AccessLogSettings?.DestinationArn], [one.id, LOG_GROUP]);
      assert.deepEqual([found.DefaultRouteSettings?.ThrottlingBurstLimit, found.DefaultRouteSettings?.ThrottlingRateLimit], [5, 2.5]);
      assert.deepEqual(found.StageVariables, { color: "green", size: "small" });
    },
    update: {
      inputs: ({ api, two }) => ({ apiId: api.id, name: "dev", deploymentId: two.id, stageVariables: { color: "red" } }),
      paths: ["accessLogSettings", "defaultRouteSettings", "deploymentId", "stageVariables.color", "stageVariables.size"],
      verify: async (lab, { id }, { api, two }) => {
        const found = await (await lab.aws("apigatewayv2")).getStage({ ApiId: api.id, StageName: id });
        assert.deepEqual([found.DeploymentId, found.AccessLogSettings, found.StageVariables], [two.id, undefined, { color: "red" }]);
        assert.equal(found.DefaultRouteSettings?.ThrottlingBurstLimit, undefined);
      },
    },
    drift: {
      act: async (lab, { id }, { api }) => {
        await (await lab.aws("apigatewayv2")).updateStage({ ApiId: api.id, StageName: id, DefaultRouteSettings: { ThrottlingBurstLimit: 9 } });
      },
      path: "defaultRouteSettings",
    },
    importId: ({ id, state }) => `${String(state["apiId"])}/${id}`,
    gone: async (lab, { id }, { api }) => !(await listed((await lab.aws("apigatewayv2")).getStages({ ApiId: api.id }), "StageName", id)),
  });

  const scope = labScope();

  it("takes no deployment when it deploys by itself", async () => {
    const { failures } = await scope.lab.provider.check("aws:apigatewayv2/stage:Stage", scope.lab.name("Stage"), { apiId: "a", autoDeploy: true, deploymentId: "d" });
    assert.deepEqual(failures.map(({ property }) => property), ["deploymentId"]);
  });
});

describe("a deployment whose description changes", () => {
  const scope = labScope();

  it("is made anew, for the emulator's can't be changed", async () => {
    const api = await scope.lab.make("aws:apigatewayv2/api:Api", { protocolType: "HTTP" });
    const first = await scope.lab.make("aws:apigatewayv2/deployment:Deployment", { apiId: api.id, description: "first" });
    const name = first.urn.split("::")[3] ?? "";
    const { inputs } = await scope.lab.provider.check(first.type, name, { apiId: api.id, description: "second" }, first.inputs);
    const diff = await scope.lab.provider.diff(first, inputs);
    assert.deepEqual(diff.replaces, ["description"]);
  });
});
