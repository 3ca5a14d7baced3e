import { createHash } from "node:crypto";

/** Lower case; letters, digits and single "-". */
export function slug(text: string): string {
  return text.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
}

/** Id of a phase or project by its heading, or by its name in the Progress Tracking table. */
export function groupId(title: string): string {
  const phase = /^\s*phase\s+(\d+(?:\.\d+)*)/i.exec(title)?.[1];
  if (phase) return `phase-${phase.replaceAll(".", "-")}`;
  const quoted = /["“”„]([^"“”„]+)["“”]/.exec(title)?.[1];
  return slug(quoted ?? title.replace(/^\s*pet project:/i, "").replace(/\([^)]*\)/g, "")) || "part";
}

/** Id of the group that a row of the table tells about, such as `phase-1-5` for "1.5. CDK → Pulumi Transition". */
export function rowGroupId(title: string): string {
  const phase = /^\s*(\d+(?:\.\d+)*)\.?\s/.exec(title)?.[1];
  return phase ? `phase-${phase.replaceAll(".", "-")}` : groupId(title);
}

export function sectionId(group: string, title: string): string {
  return `${group}/${slug(title) || "section"}`;
}

/** How an item of the shipped plan is called in its section: its bold first words, else its first six words. */
export function itemSlug(item: { plain: string; leadWords?: string }): string {
  const words = item.plain.split(" ").filter((word) => slug(word) !== "");
  return slug(item.leadWords ?? "") || slug(words.slice(0, 6).join(" ")) || "item";
}

/**
 * Id of an item that is a learner's own: it goes by the item's words alone, so it stays when the item is moved. No shipped
 * id begins with `own/`.
 */
export function ownItemId(plain: string): string {
  const digest = createHash("sha256").update(itemKey(plain)).digest("hex").slice(0, 8);
  return `own/${itemSlug({ plain })}-${digest}`;
}

/** What two items have in common that are the same word for word. */
export function itemKey(plain: string): string {
  return plain.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();
}

/** Makes ids unique among themselves: `-2`, `-3` for those that come later. */
export class UniqueIds {
  private readonly used = new Set<string>();

  take(id: string): string {
    let unique = id;
    for (let count = 2; this.used.has(unique); count++) unique = `${id}-${count}`;
    this.used.add(unique);
    return unique;
  }
}
