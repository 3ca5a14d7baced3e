import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import type { Values } from "../../../src/provider/wire";
import type { Resource } from "../../support/providerClient";
import { describeLifecycle, type Lab } from "./harness";

const gateway = (lab: Lab) => lab.aws("apigateway");

async function missing(asking: Promise<unknown>): Promise<boolean> {
  try {
    await asking;
    return false;
  } catch (error) {
    return isAwsError(error, "NotFoundException");
  }
}

interface Api {
  api: Resource;
  at: { restApi: string; resourceId: string };
}

async function makePath(lab: Lab): Promise<Api> {
  const api = await lab.make("aws:apigateway/restApi:RestApi", {});
  const resource = await lab.make("aws:apigateway/resource:Resource", { restApi: api.id, parentId: api.state["rootResourceId"], pathPart: "books" });
  return { api, at: { restApi: api.id, resourceId: resource.id } };
}

async function makeMethod(lab: Lab): Promise<Api> {
  const made = await makePath(lab);
  await lab.make("aws:apigateway/method:Method", { ...made.at, httpMethod: "GET", authorization: "NONE" });
  return made;
}

async function makeMock(lab: Lab): Promise<Api> {
  const made = await makeMethod(lab);
  await lab.make("aws:apigateway/integration:Integration", { ...made.at, httpMethod: "GET", type: "MOCK" });
  return made;
}

const place = ({ at }: Api) => ({ restApiId: at.restApi, resourceId: at.resourceId, httpMethod: "GET" });
const importPath = (...names: string[]) => ({ state }: { state: Values }) => ["restApi", ...names].map((name) => String(state[name])).join("/");

describeLifecycle({
  type: "aws:apigateway/restApi:RestApi",
  inputs: () => ({ description: "Books", binaryMediaTypes: ["image/png"], tags: { team: "learners" } }),
  verify: async (lab, { id, state }) => {
    assert.match(String(state["name"]), /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["executionArn"], `arn:aws:execute-api:us-east-1:000000000000:${id}`);
    const { items } = await (await gateway(lab)).getResources({ restApiId: id });
    assert.equal(state["rootResourceId"], items?.[0]?.id);
  },
  update: {
    inputs: () => ({ name: "renamed", description: "Letters", binaryMediaTypes: ["image/png"], tags: { team: "teachers" } }),
    paths: ["name", "description", "tags.team"],
    verify: async (lab, { id }) => {
      const found = await (await gateway(lab)).getRestApi({ restApiId: id });
      assert.deepEqual([found.name, found.description], ["renamed", "Letters"]);
    },
  },
  drift: {
    act: async (lab, { id }) => {
      await (await gateway(lab)).updateRestApi({ restApiId: id, patchOperations: [{ op: "replace", path: "/description", value: "Strange" }] });
    },
    path: "description",
  },
  gone: async (lab, { id }) => missing((await gateway(lab)).getRestApi({ restApiId: id })),
});

describeLifecycle({
  type: "aws:apigateway/resource:Resource",
  prepare: (lab) => lab.make("aws:apigateway/restApi:RestApi", {}),
  inputs: (api) => ({ restApi: api.id, parentId: api.state["rootResourceId"], pathPart: "{number}" }),
  verify: async (lab, { id, state }, api) => {
    assert.equal(state["path"], "/{number}");
    assert.equal((await (await gateway(lab)).getResource({ restApiId: api.id, resourceId: id })).pathPart, "{number}");
  },
  replaces: { pathPart: (api) => ({ restApi: api.id, parentId: api.state["rootResourceId"], pathPart: "other" }) },
  importId: ({ id, state }) => `${String(state["restApi"])}/${id}`,
  gone: async (lab, { id }, api) => missing((await gateway(lab)).getResource({ restApiId: api.id, resourceId: id })),
});

describeLifecycle({
  type: "aws:apigateway/method:Method",
  prepare: makePath,
  inputs: ({ at }) => ({ ...at, httpMethod: "GET", authorization: "NONE", requestParameters: { "method.request.querystring.page": true } }),
  verify: async (lab, { id }, made) => {
    assert.equal(id, `agm-${made.at.restApi}-${made.at.resourceId}-GET`);
    assert.deepEqual((await (await gateway(lab)).getMethod(place(made))).requestParameters, { "method.request.querystring.page": true });
  },
  replaces: {
    httpMethod: ({ at }) => ({ ...at, httpMethod: "POST", authorization: "NONE", requestParameters: { "method.request.querystring.page": true } }),
    authorization: ({ at }) => ({ ...at, httpMethod: "GET", authorization: "AWS_IAM", requestParameters: { "method.request.querystring.page": true } }),
  },
  importId: importPath("resourceId", "httpMethod"),
  gone: async (lab, _resource, made) => missing((await gateway(lab)).getMethod(place(made))),
});

describeLifecycle({
  type: "aws:apigateway/integration:Integration",
  prepare: makeMethod,
  inputs: ({ at }) => ({ ...at, httpMethod: "GET", type: "HTTP_PROXY", integrationHttpMethod: "GET", uri: "http://127.0.0.1:1/" }),
  verify: async (lab, { id }, made) => {
    assert.equal(id, `agi-${made.at.restApi}-${made.at.resourceId}-GET`);
    assert.equal((await (await gateway(lab)).getIntegration(place(made))).uri, "http://127.0.0.1:1/");
  },
  update: {
    inputs: ({ at }) => ({ ...at, httpMethod: "GET", type: "HTTP_PROXY", integrationHttpMethod: "POST", uri: "http://127.0.0.1:2/", timeoutMilliseconds: 5000 }),
    paths: ["integrationHttpMethod", "uri", "timeoutMilliseconds"],
    verify: async (lab, _resource, made) => {
      const found = await (await gateway(lab)).getIntegration(place(made));
      assert.deepEqual([found.uri, found.timeoutInMillis], ["http://127.0.0.1:2/", 5000]);
    },
  },
  importId: importPath("resourceId", "httpMethod"),
  gone: async (lab, _resource, made) => missing((await gateway(lab)).getIntegration(place(made))),
});

