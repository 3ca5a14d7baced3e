import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import type { Values } from "../../../src/provider/wire";
import type { Resource } from "../../support/providerClient";
import { functionInputs } from "../../support/testFunction";
import { describeLifecycle, labScope, type Lab } from "./harness";

const TYPE = "aws:lambda/eventSourceMapping:EventSourceMapping";
const ORDERS = JSON.stringify({ body: { kind: ["order"] } });

interface Prepared {
  worker: Resource;
  queueArn: string;
  queueUrl: string;
  streamArn: string;
}

/** The queue is made by the SDK: this is no test of queues. */
async function prepare(lab: Lab): Promise<Prepared> {
  const sqs = await lab.aws("sqs");
  const worker = await lab.make("aws:lambda/function:Function", functionInputs("done"));
  const { QueueUrl = "" } = await sqs.createQueue({ QueueName: lab.name("events") });
  const { Attributes } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["QueueArn"] });
  const table = await lab.make("aws:dynamodb/table:Table", {
    hashKey: "id",
    attributes: [{ name: "id", type: "S" }],
    billingMode: "PAY_PER_REQUEST",
    streamEnabled: true,
    streamViewType: "NEW_IMAGE",
  });
  return { worker, queueUrl: QueueUrl, queueArn: Attributes?.["QueueArn"] ?? "", streamArn: String(table.state["streamArn"]) };
}

async function isGone(lab: Lab, UUID: string): Promise<boolean> {
  try {
    await (await lab.aws("lambda")).getEventSourceMapping({ UUID });
    return false;
  } catch (error) {
    return isAwsError(error, "ResourceNotFoundException");
  }
}

const ofQueue = ({ worker, queueArn }: Prepared): Values => ({ eventSourceArn: queueArn, functionName: worker.state["arn"] });

describeLifecycle({
  type: TYPE,
  prepare,
  inputs: (prepared) => ({
    ...ofQueue(prepared),
    filterCriteria: { filters: [{ pattern: ORDERS }] },
    functionResponseTypes: ["ReportBatchItemFailures"],
    scalingConfig: { maximumConcurrency: 5 },
    tags: { team: "learners" },
  }),
  verify: async (lab, { id, state }, { worker }) => {
    assert.equal(state["uuid"], id);
    assert.equal(state["arn"], `arn:aws:lambda:us-east-1:000000000000:event-source-mapping:${id}`);
    assert.equal(state["functionArn"], worker.state["arn"]);
    assert.equal(state["state"], "Enabled");
    const lambda = await lab.aws("lambda");
    const found = await lambda.getEventSourceMapping({ UUID: id });
    assert.equal(found.BatchSize, 10);
    assert.deepEqual(found.FilterCriteria, { Filters: [{ Pattern: ORDERS }] });
    assert.deepEqual(found.FunctionResponseTypes, ["ReportBatchItemFailures"]);
    assert.deepEqual((await lambda.listTags({ Resource: String(state["arn"]) })).Tags, { team: "learners" });
  },
  update: {
    inputs: (prepared) => ({ ...ofQueue(prepared), batchSize: 5, enabled: false, maximumBatchingWindowInSeconds: 1, tags: { team: "teachers" } }),
    paths: [
      "batchSize",
      "enabled",
      "filterCriteria",
      "functionResponseTypes",
      "maximumBatchingWindowInSeconds",
      "scalingConfig",
      "tags.team",
    ],
    verify: async (lab, { id, state }) => {
      assert.equal(state["state"], "Disabled");
      const lambda = await lab.aws("lambda");
      const found = await lambda.getEventSourceMapping({ UUID: id });
      assert.equal(found.State, "Disabled");
      assert.equal(found.BatchSize, 5);
      assert.equal(found.MaximumBatchingWindowInSeconds, 1);
      assert.deepEqual(found.FilterCriteria ?? {}, {});
      assert.deepEqual(found.ScalingConfig ?? {}, {});
      assert.deepEqual(found.FunctionResponseTypes ?? [], []);
      assert.deepEqual((await lambda.listTags({ Resource: String(state["arn"]) })).Tags, { team: "teachers" });
    },
  },
  replaces: {
    eventSourceArn: ({ worker, streamArn }) => ({ eventSourceArn: streamArn, functionName: worker.id, startingPosition: "LATEST" }),
  },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("lambda")).updateEventSourceMapping({ UUID: id, BatchSize: 7 });
    },
    path: "batchSize",
  },
  // An import can't know whether the program says the function's name or its ARN.
  unknownToImport: ["functionName"],
  gone: (lab, { id }) => isGone(lab, id),
});

