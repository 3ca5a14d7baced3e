import { defineResource } from "../../definition";
import { t } from "../../schema";

const ATTRIBUTES = {
  deliveryPolicy: "DeliveryPolicy",
  filterPolicy: "FilterPolicy",
  filterPolicyScope: "FilterPolicyScope",
  rawMessageDelivery: "RawMessageDelivery",
  redrivePolicy: "RedrivePolicy",
} as const;
type AttributeInput = keyof typeof ATTRIBUTES;

/** Firehose and mobile endpoints are left out, and so are replays: the emulator has none of them. */
export const topicSubscription = defineResource({
  type: "aws:sns/topicSubscription:TopicSubscription",
  inputs: {
    confirmationTimeoutInMinutes: t.number({ default: 1, local: true }),
    deliveryPolicy: t.json(),
    endpoint: t.string({ required: true, replaces: true }),
    endpointAutoConfirms: t.boolean({ default: false, local: true }),
    filterPolicy: t.json(),
    filterPolicyScope: t.string({ computed: true, oneOf: ["MessageAttributes", "MessageBody"] }),
    protocol: t.string({ required: true, replaces: true, oneOf: ["sqs", "lambda", "http", "https", "email", "email-json", "sms"] }),
    rawMessageDelivery: t.boolean({ default: false }),
    redrivePolicy: t.json(),
    topic: t.string({ required: true, replaces: true }),
  },
  outputs: {
    arn: t.string(),
    confirmationWasAuthenticated: t.boolean(),
    ownerId: t.string(),
    pendingConfirmation: t.boolean(),
  },
  notFound: ["NotFound", "NotFoundException"],

  async create(context, given) {
    const sns = await context.client("sns");
    const names = (Object.keys(ATTRIBUTES) as AttributeInput[]).filter((name) => given[name] !== undefined && given[name] !== false);
    const { SubscriptionArn = "" } = await sns.subscribe({
      TopicArn: given.topic,
      Protocol: given.protocol,
      Endpoint: given.endpoint,
      Attributes: Object.fromEntries(names.map((name) => [ATTRIBUTES[name], String(given[name])])),
      ReturnSubscriptionArn: true,
    });
    return SubscriptionArn;
  },

  async read(context, id) {
    const sns = await context.client("sns");
    const { Attributes: found = {} } = await sns.getSubscriptionAttributes({ SubscriptionArn: id });
    const scope = found["FilterPolicyScope"];
    const protocol = found["Protocol"] as "sqs" | undefined;
    return {
      deliveryPolicy: found["DeliveryPolicy"] || undefined,
      endpoint: found["Endpoint"],
      filterPolicy: found["FilterPolicy"] || undefined,
      filterPolicyScope: scope === "MessageBody" || scope === "MessageAttributes" ? scope : undefined,
      protocol,
      rawMessageDelivery: found["RawMessageDelivery"] === "true",
      redrivePolicy: found["RedrivePolicy"] || undefined,
      topic: found["TopicArn"],
      arn: id,
      confirmationWasAuthenticated: found["ConfirmationWasAuthenticated"] === "true",
      ownerId: found["Owner"],
      pendingConfirmation: found["PendingConfirmation"] === "true",
    };
  },

  async update(context, id, { news, changed }) {
    const sns = await context.client("sns");
    for (const name of Object.keys(ATTRIBUTES) as AttributeInput[]) {
      if (!changed(name)) continue;
      const value = news[name];
      await sns.setSubscriptionAttributes({
        SubscriptionArn: id,
        AttributeName: ATTRIBUTES[name],
        // A filter goes away by an empty object, everything else by an empty text.
        AttributeValue: value === undefined ? (name === "filterPolicy" ? "{}" : "") : String(value),
      });
    }
  },

  async delete(context, id) {
    const sns = await context.client("sns");
    await sns.unsubscribe({ SubscriptionArn: id });
  },
});