describeLifecycle({
  type: "aws:apigateway/methodResponse:MethodResponse",
  prepare: makeMethod,
  inputs: ({ at }) => ({ ...at, httpMethod: "GET", statusCode: "200", responseParameters: { "method.response.header.X-A": true } }),
  verify: async (lab, _resource, made) => {
    const found = await (await gateway(lab)).getMethodResponse({ ...place(made), statusCode: "200" });
    assert.deepEqual(found.responseParameters, { "method.response.header.X-A": true });
  },
  update: {
    inputs: ({ at }) => ({ ...at, httpMethod: "GET", statusCode: "200", responseParameters: { "method.response.header.X-B": true } }),
    paths: ['responseParameters["method.response.header.X-A"]', 'responseParameters["method.response.header.X-B"]'],
    verify: async (lab, _resource, made) => {
      const found = await (await gateway(lab)).getMethodResponse({ ...place(made), statusCode: "200" });
      assert.deepEqual(found.responseParameters, { "method.response.header.X-B": true });
    },
  },
  replaces: { statusCode: ({ at }) => ({ ...at, httpMethod: "GET", statusCode: "404", responseParameters: { "method.response.header.X-A": true } }) },
  importId: importPath("resourceId", "httpMethod", "statusCode"),
  gone: async (lab, _resource, made) => missing((await gateway(lab)).getMethodResponse({ ...place(made), statusCode: "200" })),
});

describeLifecycle({
  type: "aws:apigateway/integrationResponse:IntegrationResponse",
  prepare: async (lab) => {
    const made = await makeMock(lab);
    await lab.make("aws:apigateway/methodResponse:MethodResponse", { ...made.at, httpMethod: "GET", statusCode: "200" });
    return made;
  },
  inputs: ({ at }) => ({ ...at, httpMethod: "GET", statusCode: "200", responseTemplates: { "application/json": "{}" } }),
  verify: async (lab, _resource, made) => {
    const found = await (await gateway(lab)).getIntegrationResponse({ ...place(made), statusCode: "200" });
    assert.deepEqual(found.responseTemplates, { "application/json": "{}" });
  },
  update: {
    inputs: ({ at }) => ({ ...at, httpMethod: "GET", statusCode: "200", responseTemplates: { "application/json": "[]" } }),
    paths: ['responseTemplates["application/json"]'],
    verify: async (lab, _resource, made) => {
      const found = await (await gateway(lab)).getIntegrationResponse({ ...place(made), statusCode: "200" });
      assert.deepEqual(found.responseTemplates, { "application/json": "[]" });
    },
  },
  importId: importPath("resourceId", "httpMethod", "statusCode"),
  gone: async (lab, _resource, made) => missing((await gateway(lab)).getIntegrationResponse({ ...place(made), statusCode: "200" })),
});

describeLifecycle({
  type: "aws:apigateway/deployment:Deployment",
  prepare: makeMock,
  inputs: ({ api }) => ({ restApi: api.id, description: "first", triggers: { code: "1" } }),
  verify: async (lab, { id }, { api }) => {
    assert.equal((await (await gateway(lab)).getDeployment({ restApiId: api.id, deploymentId: id })).description, "first");
  },
  replaces: { "triggers.code": ({ api }) => ({ restApi: api.id, description: "first", triggers: { code: "2" } }) },
  unknownToImport: ["triggers"],
  importId: ({ id, state }) => `${String(state["restApi"])}/${id}`,
  gone: async (lab, { id }, { api }) => missing((await gateway(lab)).getDeployment({ restApiId: api.id, deploymentId: id })),
});

describeLifecycle({
  type: "aws:apigateway/stage:Stage",
  prepare: async (lab) => {
    const { api } = await makeMock(lab);
    const deployment = await lab.make("aws:apigateway/deployment:Deployment", { restApi: api.id });
    return { api, deployment };
  },
  inputs: ({ api, deployment }) => ({ restApi: api.id, deployment: deployment.id, stageName: "v1", variables: { shelf: "top" }, tags: { team: "learners" } }),
  verify: async (lab, { id, state }, { api }) => {
    assert.equal(id, `ags-${api.id}-v1`);
    assert.match(String(state["invokeUrl"]), /\/v1$/);
    assert.deepEqual((await (await gateway(lab)).getStage({ restApiId: api.id, stageName: "v1" })).variables, { shelf: "top" });
  },
  update: {
    inputs: ({ api, deployment }) => ({ restApi: api.id, deployment: deployment.id, stageName: "v1", description: "One", variables: { shelf: "low" }, tags: { team: "teachers" } }),
    paths: ["description", "variables.shelf", "tags.team"],
    verify: async (lab, _resource, { api }) => {
      const found = await (await gateway(lab)).getStage({ restApiId: api.id, stageName: "v1" });
      assert.deepEqual([found.description, found.variables], ["One", { shelf: "low" }]);
    },
  },
  replaces: { stageName: ({ api, deployment }) => ({ restApi: api.id, deployment: deployment.id, stageName: "v2", variables: { shelf: "top" } }) },
  importId: importPath("stageName"),
  gone: async (lab, _resource, { api }) => missing((await gateway(lab)).getStage({ restApiId: api.id, stageName: "v1" })),
});
