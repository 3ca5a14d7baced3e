/** Tags, which all EC2 types treat alike. */

import type { EC2, ResourceType, TagSpecification } from "@aws-sdk/client-ec2";
import { tagChanges, tagList } from "../../tags";

type TagMap = Readonly<Record<string, string>>;

/** For a creating call; EC2 takes no specification without tags. */
export function tagsAtCreation(type: ResourceType, tags: TagMap): TagSpecification[] | undefined {
  return Object.keys(tags).length > 0 ? [{ ResourceType: type, Tags: tagList(tags) }] : undefined;
}

export async function changeTags(ec2: EC2, id: string, olds: TagMap, news: TagMap): Promise<void> {
  const { set, remove } = tagChanges(olds, news);
  if (remove.length > 0) await ec2.deleteTags({ Resources: [id], Tags: remove.map((Key) => ({ Key })) });
  if (Object.keys(set).length > 0) await ec2.createTags({ Resources: [id], Tags: tagList(set) });
}
