import type { ApiGatewayV2 } from "@aws-sdk/client-apigatewayv2";
import { tagChanges } from "../../tags";

type TagMap = Record<string, string>;

/** Asked for on their own: emulators tell what a thing was created with in its description. */
export async function readTags(gateway: ApiGatewayV2, ResourceArn: string): Promise<TagMap | undefined> {
  const { Tags } = await gateway.getTags({ ResourceArn });
  return Tags;
}

export async function updateTags(gateway: ApiGatewayV2, ResourceArn: string, olds: TagMap, news: TagMap): Promise<void> {
  const { set, remove } = tagChanges(olds, news);
  if (remove.length > 0) await gateway.untagResource({ ResourceArn, TagKeys: remove });
  if (Object.keys(set).length > 0) await gateway.tagResource({ ResourceArn, Tags: set });
}
