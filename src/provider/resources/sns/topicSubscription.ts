import type { SNS } from "@aws-sdk/client-sns";
import { defineResource } from "../../definition";
import { ProviderError } from "../../errors";
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
    const { SubscriptionArn } = await sns.subscribe({
      TopicArn: given.topic,
      Protocol: given.protocol,
      Endpoint: given.endpoint,
      Attributes: Object.fromEntries(names.map((name) => [ATTRIBUTES[name], String(given[name])])),
      ReturnSubscriptionArn: true,
    });
    // MiniStack gives "pending confirmation" instead of the ARN that it was asked for.
    const arn = SubscriptionArn?.startsWith("arn:") ? SubscriptionArn : await findArn(sns, given.topic, given.protocol, given.endpoint);
    context.created(arn);
    // An endpoint of HTTP confirms by visiting an address that SNS sends it. Nobody waits for a person with a mailbox.
    if (given.endpointAutoConfirms && given.protocol.startsWith("http")) {
      const timeout = given.confirmationTimeoutInMinutes * 60;
      await context.waitFor(`${given.endpoint} confirms the subscription`, async () => !(await isPending(sns, arn)), { timeout });
    }
    return arn;
  },

  async read(context, id) {
    const sns = await context.client("sns");
    const { Attributes: found = {} } = await sns.getSubscriptionAttributes({ SubscriptionArn: id });
    const scope = found["FilterPolicyScope"];
    const filterPolicy = found["FilterPolicy"] || undefined;
    const protocol = found["Protocol"] as "sqs" | undefined;
    return {
      deliveryPolicy: found["DeliveryPolicy"] || undefined,
      endpoint: found["Endpoint"],
      filterPolicy,
      // AWS says it of every filter, the emulator of those that were told.
      filterPolicyScope: scope === "MessageBody" ? scope : scope || filterPolicy ? ("MessageAttributes" as const) : undefined,
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
    const names = (Object.keys(ATTRIBUTES) as AttributeInput[]).filter((name) => changed(name));
    // Filters of the body may be nested, those of attributes may not: the wider of the two scopes is there with both filters.
    if (news.filterPolicyScope === "MessageBody") names.sort((a, b) => Number(b === "filterPolicyScope") - Number(a === "filterPolicyScope"));
    for (const name of names) {
      const value = news[name];
      const AttributeValue = value === undefined ? NOTHING[name] : String(value);
      await sns.setSubscriptionAttributes({ SubscriptionArn: id, AttributeName: ATTRIBUTES[name], AttributeValue });
    }
  },

  async delete(context, id) {
    const sns = await context.client("sns");
    try {
      await sns.unsubscribe({ SubscriptionArn: id });
    } catch (error) {
      // AWS forgets a subscription that nobody confirms by itself, after two days.
      if (!(error instanceof Error && error.message.includes("pending confirmation"))) throw error;
    }
  },
});

/** What takes an attribute away: an empty filter, no redrive policy at all, empty text. */
const NOTHING: Record<AttributeInput, string | undefined> = {
  deliveryPolicy: "",
  filterPolicy: "{}",
  filterPolicyScope: "MessageAttributes",
  rawMessageDelivery: "false",
  redrivePolicy: undefined,
};

async function isPending(sns: SNS, SubscriptionArn: string): Promise<boolean> {
  return (await sns.getSubscriptionAttributes({ SubscriptionArn })).Attributes?.["PendingConfirmation"] === "true";
}

async function findArn(sns: SNS, TopicArn: string, protocol: string, endpoint: string): Promise<string> {
  let NextToken: string | undefined;
  do {
    const page = await sns.listSubscriptionsByTopic({ TopicArn, NextToken });
    const found = page.Subscriptions?.find((each) => each.Protocol === protocol && each.Endpoint === endpoint);
    if (found?.SubscriptionArn?.startsWith("arn:")) return found.SubscriptionArn;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  throw new ProviderError(`SNS does not tell the ARN of the subscription of ${endpoint}.`);
}
