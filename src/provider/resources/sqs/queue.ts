import type { QueueAttributeName } from "@aws-sdk/client-sqs";
import type { CheckFailure } from "../../check";
import { defineResource } from "../../definition";
import { t } from "../../schema";
import { tagChanges } from "../../tags";

const between = (least: number, most: number) => (value: number) =>
  value >= least && value <= most ? undefined : `must be ${least} to ${most}.`;

/** The attribute that carries each input. */
const ATTRIBUTES = {
  contentBasedDeduplication: "ContentBasedDeduplication",
  deduplicationScope: "DeduplicationScope",
  delaySeconds: "DelaySeconds",
  fifoThroughputLimit: "FifoThroughputLimit",
  kmsDataKeyReusePeriodSeconds: "KmsDataKeyReusePeriodSeconds",
  kmsMasterKeyId: "KmsMasterKeyId",
  maxMessageSize: "MaximumMessageSize",
  messageRetentionSeconds: "MessageRetentionPeriod",
  policy: "Policy",
  receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
  redriveAllowPolicy: "RedriveAllowPolicy",
  redrivePolicy: "RedrivePolicy",
  sqsManagedSseEnabled: "SqsManagedSseEnabled",
  visibilityTimeoutSeconds: "VisibilityTimeout",
} as const satisfies Record<string, QueueAttributeName>;
type AttributeInput = keyof typeof ATTRIBUTES;

