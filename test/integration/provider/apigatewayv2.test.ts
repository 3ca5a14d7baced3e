import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import type { Resource } from "../../support/providerClient";
import { describeLifecycle, type Lab } from "./harness";

const makeApi = (lab: Lab): Promise<Resource> => lab.make("aws:apigatewayv2/api:Api", { protocolType: "HTTP" });

async function missing(asking: Promise<unknown>): Promise<boolean> {
  try {
    await asking;
    return false;
  } catch (error) {
    return isAwsError(error, "NotFoundException");
  }
}

describeLifecycle({
  type: "aws:apigatewayv2/api:Api",
  inputs: () => ({
    protocolType: "HTTP",
    description: "Notes",
    corsConfiguration: { allowOrigins: ["https://example.test"], allowMethods: ["GET", "POST"], maxAge: 60 },
    tags: { team: "learners" },
  }),
  verify: async (lab, { id, state }) => {
    assert.match(String(state["name"]), /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["executionArn"], `arn:aws:execute-api:us-east-1:000000000000:${id}`);
    assert.equal(state["arn"], `arn:aws:apigateway:us-east-1::/apis/${id}`);
    assert.ok(state["apiEndpoint"]);
    const found = await (await lab.aws("apigatewayv2")).getApi({ ApiId: id });
    assert.deepEqual([found.Description, found.CorsConfiguration?.MaxAge], ["Notes", 60]);
  },
  update: {
    inputs: () => ({ protocolType: "HTTP", name: "renamed", description: "Letters", corsConfiguration: { allowOrigins: ["*"] }, tags: { team: "teachers" } }),
    paths: ["name", "description", "corsConfiguration.allowOrigins[0]", "corsConfiguration.allowMethods", "corsConfiguration.maxAge", "tags.team"],
    verify: async (lab, { id }) => {
      const found = await (await lab.aws("apigatewayv2")).getApi({ ApiId: id });
      assert.deepEqual([found.Name, found.Description, found.CorsConfiguration?.AllowOrigins], ["renamed", "Letters", ["*"]]);
    },
  },
  replaces: { protocolType: () => ({ protocolType: "WEBSOCKET", routeSelectionExpression: "$request.body.action" }) },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("apigatewayv2")).updateApi({ ApiId: id, Description: "Strange" });
    },
    path: "description",
  },
  gone: async (lab, { id }) => missing((await lab.aws("apigatewayv2")).getApi({ ApiId: id })),
});

describeLifecycle({
  type: "aws:apigatewayv2/integration:Integration",
  prepare: makeApi,
  inputs: (api) => ({ apiId: api.id, integrationType: "HTTP_PROXY", integrationMethod: "GET", integrationUri: "http://127.0.0.1:1/", payloadFormatVersion: "1.0" }),
  verify: async (lab, { id }, api) => {
    const found = await (await lab.aws("apigatewayv2")).getIntegration({ ApiId: api.id, IntegrationId: id });
    assert.deepEqual([found.IntegrationType, found.IntegrationUri], ["HTTP_PROXY", "http://127.0.0.1:1/"]);
  },
  update: {
    inputs: (api) => ({ apiId: api.id, integrationType: "HTTP_PROXY", integrationMethod: "POST", integrationUri: "http://127.0.0.1:2/", timeoutMilliseconds: 5000 }),
    paths: ["integrationMethod", "integrationUri", "timeoutMilliseconds"],
    verify: async (lab, { id }, api) => {
      const found = await (await lab.aws("apigatewayv2")).getIntegration({ ApiId: api.id, IntegrationId: id });
      assert.deepEqual([found.IntegrationMethod, found.IntegrationUri, found.TimeoutInMillis], ["POST", "http://127.0.0.1:2/", 5000]);
    },
  },
  replaces: {
    apiId: () => ({ apiId: "other", integrationType: "HTTP_PROXY", integrationMethod: "GET", integrationUri: "http://127.0.0.1:1/" }),
    integrationType: (api) => ({ apiId: api.id, integrationType: "AWS_PROXY", integrationUri: "arn:aws:lambda:us-east-1:000000000000:function:f" }),
  },
  drift: {
    act: async (lab, { id }, api) => {
      await (await lab.aws("apigatewayv2")).updateIntegration({ ApiId: api.id, IntegrationId: id, IntegrationUri: "http://127.0.0.1:9/" });
    },
    path: "integrationUri",
  },
  importId: ({ id, state }) => `${String(state["apiId"])}/${id}`,
  gone: async (lab, { id }, api) => missing((await lab.aws("apigatewayv2")).getIntegration({ ApiId: api.id, IntegrationId: id })),
});

