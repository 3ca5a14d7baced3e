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

const RESPONSE_HEADER = "method.response.header.X-A";

/** What belongs to a method and isn't the resource under test, made by the SDK. */
async function addResponses(lab: Lab, api: Api): Promise<void> {
  const client = await gateway(lab);
  await client.putMethodResponse({ ...place(api), statusCode: "200", responseParameters: { [RESPONSE_HEADER]: true } });
  await client.putIntegrationResponse({ ...place(api), statusCode: "200", responseParameters: { [RESPONSE_HEADER]: "'a'" } });
}

async function assertResponses(lab: Lab, api: Api): Promise<void> {
  const client = await gateway(lab);
  assert.deepEqual((await client.getMethodResponse({ ...place(api), statusCode: "200" })).responseParameters, { [RESPONSE_HEADER]: true });
  const { responseParameters } = await client.getIntegrationResponse({ ...place(api), statusCode: "200" });
  assert.deepEqual(responseParameters, { [RESPONSE_HEADER]: "'a'" });
}

const place = ({ at }: Api) => ({ restApiId: at.restApi, resourceId: at.resourceId, httpMethod: "GET" });
const importPath = (...names: string[]) => ({ state }: { state: Values }) => ["restApi", ...names].map((name) => String(state[name])).join("/");

const everybody = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: ["execute-api:Invoke"], Resource: "*" }],
});

