import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import type { Resource } from "../../support/providerClient";
import { codeOf, functionInputs } from "../../support/testFunction";
import { describeLifecycle, labScope, type Lab } from "./harness";

interface Statement {
  Sid: string;
  Principal: unknown;
  Action: string;
  Resource: string;
  Condition?: unknown;
}

const makeFunction = (lab: Lab): Promise<Resource> => lab.make("aws:lambda/function:Function", functionInputs("hello"));

async function statements(lab: Lab, FunctionName: string): Promise<Statement[]> {
  const { Policy } = await (await lab.aws("lambda")).getPolicy({ FunctionName });
  return (JSON.parse(Policy ?? "") as { Statement: Statement[] }).Statement;
}

async function isGone(asking: Promise<unknown>): Promise<boolean> {
  try {
    await asking;
    return false;
  } catch (error) {
    return isAwsError(error, "ResourceNotFoundException");
  }
}

const SOURCE = "arn:aws:execute-api:us-east-1:000000000000:abc/*/*";

describeLifecycle({
  type: "aws:lambda/permission:Permission",
  prepare: makeFunction,
  inputs: (made) => ({
    action: "lambda:InvokeFunction",
    function: made.state["name"],
    principal: "apigateway.amazonaws.com",
    sourceArn: SOURCE,
    sourceAccount: "000000000000",
  }),
  verify: async (lab, { id, state }, made) => {
    assert.match(id, /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["statementId"], id);
    assert.deepEqual(await statements(lab, made.id), [
      {
        Sid: id,
        Effect: "Allow",
        Principal: { Service: "apigateway.amazonaws.com" },
        Action: "lambda:InvokeFunction",
        Resource: made.state["arn"],
        Condition: { ArnLike: { "AWS:SourceArn": SOURCE }, StringEquals: { "AWS:SourceAccount": "000000000000" } },
      },
    ]);
  },
  replaces: {
    principal: (made) => ({ action: "lambda:InvokeFunction", function: made.id, principal: "sns.amazonaws.com" }),
    sourceArn: (made) => ({ action: "lambda:InvokeFunction", function: made.id, principal: "apigateway.amazonaws.com" }),
  },
  importId: ({ id, state }) => `${String(state["function"])}/${id}`,
  gone: async (lab, { id }, made) => !(await statements(lab, made.id)).some(({ Sid }) => Sid === id),
});

describe("of an alias, said by ARN", () => {
  describeLifecycle({
    type: "aws:lambda/permission:Permission",
    prepare: async (lab) => {
      const made = await lab.make("aws:lambda/function:Function", functionInputs("hello", { publish: true }));
      await (await lab.aws("lambda")).createAlias({ FunctionName: made.id, Name: "live", FunctionVersion: "1" });
      return made;
    },
    inputs: (made) => ({
      action: "lambda:InvokeFunctionUrl",
      function: made.state["arn"],
      functionUrlAuthType: "NONE",
      principal: "*",
      qualifier: "live",
      statementId: "everyone",
    }),
    verify: async (lab, { id }, made) => {
      assert.equal(id, "everyone");
      const found = await statements(lab, made.id);
      assert.deepEqual(found.map(({ Sid, Principal, Resource }) => ({ Sid, Principal, Resource })), [
        { Sid: "everyone", Principal: "*", Resource: `${String(made.state["arn"])}:live` },
      ]);
    },
    replaces: {
      qualifier: (made) => ({ action: "lambda:InvokeFunctionUrl", function: made.state["arn"], functionUrlAuthType: "NONE", principal: "*" }),
    },
    importId: ({ state }) => `${String(state["function"])}:live/everyone`,
    gone: async (lab, _resource, made) => (await statements(lab, made.id)).length === 0,
  });
});

