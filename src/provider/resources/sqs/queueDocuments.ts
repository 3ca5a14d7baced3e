import type { Context } from "../../context";

/** The attributes of a queue that are JSON documents, each with a resource type of its own. */
export type QueueDocument = "Policy" | "RedriveAllowPolicy" | "RedrivePolicy";

/** The codes of errors that mean: there is no such queue. */
export const NO_QUEUE = ["AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"];

/** The empty text takes the document away. */
export async function setDocument(context: Context, QueueUrl: string, name: QueueDocument, document: string): Promise<void> {
  const sqs = await context.client("sqs");
  await sqs.setQueueAttributes({ QueueUrl, Attributes: { [name]: document } });
}

export async function documentOf(context: Context, QueueUrl: string, name: QueueDocument): Promise<string | undefined> {
  const sqs = await context.client("sqs");
  const { Attributes } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: [name] });
  return Attributes?.[name] || undefined;
}
