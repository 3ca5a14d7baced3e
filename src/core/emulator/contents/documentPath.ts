import { printable } from "../../../shared/text";
import type { ContentsRef } from "./model";

/**
 * A readable path for a document about one thing, without a leading slash: its last part is the tab's title, and the
 * extension tells the language. Two things may share a path: the address carries the thing itself as well.
 */
export function documentPath(ref: ContentsRef): string {
  switch (ref.kind) {
    case "bucket":
      return path("s3", `${ref.bucket}.json`);
    case "folder":
      return path("s3", ref.bucket, ref.prefix);
    case "object":
      return path("s3", ref.bucket, ref.key);
    case "table":
      return path("dynamodb", `${ref.table}.json`);
    case "item":
      return path("dynamodb", ref.table, `${keyWords(ref.key)}.json`);
    case "queue":
      return path("sqs", `${last(ref.url, "/")}.json`);
    case "message":
      return path("sqs", last(ref.url, "/"), `${last(ref.url, "/")} ${ref.id.slice(0, 8)}.json`);
    case "function":
      return path("lambda", `${ref.name}.json`);
    case "logGroup":
      return path("logs", `${ref.name}.log`);
    case "logStream":
      return path("logs", ref.group, `${ref.name.replaceAll("/", "-")}.log`);
    case "topic":
      return path("sns", `${last(ref.arn, ":")}.json`);
    case "subscription":
      return path("sns", ref.arn.split(":")[5] ?? "", `${last(ref.arn, ":")}.json`);
  }
}

function path(...parts: string[]): string {
  return parts
    .flatMap((part) => printable(part).split("/"))
    .filter((part) => part !== "")
    .map((part) => (/^\.+$/.test(part) ? part.replaceAll(".", "_") : part))
    .join("/");
}

/** `a 7` of `{"id":{"S":"a"},"at":{"N":"7"}}` */
function keyWords(key: string): string {
  try {
    const values = Object.values(JSON.parse(key) as Record<string, Record<string, string>>);
    return values.flatMap((value) => Object.values(value)).join(" ").replaceAll("/", "-").slice(0, 100);
  } catch {
    return "item";
  }
}

function last(text: string, separator: string): string {
  return text.slice(text.lastIndexOf(separator) + 1);
}