describeLifecycle({
  type: "aws:lambda/functionUrl:FunctionUrl",
  prepare: makeFunction,
  inputs: (made) => ({
    authorizationType: "NONE",
    functionName: made.state["name"],
    cors: { allowOrigins: ["https://example.com"], allowMethods: ["POST", "GET"], allowCredentials: true, maxAge: 60 },
  }),
  verify: async (lab, { id, state }, made) => {
    assert.equal(id, made.id);
    assert.equal(state["functionArn"], made.state["arn"]);
    assert.equal(state["functionUrl"], `https://${String(state["urlId"])}.lambda-url.us-east-1.on.aws/`);
    const found = await (await lab.aws("lambda")).getFunctionUrlConfig({ FunctionName: id });
    assert.equal(found.AuthType, "NONE");
    assert.deepEqual(found.Cors, { AllowOrigins: ["https://example.com"], AllowMethods: ["POST", "GET"], AllowCredentials: true, MaxAge: 60 });
    const allowed = await statements(lab, made.id);
    assert.deepEqual(allowed.map((statement) => statement.Action).sort(), ["lambda:InvokeFunction", "lambda:InvokeFunctionUrl"]);
    const answer = await fetch(`${lab.endpoint}/_aws/lambda-url/${String(state["urlId"])}/`);
    assert.equal(answer.status, 200);
    assert.equal(await answer.text(), "hello");
  },
  update: {
    inputs: (made) => ({ authorizationType: "AWS_IAM", functionName: made.state["name"], invokeMode: "RESPONSE_STREAM" }),
    paths: ["authorizationType", "cors", "invokeMode"],
    verify: async (lab, { id }) => {
      const found = await (await lab.aws("lambda")).getFunctionUrlConfig({ FunctionName: id });
      assert.equal(found.AuthType, "AWS_IAM");
      assert.equal(found.InvokeMode, "RESPONSE_STREAM");
      assert.deepEqual(found.Cors ?? {}, {});
    },
  },
  replaces: { functionName: () => ({ authorizationType: "NONE", functionName: "another" }) },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("lambda")).updateFunctionUrlConfig({ FunctionName: id, AuthType: "NONE" });
    },
    path: "authorizationType",
  },
  gone: async (lab, { id }) => isGone((await lab.aws("lambda")).getFunctionUrlConfig({ FunctionName: id })),
});

const layer = (name: string, text: string) => ({
  layerName: name,
  code: codeOf(text),
  compatibleRuntimes: ["nodejs22.x", "nodejs20.x"],
  description: "Shared code",
  licenseInfo: "MIT",
});

describeLifecycle({
  type: "aws:lambda/layerVersion:LayerVersion",
  prepare: (lab) => Promise.resolve(lab.name("shared")),
  inputs: (name) => layer(name, "exports.greet = () => 'hello';"),
  verify: async (lab, { id, state }, name) => {
    assert.equal(id, `arn:aws:lambda:us-east-1:000000000000:layer:${name}:1`);
    assert.equal(state["arn"], id);
    assert.equal(state["layerArn"], id.slice(0, -2));
    assert.equal(state["version"], "1");
    const found = await (await lab.aws("lambda")).getLayerVersion({ LayerName: name, VersionNumber: 1 });
    assert.equal(found.Content?.CodeSha256, state["codeSha256"]);
    assert.equal(found.Content?.CodeSize, state["sourceCodeSize"]);
    assert.equal(found.LicenseInfo, "MIT");
    assert.deepEqual(found.CompatibleRuntimes?.sort(), ["nodejs20.x", "nodejs22.x"]);
  },
  replaces: {
    code: (name) => layer(name, "exports.greet = () => 'good day';"),
    description: (name) => ({ ...layer(name, "exports.greet = () => 'hello';"), description: "" }),
  },
  unknownToImport: ["code"],
  gone: async (lab, _resource, name) => isGone((await lab.aws("lambda")).getLayerVersion({ LayerName: name, VersionNumber: 1 })),
});

describe("aws:lambda/layerVersion:LayerVersion with skipDestroy", function () {
  this.timeout(60_000);
  const scope = labScope();

  it("stays when it is deleted", async () => {
    const { lab } = scope;
    const LayerName = lab.name("kept");
    const made = await lab.make("aws:lambda/layerVersion:LayerVersion", layer(LayerName, "exports.n = 1;"));
    const { inputs: keep } = await lab.provider.check(made.type, LayerName, { ...made.inputs, skipDestroy: true }, made.inputs);
    assert.deepEqual(await lab.provider.diff(made, keep).then(({ detailed }) => detailed), { skipDestroy: "ADD" });
    await lab.provider.delete(await lab.provider.update(made, keep));
    const { Version } = await (await lab.aws("lambda")).getLayerVersion({ LayerName, VersionNumber: 1 });
    assert.equal(Version, 1);
  });
});
