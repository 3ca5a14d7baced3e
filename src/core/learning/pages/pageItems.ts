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
  // Without empty lines between them they are one block of HTML, in which nothing else is taken for Markdown.
  const rows = items.map((item) => tickRow(doneContext(item.id), asHtml(item.text)));
  return `${page.slice(0, start + START.length)}\n<table>\n${rows.join("\n")}\n<tr><td>&emsp;&emsp;</td><td><em>A ring around its dot means that an item is done.</em></td></tr>\n</table>\n${page.slice(end)}`;
}

/**
 * VS Code shows that a box is checked by a frame around its picture, and in no other way. The spaces in the last row keep the
 * column as wide as its pictures, which would be made narrower otherwise.
 */
function tickRow(context: string, html: string): string {
  return `<tr><td><checkbox checked-on="${context}"><img src="../../media/dot.svg" width="16" height="16" alt=""></checkbox></td><td>${html}</td></tr>`;
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
            .replace(/(^|\s)\*([^*\s](?:[^*]*[^*\s])?)\*/g, "$1<em>$2</em>")
            .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1"),
    )
    .join("");
}
