import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import { describeLifecycle, type Lab } from "./harness";

const ROLE = "arn:aws:iam::000000000000:role/orders";
const OTHER_ROLE = "arn:aws:iam::000000000000:role/other-orders";

/** A workflow of one step that answers with `result`. */
const workflow = (result: string) =>
  JSON.stringify({ Comment: "Orders", StartAt: "Answer", States: { Answer: { Type: "Pass", Result: { result }, End: true } } });

/** Runs it and gives what came out. */
async function outcome(lab: Lab, stateMachineArn: string): Promise<unknown> {
  const sfn = await lab.aws("sfn");
  const { executionArn } = await sfn.startExecution({ stateMachineArn, input: "{}" });
  for (;;) {
    const { status, output } = await sfn.describeExecution({ executionArn });
    if (status !== "RUNNING") return JSON.parse(output ?? "null");
  }
}

async function gone(lab: Lab, { id }: { id: string }): Promise<boolean> {
  try {
    await (await lab.aws("sfn")).describeStateMachine({ stateMachineArn: id });
    return false;
  } catch (error) {
    return isAwsError(error, "StateMachineDoesNotExist");
  }
}

describeLifecycle({
  type: "aws:sfn/stateMachine:StateMachine",
  inputs: () => ({ definition: workflow("first"), roleArn: ROLE, tags: { team: "learners", level: "1" } }),
  verify: async (lab, { id, state }) => {
    assert.match(String(state["name"]), /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(id, `arn:aws:states:us-east-1:000000000000:stateMachine:${String(state["name"])}`);
    assert.equal(state["arn"], id);
    assert.equal(state["status"], "ACTIVE");
    assert.equal(state["stateMachineVersionArn"], "");
    assert.match(String(state["creationDate"]), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.deepEqual(await outcome(lab, id), { result: "first" });
  },
  update: {
    inputs: () => ({ definition: workflow("second"), publish: true, roleArn: OTHER_ROLE, tags: { team: "teachers" } }),
    paths: ["definition", "publish", "roleArn", "tags.level", "tags.team"],
    verify: async (lab, { id, state }) => {
      assert.equal((await (await lab.aws("sfn")).describeStateMachine({ stateMachineArn: id })).roleArn, OTHER_ROLE);
      assert.match(String(state["stateMachineVersionArn"]), new RegExp(`^${id}:\\d+$`));
      assert.deepEqual((await (await lab.aws("sfn")).listTagsForResource({ resourceArn: id })).tags, [{ key: "team", value: "teachers" }]);
      assert.deepEqual(await outcome(lab, String(state["stateMachineVersionArn"])), { result: "second" });
    },
  },
  replaces: {
    name: () => ({ definition: workflow("first"), name: "another", roleArn: ROLE }),
    type: () => ({ definition: workflow("first"), roleArn: ROLE, type: "EXPRESS" }),
  },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("sfn")).updateStateMachine({ stateMachineArn: id, definition: workflow("drifted") });
    },
    path: "definition",
  },
  unknownToImport: ["publish"],
  gone,
});

describe("an express one that is logged and encrypted", () => {
  describeLifecycle({
    type: "aws:sfn/stateMachine:StateMachine",
    prepare: (lab) => lab.make("aws:cloudwatch/logGroup:LogGroup", {}),
    inputs: (group) => ({
      definition: workflow("first"),
      loggingConfiguration: { includeExecutionData: true, level: "ALL", logDestination: `${String(group.state["arn"])}:*` },
      encryptionConfiguration: { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: "alias/orders", kmsDataKeyReusePeriodSeconds: 600 },
      name: "express-orders",
      publish: true,
      roleArn: ROLE,
      type: "EXPRESS",
    }),
    verify: async (lab, { id, state }, group) => {
      assert.equal(state["stateMachineVersionArn"], `${id}:1`);
      const found = await (await lab.aws("sfn")).describeStateMachine({ stateMachineArn: id });
      assert.equal(found.type, "EXPRESS");
      assert.deepEqual(found.encryptionConfiguration, { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: "alias/orders", kmsDataKeyReusePeriodSeconds: 600 });
      assert.deepEqual(found.loggingConfiguration, {
        level: "ALL",
        includeExecutionData: true,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: `${String(group.state["arn"])}:*` } }],
      });
    },
    update: {
      inputs: () => ({
        definition: workflow("first"),
        loggingConfiguration: { level: "OFF" },
        encryptionConfiguration: { type: "AWS_OWNED_KEY" },
        name: "express-orders",
        publish: true,
        roleArn: ROLE,
        type: "EXPRESS",
      }),
      paths: [
        "encryptionConfiguration.kmsDataKeyReusePeriodSeconds",
        "encryptionConfiguration.kmsKeyId",
        "encryptionConfiguration.type",
        "loggingConfiguration.includeExecutionData",
        "loggingConfiguration.level",
        "loggingConfiguration.logDestination",
      ],
      verify: async (lab, { id, state }) => {
        assert.match(String(state["stateMachineVersionArn"]), new RegExp(`^${id}:\\d+$`));
        const found = await (await lab.aws("sfn")).describeStateMachine({ stateMachineArn: id });
        assert.deepEqual(found.encryptionConfiguration, { type: "AWS_OWNED_KEY" });
        assert.equal(found.loggingConfiguration?.level, "OFF");
        assert.equal(found.loggingConfiguration?.destinations, undefined);
      },
    },
    drift: {
      act: async (lab, { id }) => {
        await (await lab.aws("sfn")).updateStateMachine({ stateMachineArn: id, loggingConfiguration: { level: "ERROR" } });
      },
      path: "loggingConfiguration.level",
    },
    unknownToImport: ["publish"],
    gone,
  });
});
