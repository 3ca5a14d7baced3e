import type { CloudFront } from "@aws-sdk/client-cloudfront";
import { tagChanges, tagList, tagMap } from "../../tags";

type TagMap = Record<string, string>;

export async function readTags(cloudfront: CloudFront, Resource: string | undefined): Promise<TagMap | undefined> {
  return tagMap((await cloudfront.listTagsForResource({ Resource })).Tags?.Items);
}

export async function updateTags(cloudfront: CloudFront, Resource: string, olds: TagMap, news: TagMap): Promise<void> {
  const { set, remove } = tagChanges(olds, news);
  if (remove.length > 0) await cloudfront.untagResource({ Resource, TagKeys: { Items: remove } });
  if (Object.keys(set).length > 0) await cloudfront.tagResource({ Resource, Tags: { Items: tagList(set) } });
}