describeLifecycle({
  type: "aws:apigatewayv2/route:Route",
  prepare: async (lab) => {
    const api = await makeApi(lab);
    const to = (uri: string) => lab.make("aws:apigatewayv2/integration:Integration", { apiId: api.id, integrationType: "HTTP_PROXY", integrationMethod: "GET", integrationUri: uri });
    return { api, one: await to("http://127.0.0.1:1/"), two: await to("http://127.0.0.1:2/") };
  },
  inputs: ({ api, one }) => ({ apiId: api.id, routeKey: "GET /notes/{id}", target: `integrations/${one.id}` }),
  verify: async (lab, { id }, { api, one }) => {
    const found = await (await lab.aws("apigatewayv2")).getRoute({ ApiId: api.id, RouteId: id });
    assert.deepEqual([found.RouteKey, found.Target], ["GET /notes/{id}", `integrations/${one.id}`]);
  },
  update: {
    inputs: ({ api, two }) => ({ apiId: api.id, routeKey: "POST /notes", target: `integrations/${two.id}` }),
    paths: ["routeKey", "target"],
    verify: async (lab, { id }, { api, two }) => {
      const found = await (await lab.aws("apigatewayv2")).getRoute({ ApiId: api.id, RouteId: id });
      assert.deepEqual([found.RouteKey, found.Target], ["POST /notes", `integrations/${two.id}`]);
    },
  },
  replaces: { apiId: () => ({ apiId: "other", routeKey: "GET /" }) },
  drift: {
    act: async (lab, { id }, { api }) => {
      await (await lab.aws("apigatewayv2")).updateRoute({ ApiId: api.id, RouteId: id, RouteKey: "GET /strange" });
    },
    path: "routeKey",
  },
  importId: ({ id, state }) => `${String(state["apiId"])}/${id}`,
  gone: async (lab, { id }, { api }) => missing((await lab.aws("apigatewayv2")).getRoute({ ApiId: api.id, RouteId: id })),
});

describeLifecycle({
  type: "aws:apigatewayv2/stage:Stage",
  prepare: makeApi,
  inputs: (api) => ({ apiId: api.id, name: "$default", autoDeploy: true, tags: { team: "learners" } }),
  verify: async (lab, { id, state }, api) => {
    assert.equal(id, "$default");
    assert.equal(state["invokeUrl"], `${String(api.state["apiEndpoint"])}/`);
    assert.equal((await (await lab.aws("apigatewayv2")).getStage({ ApiId: api.id, StageName: id })).AutoDeploy, true);
  },
  update: {
    inputs: (api) => ({ apiId: api.id, name: "$default", description: "The one", tags: { team: "teachers" } }),
    paths: ["autoDeploy", "description", "tags.team"],
    verify: async (lab, { id }, api) => {
      const found = await (await lab.aws("apigatewayv2")).getStage({ ApiId: api.id, StageName: id });
      assert.deepEqual([found.AutoDeploy, found.Description], [false, "The one"]);
    },
  },
  replaces: {
    name: (api) => ({ apiId: api.id, name: "dev" }),
    apiId: () => ({ apiId: "other", name: "$default" }),
  },
  drift: {
    act: async (lab, { id }, api) => {
      await (await lab.aws("apigatewayv2")).updateStage({ ApiId: api.id, StageName: id, Description: "Strange" });
    },
    path: "description",
  },
  importId: ({ id, state }) => `${String(state["apiId"])}/${id}`,
  gone: async (lab, { id }, api) => missing((await lab.aws("apigatewayv2")).getStage({ ApiId: api.id, StageName: id })),
});

describeLifecycle({
  type: "aws:apigatewayv2/deployment:Deployment",
  prepare: makeApi,
  inputs: (api) => ({ apiId: api.id, description: "first", triggers: { code: "1" } }),
  verify: async (lab, { id }, api) => {
    assert.equal((await (await lab.aws("apigatewayv2")).getDeployment({ ApiId: api.id, DeploymentId: id })).Description, "first");
  },
  replaces: {
    apiId: () => ({ apiId: "other" }),
    "triggers.code": (api) => ({ apiId: api.id, description: "first", triggers: { code: "2" } }),
  },
  unknownToImport: ["triggers"],
  importId: ({ id, state }) => `${String(state["apiId"])}/${id}`,
  gone: async (lab, { id }, api) => missing((await lab.aws("apigatewayv2")).getDeployment({ ApiId: api.id, DeploymentId: id })),
});
