import { defineResource } from "../../definition";
import { t } from "../../schema";

export const topicPolicy = defineResource({
  type: "aws:sns/topicPolicy:TopicPolicy",
  inputs: {
    arn: t.string({ required: true, replaces: true }),
    policy: t.json({ required: true }),
  },
  outputs: { owner: t.string() },
  notFound: ["NotFound", "NotFoundException"],

  async create(context, given) {
    const sns = await context.client("sns");
    await sns.setTopicAttributes({ TopicArn: given.arn, AttributeName: "Policy", AttributeValue: given.policy });
    return given.arn;
  },

  async read(context, id) {
    const sns = await context.client("sns");
    const { Attributes: found } = await sns.getTopicAttributes({ TopicArn: id });
    // A topic is never without a policy: with the one that AWS gives a new topic, this one is gone.
    if (!found?.["Policy"] || found["Policy"].includes(DEFAULT_POLICY_ID)) return undefined;
    return { arn: id, policy: found["Policy"], owner: found["Owner"] };
  },

  async update(context, id, { news }) {
    const sns = await context.client("sns");
    await sns.setTopicAttributes({ TopicArn: id, AttributeName: "Policy", AttributeValue: news.policy });
  },

  async delete(context, id, state) {
    const sns = await context.client("sns");
    await sns.setTopicAttributes({ TopicArn: id, AttributeName: "Policy", AttributeValue: ownersPolicy(id, state.owner) });
  },
});

const DEFAULT_POLICY_ID = "__default_policy_ID";

/** What AWS gives a new topic: its owner may do everything. */
function ownersPolicy(arn: string, owner: string): string {
  return JSON.stringify({
    Version: "2008-10-17",
    Id: DEFAULT_POLICY_ID,
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: ["GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission", "DeleteTopic", "Subscribe", "ListSubscriptionsByTopic", "Publish"].map((action) => `SNS:${action}`),
        Resource: arn,
        Condition: { StringEquals: { "AWS:SourceOwner": owner } },
      },
    ],
  });
}
