/** Tags in the shapes that AWS services use. Pure. */

type TagMap = Readonly<Record<string, string>>;

/** `{ a: "1" }` as `[{ Key: "a", Value: "1" }]`. */
export function tagList(tags: TagMap): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** The way back; nothing for no tags at all. */
export function tagMap(tags: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined): Record<string, string> | undefined {
  if (!tags || tags.length === 0) return undefined;
  return Object.fromEntries(tags.map((tag) => [tag.Key ?? "", tag.Value ?? ""]));
}

/** What to set and what to take away to get from one map to the other. */
export function tagChanges(olds: TagMap, news: TagMap): { set: Record<string, string>; remove: string[] } {
  return {
    set: Object.fromEntries(Object.entries(news).filter(([key, value]) => olds[key] !== value)),
    remove: Object.keys(olds).filter((key) => !(key in news)),
  };
}