export const queue = defineResource({
  type: "aws:sqs/queue:Queue",
  inputs: {
    contentBasedDeduplication: t.boolean({ default: false }),
    deduplicationScope: t.string({ computed: true, oneOf: ["messageGroup", "queue"] }),
    delaySeconds: t.number({ default: 0, check: between(0, 900) }),
    fifoQueue: t.boolean({ default: false, replaces: true }),
    fifoThroughputLimit: t.string({ computed: true, oneOf: ["perQueue", "perMessageGroupId"] }),
    kmsDataKeyReusePeriodSeconds: t.number({ computed: true, check: between(60, 86400) }),
    /** An id, an ARN or an alias, such as AWS's own "alias/aws/sqs". */
    kmsMasterKeyId: t.string(),
    maxMessageSize: t.number({ default: 262144, check: between(1024, 1048576) }),
    messageRetentionSeconds: t.number({ default: 345600, check: between(60, 1209600) }),
    name: t.string({
      replaces: true,
      autoName: { maxLength: 80, prefixInput: "namePrefix", suffix: (given) => (given["fifoQueue"] === true ? ".fifo" : "") },
      check: (name) => (/^[\w-]{1,80}$|^[\w-]{1,75}\.fifo$/.test(name) ? undefined : "must have 1 to 80 letters, digits, dashes and underscores; a FIFO queue's ends in '.fifo'."),
    }),
    namePrefix: t.string({ replaces: true, local: true, computed: true }),
    /** A QueuePolicy may set it instead: without one here it is none of this resource's business. */
    policy: t.json({ computed: true }),
    receiveWaitTimeSeconds: t.number({ default: 0, check: between(0, 20) }),
    redriveAllowPolicy: t.json({ computed: true }),
    redrivePolicy: t.json({ computed: true }),
    sqsManagedSseEnabled: t.boolean({ computed: true }),
    tags: t.tags(),
    visibilityTimeoutSeconds: t.number({ default: 30, check: between(0, 43200) }),
  },
  outputs: {
    arn: t.string(),
    url: t.string(),
  },
  notFound: ["AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"],

  check(given) {
    const failures: CheckFailure[] = [];
    const name = given["name"];
    if (typeof name === "string" && name.endsWith(".fifo") !== (given["fifoQueue"] === true)) {
      failures.push({ property: "name", reason: "aws:sqs/queue:Queue: a FIFO queue's 'name' ends in '.fifo', and no other queue's does. Set 'fifoQueue' to match." });
    }
    if (given["contentBasedDeduplication"] === true && given["fifoQueue"] !== true) {
      failures.push({ property: "contentBasedDeduplication", reason: "aws:sqs/queue:Queue: 'contentBasedDeduplication' is for FIFO queues only." });
    }
    if (given["kmsMasterKeyId"] !== undefined && given["sqsManagedSseEnabled"] !== undefined) {
      failures.push({ property: "kmsMasterKeyId", reason: "aws:sqs/queue:Queue: 'kmsMasterKeyId' and 'sqsManagedSseEnabled' can't be given both." });
    }
    return failures;
  },

  async create(context, given) {
    const sqs = await context.client("sqs");
    const { QueueUrl = "" } = await sqs.createQueue({
      QueueName: given.name,
      Attributes: { ...attributesOf(given, Object.keys(ATTRIBUTES) as AttributeInput[], given.fifoQueue), ...(given.fifoQueue ? { FifoQueue: "true" } : {}) },
      tags: given.tagsAll,
    });
    return QueueUrl;
  },

  async read(context, id) {
    const sqs = await context.client("sqs");
    const { Attributes: found = {} } = await sqs.getQueueAttributes({ QueueUrl: id, AttributeNames: ["All"] });
    const { Tags } = await sqs.listQueueTags({ QueueUrl: id });
    const number = (name: QueueAttributeName, otherwise: number): number => Number(found[name] ?? otherwise);
    const arn = found.QueueArn ?? "";
    const fifo = found.FifoQueue === "true";
    return {
      contentBasedDeduplication: found.ContentBasedDeduplication === "true",
      // The emulator leaves out what AWS says of every FIFO queue.
      deduplicationScope: oneOf(found.DeduplicationScope, "messageGroup", "queue") ?? (fifo ? "queue" : undefined),
      delaySeconds: number("DelaySeconds", 0),
      fifoQueue: fifo,
      fifoThroughputLimit: oneOf(found.FifoThroughputLimit, "perQueue", "perMessageGroupId") ?? (fifo ? "perQueue" : undefined),
      kmsDataKeyReusePeriodSeconds: number("KmsDataKeyReusePeriodSeconds", 300),
      kmsMasterKeyId: found.KmsMasterKeyId || undefined,
      maxMessageSize: number("MaximumMessageSize", 262144),
      messageRetentionSeconds: number("MessageRetentionPeriod", 345600),
      name: arn.split(":").pop(),
      policy: found.Policy,
      receiveWaitTimeSeconds: number("ReceiveMessageWaitTimeSeconds", 0),
      redriveAllowPolicy: found.RedriveAllowPolicy,
      redrivePolicy: found.RedrivePolicy,
      sqsManagedSseEnabled: found.SqsManagedSseEnabled === undefined ? undefined : found.SqsManagedSseEnabled === "true",
      tags: Tags && Object.keys(Tags).length > 0 ? Tags : undefined,
      visibilityTimeoutSeconds: number("VisibilityTimeout", 30),
      arn,
      url: id,
    };
  },

  async update(context, id, { olds, news, changed }) {
    const sqs = await context.client("sqs");
    const names = (Object.keys(ATTRIBUTES) as AttributeInput[]).filter((name) => changed(name));
    if (names.length > 0) await sqs.setQueueAttributes({ QueueUrl: id, Attributes: attributesOf(news, names, news.fifoQueue, true) });
    if (changed("tags")) {
      const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
      if (remove.length > 0) await sqs.untagQueue({ QueueUrl: id, TagKeys: remove });
      if (Object.keys(set).length > 0) await sqs.tagQueue({ QueueUrl: id, Tags: set });
    }
  },

  async delete(context, id) {
    const sqs = await context.client("sqs");
    await sqs.deleteQueue({ QueueUrl: id });
  },
});

const FIFO_ONLY = new Set<AttributeInput>(["contentBasedDeduplication", "deduplicationScope", "fifoThroughputLimit"]);

/** SQS takes every attribute as text, and the empty text for "none". */
function attributesOf(given: { [K in AttributeInput]?: unknown }, names: AttributeInput[], fifo: boolean, clear = false): Record<string, string> {
  const entries = names
    .filter((name) => fifo || !FIFO_ONLY.has(name))
    .map((name) => [ATTRIBUTES[name], given[name] === undefined ? (clear ? "" : undefined) : String(given[name])] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [typeof entry[0], string] => entry[1] !== undefined));
}

function oneOf<T extends string>(value: string | undefined, ...known: T[]): T | undefined {
  return known.find((each) => each === value);
}
