import { doneContext, type PlanItem } from "../../../shared/learning/plan";

const START = "<!-- items -->";
const END = "<!-- /items -->";

/**
 * A page with the plan's items between its two marks, as boxes that VS Code ticks by the context of each item. A page
 * without the marks stays as it is.
 */
export function withItems(page: string, items: readonly PlanItem[]): string {
  const start = page.indexOf(START);
  const end = page.indexOf(END, start);
  if (start < 0 || end < 0) return page;
  const boxes = items.map((item) => `<checkbox checked-on="${doneContext(item.id)}">${asHtml(item.text)}</checkbox>`);
  // Without empty lines between them they are one block of HTML, in which nothing else is taken for Markdown.
  return `${page.slice(0, start + START.length)}\n<checklist>\n${boxes.join("\n")}\n</checklist>\n${page.slice(end)}`;
}

/** The little inline Markdown that items are written in: code, strong and emphasised words, links. */
export function asHtml(text: string): string {
  const escaped = text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  return escaped
    .split(/(`[^`]+`)/)
    .map((part) =>
      part.startsWith("`")
        ? `<code>${part.slice(1, -1)}</code>`
        : part
            .replace(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>")
            .replace(/(^|\s)\*([^*]+)\*/g, "$1<em>$2</em>")
            .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1"),
    )
    .join("");
}
