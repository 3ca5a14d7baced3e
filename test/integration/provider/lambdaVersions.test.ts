import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import type { Resource } from "../../support/providerClient";
import { codeOf, functionInputs } from "../../support/testFunction";
import { describeLifecycle, labScope, type Lab } from "./harness";

const FUNCTION = "aws:lambda/function:Function";
const ALIAS = "aws:lambda/alias:Alias";
const CONCURRENCY = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig";

/** A function with two published versions: the first answers "one", the second "two". */
async function twoVersions(lab: Lab): Promise<Resource> {
  const made = await lab.make(FUNCTION, functionInputs("one", { publish: true }));
  const { inputs } = await lab.provider.check(FUNCTION, "needed", functionInputs("two", { publish: true, name: made.id }), made.inputs);
  await lab.provider.update(made, inputs);
  return made;
}

async function answer(lab: Lab, FunctionName: string): Promise<string> {
  const { Payload } = await (await lab.aws("lambda")).invoke({ FunctionName });
  return (JSON.parse(Buffer.from(Payload ?? []).toString()) as { body: string }).body;
}

async function isGone(asking: Promise<unknown>): Promise<boolean> {
  try {
    await asking;
    return false;
  } catch (error) {
    return isAwsError(error, "ResourceNotFoundException", "ProvisionedConcurrencyConfigNotFoundException");
  }
}

describeLifecycle({
  type: ALIAS,
  prepare: twoVersions,
  inputs: (made) => ({ description: "What people use", functionName: made.state["name"], functionVersion: "1", name: "live" }),
  verify: async (lab, { id, state }, made) => {
    assert.equal(id, `${String(made.state["arn"])}:live`);
    assert.equal(state["arn"], id);
    assert.equal(state["invokeArn"], `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${id}/invocations`);
    assert.equal((await (await lab.aws("lambda")).getAlias({ FunctionName: made.id, Name: "live" })).Description, "What people use");
    assert.equal(await answer(lab, id), "one");
  },
  update: {
    inputs: (made) => ({ functionName: made.state["name"], functionVersion: "2", name: "live", routingConfig: { additionalVersionWeights: { "1": 0.25 } } }),
    paths: ["description", "functionVersion", "routingConfig"],
    verify: async (lab, { id }, made) => {
      const found = await (await lab.aws("lambda")).getAlias({ FunctionName: made.id, Name: "live" });
      assert.deepEqual([found.Description, found.RoutingConfig], ["", { AdditionalVersionWeights: { "1": 0.25 } }]);
      assert.equal(await answer(lab, id), "two");
    },
  },
  replaces: {
    name: (made) => ({ functionName: made.id, functionVersion: "1", name: "another" }),
    functionName: () => ({ functionName: "another", functionVersion: "1", name: "live" }),
  },
  drift: {
    act: async (lab, _resource, made) => {
      await (await lab.aws("lambda")).updateAlias({ FunctionName: made.id, Name: "live", FunctionVersion: "1", RoutingConfig: { AdditionalVersionWeights: {} } });
    },
    path: "functionVersion",
  },
  importId: ({ state }) => `${String(state["functionName"])}/live`,
  gone: async (lab, _resource, made) => isGone((await lab.aws("lambda")).getAlias({ FunctionName: made.id, Name: "live" })),
});

