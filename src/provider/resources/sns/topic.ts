import type { CheckFailure } from "../../check";
import { defineResource } from "../../definition";
import { t } from "../../schema";
import { tagChanges, tagList, tagMap } from "../../tags";

/** The attribute that carries each input. Archives and delivery feedback are left out: the emulator makes neither. */
const ATTRIBUTES = {
  contentBasedDeduplication: "ContentBasedDeduplication",
  deliveryPolicy: "DeliveryPolicy",
  displayName: "DisplayName",
  kmsMasterKeyId: "KmsMasterKeyId",
  policy: "Policy",
  signatureVersion: "SignatureVersion",
  tracingConfig: "TracingConfig",
} as const;
type AttributeInput = keyof typeof ATTRIBUTES;

export const topic = defineResource({
  type: "aws:sns/topic:Topic",
  inputs: {
    contentBasedDeduplication: t.boolean({ default: false }),
    deliveryPolicy: t.json(),
    displayName: t.string(),
    fifoThroughputScope: t.string({ computed: true, oneOf: ["Topic", "MessageGroup"] }),
    fifoTopic: t.boolean({ default: false, replaces: true }),
    /** An id, an ARN or an alias, such as AWS's own "alias/aws/sns". */
    kmsMasterKeyId: t.string(),
    name: t.string({
      replaces: true,
      autoName: { maxLength: 256, prefixInput: "namePrefix", suffix: (given) => (given["fifoTopic"] === true ? ".fifo" : "") },
      check: (name) => (/^[\w-]{1,256}$|^[\w-]{1,251}\.fifo$/.test(name) ? undefined : "must have 1 to 256 letters, digits, dashes and underscores; a FIFO topic's ends in '.fifo'."),
    }),
    namePrefix: t.string({ replaces: true, local: true, computed: true }),
    /** A TopicPolicy may set it instead: without one here it is none of this resource's business. */
    policy: t.json({ computed: true }),
    signatureVersion: t.number({ computed: true, oneOf: [1, 2] }),
    tags: t.tags(),
    tracingConfig: t.string({ computed: true, oneOf: ["PassThrough", "Active"] }),
  },
  outputs: {
    arn: t.string(),
    owner: t.string(),
  },
  notFound: ["NotFound", "NotFoundException"],

  check(given) {
    const failures: CheckFailure[] = [];
    const name = given["name"];
    if (typeof name === "string" && name.endsWith(".fifo") !== (given["fifoTopic"] === true)) {
      failures.push({ property: "name", reason: "aws:sns/topic:Topic: a FIFO topic's 'name' ends in '.fifo', and no other topic's does. Set 'fifoTopic' to match." });
    }
    if (given["contentBasedDeduplication"] === true && given["fifoTopic"] !== true) {
      failures.push({ property: "contentBasedDeduplication", reason: "aws:sns/topic:Topic: 'contentBasedDeduplication' is for FIFO topics only." });
    }
    if (given["fifoThroughputScope"] !== undefined && given["fifoTopic"] !== true) {
      failures.push({ property: "fifoThroughputScope", reason: "aws:sns/topic:Topic: 'fifoThroughputScope' is for FIFO topics only." });
    }
    return failures;
  },

  async create(context, given) {
    const sns = await context.client("sns");
    const fifo: Record<string, string> = given.fifoTopic ? { FifoTopic: "true", ContentBasedDeduplication: String(given.contentBasedDeduplication) } : {};
    if (given.fifoThroughputScope !== undefined) fifo["FifoThroughputScope"] = given.fifoThroughputScope;
    const { TopicArn = "" } = await sns.createTopic({ Name: given.name, Attributes: fifo, Tags: tagList(given.tagsAll) });
    context.created(TopicArn);
    for (const name of ["deliveryPolicy", "displayName", "kmsMasterKeyId", "policy", "signatureVersion", "tracingConfig"] as const) {
      const value = given[name];
      if (value !== undefined) await sns.setTopicAttributes({ TopicArn, AttributeName: ATTRIBUTES[name], AttributeValue: String(value) });
    }
    return TopicArn;
  },

  async read(context, id) {
    const sns = await context.client("sns");
    const { Attributes: found = {} } = await sns.getTopicAttributes({ TopicArn: id });
    const { Tags } = await sns.listTagsForResource({ ResourceArn: id });
    return {
      contentBasedDeduplication: found["ContentBasedDeduplication"] === "true",
      deliveryPolicy: found["DeliveryPolicy"],
      displayName: found["DisplayName"] || undefined,
      fifoThroughputScope: found["FifoThroughputScope"] as "Topic" | "MessageGroup" | undefined,
      fifoTopic: found["FifoTopic"] === "true" || id.endsWith(".fifo"),
      kmsMasterKeyId: found["KmsMasterKeyId"] || undefined,
      name: id.split(":").pop(),
      policy: found["Policy"],
      signatureVersion: found["SignatureVersion"] === "2" ? (2 as const) : (1 as const),
      tags: tagMap(Tags),
      tracingConfig: found["TracingConfig"] === "Active" ? ("Active" as const) : ("PassThrough" as const),
      arn: id,
      owner: found["Owner"],
    };
  },

  async update(context, id, { olds, news, changed }) {
    const sns = await context.client("sns");
    for (const name of Object.keys(ATTRIBUTES) as AttributeInput[]) {
      if (changed(name)) {
        const value = news[name];
        await sns.setTopicAttributes({ TopicArn: id, AttributeName: ATTRIBUTES[name], AttributeValue: value === undefined ? "" : String(value) });
      }
    }
    if (changed("fifoThroughputScope") && news.fifoThroughputScope !== undefined) {
      await sns.setTopicAttributes({ TopicArn: id, AttributeName: "FifoThroughputScope", AttributeValue: news.fifoThroughputScope });
    }
    if (changed("tags")) {
      const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
      if (remove.length > 0) await sns.untagResource({ ResourceArn: id, TagKeys: remove });
      if (Object.keys(set).length > 0) await sns.tagResource({ ResourceArn: id, Tags: tagList(set) });
    }
  },

  async delete(context, id) {
    const sns = await context.client("sns");
    await sns.deleteTopic({ TopicArn: id });
  },
});