describeLifecycle({
  type: "aws:apigateway/restApi:RestApi",
  inputs: () => ({ description: "Books", policy: everybody, binaryMediaTypes: ["image/png"], tags: { team: "learners" } }),
  verify: async (lab, { id, state }) => {
    assert.match(String(state["name"]), /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["executionArn"], `arn:aws:execute-api:us-east-1:000000000000:${id}`);
    assert.equal(state["policy"], everybody);
    const { items } = await (await gateway(lab)).getResources({ restApiId: id });
    assert.equal(state["rootResourceId"], items?.[0]?.id);
  },
  update: {
    inputs: () => ({
      name: "renamed",
      description: "Letters",
      policy: everybody.replace("execute-api:Invoke", "execute-api:*"),
      binaryMediaTypes: ["image/png"],
      minimumCompressionSize: "1024",
      tags: { team: "teachers" },
    }),
    paths: ["name", "description", "policy", "minimumCompressionSize", "tags.team"],
    verify: async (lab, { id, state }) => {
      const client = await gateway(lab);
      const found = await client.getRestApi({ restApiId: id });
      assert.deepEqual([found.name, found.description], ["renamed", "Letters"]);
      assert.deepEqual((await client.getTags({ resourceArn: String(state["arn"]) })).tags, { team: "teachers" });
    },
  },
  replaces: {
    "binaryMediaTypes[0]": () => ({ description: "Books", policy: everybody, binaryMediaTypes: ["image/gif"] }),
    "endpointConfiguration.types": () => ({ description: "Books", policy: everybody, endpointConfiguration: { types: "EDGE" } }),
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
  prepare: async (lab) => {
    const api = await lab.make("aws:apigateway/restApi:RestApi", {});
    const root = String(api.state["rootResourceId"]);
    const books = await lab.make("aws:apigateway/resource:Resource", { restApi: api.id, parentId: root, pathPart: "books" });
    return { api, root, books };
  },
  inputs: ({ api, root }) => ({ restApi: api.id, parentId: root, pathPart: "{number}" }),
  verify: async (lab, { id, state }, { api }) => {
    assert.equal(state["path"], "/{number}");
    assert.equal((await (await gateway(lab)).getResource({ restApiId: api.id, resourceId: id })).pathPart, "{number}");
  },
  update: {
    inputs: ({ api, books }) => ({ restApi: api.id, parentId: books.id, pathPart: "{proxy+}" }),
    paths: ["parentId", "pathPart"],
    verify: async (lab, { id, state }, { api }) => {
      assert.equal(state["path"], "/books/{proxy+}");
      assert.equal((await (await gateway(lab)).getResource({ restApiId: api.id, resourceId: id })).path, "/books/{proxy+}");
    },
  },
  replaces: { restApi: ({ root }) => ({ restApi: "other", parentId: root, pathPart: "{number}" }) },
  drift: {
    act: async (lab, { id }, { api }) => {
      const patchOperations = [{ op: "replace", path: "/pathPart", value: "strange" } as const];
      await (await gateway(lab)).updateResource({ restApiId: api.id, resourceId: id, patchOperations });
    },
    path: "pathPart",
  },
  importId: ({ id, state }) => `${String(state["restApi"])}/${id}`,
  gone: async (lab, { id }, { api }) => missing((await gateway(lab)).getResource({ restApiId: api.id, resourceId: id })),
});

describeLifecycle({
  type: "aws:apigateway/method:Method",
  prepare: makePath,
  inputs: ({ at }) => ({ ...at, httpMethod: "GET", authorization: "NONE", requestParameters: { "method.request.querystring.page": true } }),
  verify: async (lab, { id }, made) => {
    assert.equal(id, `agm-${made.at.restApi}-${made.at.resourceId}-GET`);
    assert.deepEqual((await (await gateway(lab)).getMethod(place(made))).requestParameters, { "method.request.querystring.page": true });
    await (await gateway(lab)).putIntegration({ ...place(made), type: "MOCK", requestTemplates: { "application/json": "{}" } });
    await addResponses(lab, made);
  },
  update: {
    inputs: ({ at }) => ({
      ...at,
      httpMethod: "GET",
      authorization: "AWS_IAM",
      apiKeyRequired: true,
      operationName: "list",
      requestModels: { "application/json": "Empty" },
      requestParameters: { "method.request.querystring.page": false, "method.request.header.X-A": true },
    }),
    paths: [
      "authorization",
      "apiKeyRequired",
      "operationName",
      "requestModels",
      'requestParameters["method.request.querystring.page"]',
      'requestParameters["method.request.header.X-A"]',
    ],
    verify: async (lab, _resource, made) => {
      const found = await (await gateway(lab)).getMethod(place(made));
      assert.deepEqual([found.authorizationType, found.apiKeyRequired, found.requestModels], ["AWS_IAM", true, { "application/json": "Empty" }]);
      assert.deepEqual(found.methodIntegration?.requestTemplates, { "application/json": "{}" });
      await assertResponses(lab, made);
    },
  },
  replaces: {
    httpMethod: ({ at }) => ({ ...at, httpMethod: "POST", authorization: "NONE" }),
    resourceId: ({ at }) => ({ ...at, resourceId: "other", httpMethod: "GET", authorization: "NONE" }),
  },
  drift: {
    act: async (lab, _resource, made) => {
      const patchOperations = [{ op: "replace", path: "/operationName", value: "strange" } as const];
      await (await gateway(lab)).updateMethod({ ...place(made), patchOperations });
    },
    path: "operationName",
  },
  importId: importPath("resourceId", "httpMethod"),
  gone: async (lab, _resource, made) => missing((await gateway(lab)).getMethod(place(made))),
});

describeLifecycle({
  type: "aws:apigateway/integration:Integration",
  prepare: makeMethod,
  inputs: ({ at }) => ({ ...at, httpMethod: "GET", type: "HTTP_PROXY", integrationHttpMethod: "GET", uri: "http://127.0.0.1:1/" }),
  verify: async (lab, { id, state }, made) => {
    assert.equal(id, `agi-${made.at.restApi}-${made.at.resourceId}-GET`);
    assert.deepEqual([state["passthroughBehavior"], state["cacheNamespace"]], ["WHEN_NO_MATCH", made.at.resourceId]);
    assert.equal((await (await gateway(lab)).getIntegration(place(made))).uri, "http://127.0.0.1:1/");
    await addResponses(lab, made);
  },
  update: {
    inputs: ({ at }) => ({
      ...at,
      httpMethod: "GET",
      type: "HTTP_PROXY",
      integrationHttpMethod: "GET",
      uri: "http://127.0.0.1:2/",
      timeoutMilliseconds: 5000,
      requestTemplates: { "application/json": "{}" },
    }),
    paths: ["uri", "timeoutMilliseconds", "requestTemplates"],
    verify: async (lab, _resource, made) => {
      const found = await (await gateway(lab)).getIntegration(place(made));
      assert.deepEqual([found.uri, found.timeoutInMillis, found.requestTemplates], ["http://127.0.0.1:2/", 5000, { "application/json": "{}" }]);
      await assertResponses(lab, made);
    },
  },
  replaces: {
    integrationHttpMethod: ({ at }) => ({ ...at, httpMethod: "GET", type: "HTTP_PROXY", integrationHttpMethod: "POST", uri: "http://127.0.0.1:1/" }),
    type: ({ at }) => ({ ...at, httpMethod: "GET", type: "MOCK" }),
  },
  drift: {
    act: async (lab, _resource, made) => {
      const patchOperations = [{ op: "replace", path: "/uri", value: "http://127.0.0.1:9/" } as const];
      await (await gateway(lab)).updateIntegration({ ...place(made), patchOperations });
    },
    path: "uri",
  },
  importId: importPath("resourceId", "httpMethod"),
  gone: async (lab, _resource, made) => missing((await gateway(lab)).getIntegration(place(made))),
});

describeLifecycle({
  type: "aws:apigateway/integration:Integration",
  prepare: makeMethod,
  // The first example of the official documentation.
  inputs: ({ at }) => ({
    ...at,
    httpMethod: "GET",
    type: "MOCK",
    cacheKeyParameters: ["method.request.path.param"],
    cacheNamespace: "foobar",
    timeoutMilliseconds: 29000,
    requestParameters: { "integration.request.header.X-Authorization": "'static'" },
    requestTemplates: { "application/xml": "{}" },
  }),
  verify: async (lab, { state }, made) => {
    assert.equal(state["cacheNamespace"], "foobar");
    assert.deepEqual((await (await gateway(lab)).getIntegration(place(made))).cacheKeyParameters, ["method.request.path.param"]);
  },
  unknownToImport: ["cacheNamespace"],
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
  update: {
    inputs: ({ api }) => ({ restApi: api.id, description: "again", triggers: { code: "1" } }),
    paths: ["description"],
    verify: async (lab, { id }, { api }) => {
      assert.equal((await (await gateway(lab)).getDeployment({ restApiId: api.id, deploymentId: id })).description, "again");
    },
  },
  replaces: { "triggers.code": ({ api }) => ({ restApi: api.id, description: "first", triggers: { code: "2" } }) },
  unknownToImport: ["triggers"],
  importId: ({ id, state }) => `${String(state["restApi"])}/${id}`,
  gone: async (lab, { id }, { api }) => missing((await gateway(lab)).getDeployment({ restApiId: api.id, deploymentId: id })),
});

const LOGS = "arn:aws:logs:us-east-1:000000000000:log-group:books";

describeLifecycle({
  type: "aws:apigateway/stage:Stage",
  prepare: async (lab) => {
    const { api } = await makeMock(lab);
    const deployment = await lab.make("aws:apigateway/deployment:Deployment", { restApi: api.id });
    return { restApi: api.id, deployment: deployment.id };
  },
  inputs: (at) => ({
    ...at,
    stageName: "v1",
    accessLogSettings: { destinationArn: LOGS, format: "$context.requestId" },
    variables: { shelf: "top", room: "1" },
    xrayTracingEnabled: true,
    tags: { team: "learners" },
  }),
  verify: async (lab, { id, state }, { restApi }) => {
    assert.equal(id, `ags-${restApi}-v1`);
    assert.equal(state["arn"], `arn:aws:apigateway:us-east-1::/restapis/${restApi}/stages/v1`);
    assert.match(String(state["invokeUrl"]), /\/v1$/);
    const found = await (await gateway(lab)).getStage({ restApiId: restApi, stageName: "v1" });
    assert.deepEqual([found.variables, found.tracingEnabled], [{ shelf: "top", room: "1" }, true]);
    assert.deepEqual(found.accessLogSettings, { destinationArn: LOGS, format: "$context.requestId" });
  },
  update: {
    inputs: (at) => ({ ...at, stageName: "v1", description: "One", variables: { shelf: "low" }, tags: { team: "teachers" } }),
    paths: ["accessLogSettings", "description", "variables.shelf", "variables.room", "xrayTracingEnabled", "tags.team"],
    verify: async (lab, { state }, { restApi }) => {
      const client = await gateway(lab);
      const found = await client.getStage({ restApiId: restApi, stageName: "v1" });
      assert.deepEqual([found.description, found.variables, found.tracingEnabled], ["One", { shelf: "low" }, false]);
      assert.equal(found.accessLogSettings?.destinationArn, undefined);
      assert.deepEqual((await client.getTags({ resourceArn: String(state["arn"]) })).tags, { team: "teachers" });
    },
  },
  replaces: { stageName: (at) => ({ ...at, stageName: "v2", variables: { shelf: "top" } }) },
  drift: {
    act: async (lab, _resource, { restApi }) => {
      const patchOperations = [{ op: "replace", path: "/variables/shelf", value: "floor" } as const];
      await (await gateway(lab)).updateStage({ restApiId: restApi, stageName: "v1", patchOperations });
    },
    path: "variables.shelf",
  },
  importId: importPath("stageName"),
  gone: async (lab, _resource, { restApi }) => missing((await gateway(lab)).getStage({ restApiId: restApi, stageName: "v1" })),
});