describe("of a function said by ARN, named by itself, without weights again", () => {
  describeLifecycle({
    type: ALIAS,
    prepare: twoVersions,
    inputs: (made) => ({ functionName: made.state["arn"], functionVersion: "1", routingConfig: { additionalVersionWeights: { "2": 0.5 } } }),
    verify: async (lab, { id, state }, made) => {
      assert.match(String(state["name"]), /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
      assert.equal(id, `${String(made.state["arn"])}:${String(state["name"])}`);
      const found = await (await lab.aws("lambda")).getAlias({ FunctionName: made.id, Name: String(state["name"]) });
      assert.deepEqual(found.RoutingConfig, { AdditionalVersionWeights: { "2": 0.5 } });
    },
    update: {
      inputs: (made) => ({ functionName: made.state["arn"], functionVersion: "$LATEST" }),
      paths: ["functionVersion", "routingConfig"],
      verify: async (lab, { state }, made) => {
        const found = await (await lab.aws("lambda")).getAlias({ FunctionName: made.id, Name: String(state["name"]) });
        assert.deepEqual([found.FunctionVersion, found.RoutingConfig], ["$LATEST", undefined]);
      },
    },
    unknownToImport: ["functionName"],
    gone: async (lab, { state }, made) => isGone((await lab.aws("lambda")).getAlias({ FunctionName: made.id, Name: String(state["name"]) })),
  });
});

describeLifecycle({
  type: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  prepare: async (lab) => ({
    made: await lab.make(FUNCTION, { ...functionInputs(""), code: codeOf("exports.handler = async () => { throw new Error('never'); };") }),
    failed: await lab.make("aws:sqs/queue:Queue", {}),
    done: await lab.make("aws:sqs/queue:Queue", {}),
  }),
  inputs: ({ made, failed }) => ({
    destinationConfig: { onFailure: { destination: failed.state["arn"] } },
    functionName: made.state["name"],
    maximumRetryAttempts: 0,
  }),
  verify: async (lab, { id, state }, { made, failed }) => {
    assert.equal(id, made.id);
    assert.equal(state["maximumEventAgeInSeconds"], undefined);
    const lambda = await lab.aws("lambda");
    assert.equal((await lambda.getFunctionEventInvokeConfig({ FunctionName: id })).MaximumRetryAttempts, 0);
    await lambda.invoke({ FunctionName: id, InvocationType: "Event", Payload: Buffer.from('{"order":7}') });
    const { Messages } = await (await lab.aws("sqs")).receiveMessage({ QueueUrl: failed.id, WaitTimeSeconds: 20 });
    const told = JSON.parse(Messages?.[0]?.Body ?? "{}") as { requestPayload?: unknown };
    assert.deepEqual(told.requestPayload, { order: 7 });
  },
  update: {
    inputs: ({ made, done }) => ({
      destinationConfig: { onSuccess: { destination: done.state["arn"] } },
      functionName: made.state["name"],
      maximumEventAgeInSeconds: 21600,
      maximumRetryAttempts: 1,
    }),
    paths: ["destinationConfig.onFailure", "destinationConfig.onSuccess", "maximumEventAgeInSeconds", "maximumRetryAttempts"],
    verify: async (lab, { id }, { done }) => {
      const found = await (await lab.aws("lambda")).getFunctionEventInvokeConfig({ FunctionName: id });
      assert.deepEqual([found.MaximumRetryAttempts, found.MaximumEventAgeInSeconds], [1, 21600]);
      assert.equal(found.DestinationConfig?.OnSuccess?.Destination, done.state["arn"]);
      assert.equal(found.DestinationConfig?.OnFailure?.Destination, undefined);
    },
  },
  replaces: {
    functionName: () => ({ functionName: "another" }),
    qualifier: ({ made }) => ({ functionName: made.state["name"], qualifier: "$LATEST" }),
  },
  drift: {
    act: async (lab, { id }, { done }) => {
      const DestinationConfig = { OnSuccess: { Destination: String(done.state["arn"]) } };
      await (await lab.aws("lambda")).putFunctionEventInvokeConfig({ FunctionName: id, DestinationConfig, MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 });
    },
    path: "maximumEventAgeInSeconds",
  },
  gone: async (lab, { id }) => isGone((await lab.aws("lambda")).getFunctionEventInvokeConfig({ FunctionName: id })),
});

describe("of a version, said by ARN", () => {
  describeLifecycle({
    type: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
    prepare: twoVersions,
    inputs: (made) => ({ functionName: made.state["arn"], maximumEventAgeInSeconds: 120, qualifier: "1" }),
    verify: async (lab, { id, state }, made) => {
      assert.equal(id, `${String(made.state["arn"])}:1`);
      assert.equal(state["maximumRetryAttempts"], 2);
      const found = await (await lab.aws("lambda")).getFunctionEventInvokeConfig({ FunctionName: made.id, Qualifier: "1" });
      assert.equal(found.MaximumEventAgeInSeconds, 120);
      assert.ok(await isGone((await lab.aws("lambda")).getFunctionEventInvokeConfig({ FunctionName: made.id })), "the function itself has one");
    },
    gone: async (lab, _resource, made) => isGone((await lab.aws("lambda")).getFunctionEventInvokeConfig({ FunctionName: made.id, Qualifier: "1" })),
  });
});

describeLifecycle({
  type: CONCURRENCY,
  prepare: async (lab) => {
    const made = await twoVersions(lab);
    const alias = await lab.make(ALIAS, { functionName: made.id, functionVersion: "1", name: "live" });
    return { made, alias };
  },
  inputs: ({ made, alias }) => ({ functionName: made.state["name"], provisionedConcurrentExecutions: 2, qualifier: alias.state["name"] }),
  verify: async (lab, { id }, { made }) => {
    assert.equal(id, `${made.id},live`);
    const found = await (await lab.aws("lambda")).getProvisionedConcurrencyConfig({ FunctionName: made.id, Qualifier: "live" });
    assert.equal(found.RequestedProvisionedConcurrentExecutions, 2);
  },
  update: {
    inputs: ({ made }) => ({ functionName: made.state["name"], provisionedConcurrentExecutions: 5, qualifier: "live" }),
    paths: ["provisionedConcurrentExecutions"],
    verify: async (lab, _resource, { made }) => {
      const found = await (await lab.aws("lambda")).getProvisionedConcurrencyConfig({ FunctionName: made.id, Qualifier: "live" });
      assert.equal(found.RequestedProvisionedConcurrentExecutions, 5);
    },
  },
  replaces: {
    functionName: () => ({ functionName: "another", provisionedConcurrentExecutions: 2, qualifier: "live" }),
    qualifier: ({ made }) => ({ functionName: made.state["name"], provisionedConcurrentExecutions: 2, qualifier: "1" }),
  },
  drift: {
    act: async (lab, _resource, { made }) => {
      await (await lab.aws("lambda")).putProvisionedConcurrencyConfig({ FunctionName: made.id, Qualifier: "live", ProvisionedConcurrentExecutions: 9 });
    },
    path: "provisionedConcurrentExecutions",
  },
  unknownToImport: ["skipDestroy"],
  gone: async (lab, _resource, { made }) => isGone((await lab.aws("lambda")).getProvisionedConcurrencyConfig({ FunctionName: made.id, Qualifier: "live" })),
});

describe(`${CONCURRENCY} with skipDestroy`, function () {
  this.timeout(60_000);
  const scope = labScope();

  it("stays when it is deleted", async () => {
    const { lab } = scope;
    const made = await lab.make(FUNCTION, functionInputs("one", { publish: true }));
    const config = await lab.make(CONCURRENCY, { functionName: made.id, provisionedConcurrentExecutions: 1, qualifier: "1", skipDestroy: true });
    await lab.provider.delete(config);
    const found = await (await lab.aws("lambda")).getProvisionedConcurrencyConfig({ FunctionName: made.id, Qualifier: "1" });
    assert.equal(found.Status, "READY");
  });
});
