import type { EventBridge } from "@aws-sdk/client-eventbridge";
import { tagChanges, tagList } from "../../tags";

/** From one set of tags to the other, on a rule or an event bus. */
export async function retag(events: EventBridge, ResourceARN: string, olds: Record<string, string>, news: Record<string, string>): Promise<void> {
  const { set, remove } = tagChanges(olds, news);
  if (remove.length > 0) await events.untagResource({ ResourceARN, TagKeys: remove });
  if (Object.keys(set).length > 0) await events.tagResource({ ResourceARN, Tags: tagList(set) });
}
