import { GetSubscriptionAttributesCommand, GetTopicAttributesCommand, ListSubscriptionsByTopicCommand, ListTopicsCommand } from "@aws-sdk/client-sns";
import type { Access } from "./access";
import type { ContentsDocument, ContentsNode, ContentsPage, PageRequest, RefOf } from "./model";
import { pageOfRegions } from "./paging";
import { withParsed } from "./sqs";
import { jsonDocument } from "./text";

export function listTopics(access: Access, regions: readonly string[], { signal, more }: PageRequest): Promise<ContentsPage> {
  return pageOfRegions(regions, more, async (region, next) => {
    const { Topics = [], NextToken } = await access.sns(region).send(new ListTopicsCommand({ NextToken: next }), { abortSignal: signal });
    const nodes = Topics.flatMap(({ TopicArn: arn }): ContentsNode[] => (arn ? [{ ref: { kind: "topic", region, arn }, label: lastPart(arn), expandable: true }] : []));
    return { nodes, next: NextToken };
  });
}

export function listSubscriptions(access: Access, { region, arn: topic }: RefOf<"topic">, { signal, more }: PageRequest): Promise<ContentsPage> {
  return pageOfRegions([region], more, async (_region, next) => {
    const command = new ListSubscriptionsByTopicCommand({ TopicArn: topic, NextToken: next });
    const { Subscriptions = [], NextToken } = await access.sns(region).send(command, { abortSignal: signal });
    const nodes = Subscriptions.flatMap(({ SubscriptionArn: arn, Protocol, Endpoint }): ContentsNode[] => {
      // One that waits to be confirmed has no ARN yet.
      if (!arn?.startsWith("arn:")) return [];
      return [{ ref: { kind: "subscription", region, arn }, label: Endpoint ?? lastPart(arn), description: Protocol, expandable: false }];
    });
    return { nodes, next: NextToken };
  });
}

export async function readTopic(access: Access, { region, arn }: RefOf<"topic">, signal?: AbortSignal): Promise<ContentsDocument> {
  const { Attributes = {} } = await access.sns(region).send(new GetTopicAttributesCommand({ TopicArn: arn }), { abortSignal: signal });
  return jsonDocument(lastPart(arn), withParsed(Attributes));
}

export async function readSubscription(access: Access, { region, arn }: RefOf<"subscription">, signal?: AbortSignal): Promise<ContentsDocument> {
  const command = new GetSubscriptionAttributesCommand({ SubscriptionArn: arn });
  const { Attributes = {} } = await access.sns(region).send(command, { abortSignal: signal });
  return jsonDocument(`subscription ${lastPart(arn)}`, withParsed(Attributes));
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf(":") + 1);
}
