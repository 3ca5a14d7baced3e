/** Inputs, outputs and changes of a resource as elements: always text, never markup. */
import type { PropertyChange } from "../../src/shared/graph";
import { printable } from "../../src/shared/text";
import { h, icon } from "../common/dom";
import { t } from "../common/l10n";
import { valueText } from "./model/words";

const SECRET = "[secret]";
const UNKNOWN = "[unknown]";
/** Larger lists open on demand: a policy or an archive may hold thousands of entries. */
const OPEN_UP_TO = 12;

export function valueTree(values: Record<string, unknown>, nothing: string): HTMLElement {
  const entries = Object.entries(values);
  if (entries.length === 0) return h("p", { class: "muted" }, nothing);
  return h("div", { class: "tree" }, ...entries.map(([key, value]) => branch(key, value, 0)));
}

function branch(key: string, value: unknown, depth: number): HTMLElement {
  if (typeof value !== "object" || value === null) return h("div", { class: "leaf" }, name(key), leaf(value));
  const entries = Object.entries(value);
  const isList = Array.isArray(value);
  if (entries.length === 0) return h("div", { class: "leaf" }, name(key), h("span", { class: "muted" }, isList ? "[]" : "{}"));
  const size = isList ? `[${entries.length}]` : `{${entries.length}}`;
  const element = h("details", { open: depth < 2 && entries.length <= OPEN_UP_TO }, h("summary", {}, name(key), h("span", { class: "muted" }, size)));
  // Closed branches are filled when they are opened: deep values would cost more than anybody looks at.
  const fill = () => element.childElementCount === 1 && element.append(h("div", { class: "inner" }, ...entries.map(([each, inner]) => branch(each, inner, depth + 1))));
  if (element.open) fill();
  else element.addEventListener("toggle", fill, { once: true });
  return element;
}

function name(key: string): HTMLElement {
  return h("span", { class: "key" }, printable(key));
}

function leaf(value: unknown): HTMLElement {
  if (value === SECRET) return h("span", { class: "secret" }, icon("lock"), t("secret"));
  if (value === UNKNOWN) return h("span", { class: "muted" }, t("known after the deploy"));
  if (typeof value === "string" && value.includes("\n")) return h("pre", { tabindex: 0 }, lines(value));
  return h("span", { class: `value ${value === null ? "null" : typeof value}` }, printable(value === null ? "null" : String(value)));
}

function lines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

/** Old and new side by side. */
export function changesTable(changes: readonly PropertyChange[]): HTMLElement {
  const words = { add: "added", delete: "removed", update: "changed" } as const;
  const rows = changes.map(({ path, kind, replaces, before, after }) =>
    h("tr", { class: kind },
      h("th", { scope: "row" },
        h("span", { class: "key" }, printable(path)),
        h("span", { class: "muted" }, t(words[kind])),
        replaces && h("span", { class: "replaces", title: t("This change makes a new resource instead of changing the old one") }, t("forces replacement")),
      ),
      h("td", { class: "before" }, side(before, kind !== "add")),
      h("td", { class: "after" }, side(after, kind !== "delete")),
    ),
  );
  const head = ["Property", "Old", "New"].map((title) => h("th", { scope: "col" }, t(title)));
  return h("table", { class: "diff" }, h("thead", {}, h("tr", {}, ...head)), h("tbody", {}, ...rows));
}

function side(value: unknown, present: boolean): HTMLElement {
  if (!present) return h("span", { class: "muted", "aria-label": t("nothing") }, "—");
  if (value === undefined) return h("span", { class: "muted" }, t("not shown"));
  if (value === SECRET || value === UNKNOWN) return leaf(value);
  return h("code", {}, lines(valueText(value)));
}