describe("of a table's stream", () => {
  const ofStream = ({ worker, streamArn }: Prepared): Values => ({
    eventSourceArn: streamArn,
    functionName: worker.state["name"],
    startingPosition: "TRIM_HORIZON",
  });

  describeLifecycle({
    type: TYPE,
    prepare,
    inputs: (prepared) => ({
      ...ofStream(prepared),
      bisectBatchOnFunctionError: true,
      destinationConfig: { onFailure: { destinationArn: prepared.queueArn } },
      maximumRetryAttempts: 2,
    }),
    verify: async (lab, { id, state }, { queueArn }) => {
      assert.equal(state["maximumRecordAgeInSeconds"], -1);
      assert.equal(state["parallelizationFactor"], 1);
      const found = await (await lab.aws("lambda")).getEventSourceMapping({ UUID: id });
      assert.equal(found.BatchSize, 100);
      assert.equal(found.StartingPosition, "TRIM_HORIZON");
      assert.equal(found.BisectBatchOnFunctionError, true);
      assert.equal(found.MaximumRetryAttempts, 2);
      assert.equal(found.DestinationConfig?.OnFailure?.Destination, queueArn);
    },
    update: {
      inputs: (prepared) => ({ ...ofStream(prepared), maximumRetryAttempts: 3, maximumRecordAgeInSeconds: 60 }),
      paths: ["bisectBatchOnFunctionError", "destinationConfig", "maximumRecordAgeInSeconds", "maximumRetryAttempts"],
      verify: async (lab, { id }) => {
        const found = await (await lab.aws("lambda")).getEventSourceMapping({ UUID: id });
        assert.equal(found.BisectBatchOnFunctionError, false);
        assert.equal(found.MaximumRetryAttempts, 3);
        assert.equal(found.MaximumRecordAgeInSeconds, 60);
        assert.ok(!found.DestinationConfig?.OnFailure?.Destination);
      },
    },
    replaces: { startingPosition: (prepared) => ({ ...ofStream(prepared), startingPosition: "LATEST" }) },
    gone: (lab, { id }) => isGone(lab, id),
  });
});

describe(`${TYPE}, what goes together`, function () {
  this.timeout(60_000);
  const scope = labScope();
  const QUEUE = "arn:aws:sqs:us-east-1:000000000000:q";
  const STREAM = "arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/1";

  for (const [what, inputs, property] of [
    ["a source", {}, "eventSourceArn"],
    ["a starting position with a stream", { eventSourceArn: STREAM }, "startingPosition"],
    ["no starting position with a queue", { eventSourceArn: QUEUE, startingPosition: "LATEST" }, "startingPosition"],
  ] as const) {
    it(`asks for ${what}`, async () => {
      const { failures } = await scope.lab.provider.check(TYPE, "Mapping", { functionName: "worker", ...inputs });
      assert.deepEqual(failures.map((failure) => failure.property), [property]);
    });
  }
});

describe(`${TYPE}, at work`, function () {
  this.timeout(60_000);
  const scope = labScope();

  it("brings a queue's messages to the function", async () => {
    const { lab } = scope;
    const { worker, queueArn, queueUrl } = await prepare(lab);
    await (await lab.aws("sqs")).sendMessage({ QueueUrl: queueUrl, MessageBody: "an order" });
    await lab.make(TYPE, { eventSourceArn: queueArn, functionName: worker.id });
    await emptied(lab, queueUrl);
  });
});

/** The mapping takes messages away when the function has dealt with them. */
async function emptied(lab: Lab, QueueUrl: string): Promise<void> {
  const sqs = await lab.aws("sqs");
  for (;;) {
    const { Attributes } = await sqs.getQueueAttributes({
      QueueUrl,
      AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    });
    if (Object.values(Attributes ?? {}).every((count) => count === "0")) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
