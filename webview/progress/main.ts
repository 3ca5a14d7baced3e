import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import { toProgressPage, type FromProgressPage } from "../../src/shared/learning/progressPanel";
import { duration, type GroupReport, type ProgressReport, percent } from "../../src/shared/learning/progressReport";
import { h, icon } from "../common/dom";

declare function acquireVsCodeApi(): { postMessage(message: FromProgressPage): void };

const api = acquireVsCodeApi();
const app = document.getElementById("app") as HTMLElement;
/** The newest proofs are shown; the export has all. */
const SHOWN = 30;

window.addEventListener("message", (event) => {
  const parsed = toProgressPage.safeParse(event.data);
  if (parsed.success) show(parsed.data.report);
});
api.postMessage({ kind: "ready" });

/** Draws the report; a button that had the focus has it again. */
function show(report: ProgressReport): void {
  const focused = document.activeElement?.id;
  app.replaceChildren(heading(report), phases(report.groups), proofs(report));
  if (focused) document.getElementById(focused)?.focus();
}

function heading({ title, all, verified, minutesLeft, current }: ProgressReport): HTMLElement {
  const facts = [`${all.done} of ${all.total} items done`, `${verified} verified`, minutesLeft > 0 && `labs and projects left: about ${duration(minutesLeft)}`].filter(Boolean).join(" · ");
  return h(
    "header",
    {},
    h("h1", {}, title),
    h("p", { class: "facts" }, facts),
    bar("all", "the whole plan", all.done, all.total),
    h(
      "p",
      { class: "next" },
      ...(current ? [icon("arrow-right"), h("span", {}, "Next: ", h("strong", {}, current.item), h("span", { class: "muted" }, ` ${current.group} › ${current.section}`))] : [icon("pass-filled"), "Every item of the plan is done."]),
    ),
    h(
      "div",
      { class: "buttons" },
      current && button("continue", "Continue", "debug-continue", { kind: "continue" }),
      button("plan", "Open Plan", "markdown", { kind: "openPlan" }, true),
      button("export", "Export as Markdown", "export", { kind: "export" }, true),
      button("image", "Save as Image", "file-media", { kind: "image" }, true),
    ),
  );
}

function phases(groups: readonly GroupReport[]): HTMLElement {
  const head = ["Phase", "Done", "", "Status", "Started", "Completed", "Left, about"];
  return h(
    "section",
    { "aria-labelledby": "phases" },
    h("h2", { id: "phases" }, "Phases and projects"),
    h(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-labelledby": "phases" },
      h(
        "table",
        {},
        h("thead", {}, h("tr", {}, ...head.map((text, at) => (at === 2 ? h("td", {}) : h("th", { scope: "col" }, text))))),
        h("tbody", {}, ...groups.map(row)),
      ),
    ),
  );
}

function row(group: GroupReport): HTMLElement {
  const { id, title, done, total, status, started, completed, minutesLeft, kinds } = group;
  const about = `${kinds.verified.done} of ${kinds.verified.total} by evidence, ${kinds.quiz.done} of ${kinds.quiz.total} by questions, ${kinds.manual.done} of ${kinds.manual.total} by hand`;
  return h(
    "tr",
    { class: done === total ? "done" : done > 0 ? "begun" : "" },
    h("th", { scope: "row" }, h("button", { id: `group-${id}`, class: "link", type: "button", onclick: () => api.postMessage({ kind: "openGroup", id }) }, title)),
    h("td", { class: "number", title: about }, `${done} of ${total}`),
    h("td", {}, bar(id, title, done, total)),
    h("td", {}, status),
    h("td", { class: "date" }, started),
    h("td", { class: "date" }, completed),
    h("td", { class: "number" }, minutesLeft > 0 ? duration(minutesLeft) : ""),
  );
}

function bar(id: string, name: string, done: number, total: number): HTMLElement {
  const share = percent({ done, total });
  const fill = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  // An SVG takes its width as an attribute: the page's policy allows no inline styles.
  for (const [key, value] of Object.entries({ width: `${share}%`, height: "100%", rx: "3" })) fill.setAttribute(key, value);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  svg.append(fill);
  return h("div", { class: done === total && total > 0 ? "bar full" : "bar", role: "progressbar", id: `bar-${id}`, "aria-label": name, "aria-valuenow": share, "aria-valuemin": 0, "aria-valuemax": 100 }, svg);
}

function proofs({ evidence }: ProgressReport): HTMLElement {
  const rows = evidence.slice(0, SHOWN).map(({ item, title, what, time }) =>
    h("li", {}, icon("verified"), h("div", {}, h("button", { id: `proof-${item}`, class: "link", type: "button", onclick: () => api.postMessage({ kind: "reveal", id: item }) }, title), h("p", { class: "muted" }, `${what}, ${new Date(time).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" })}`))),
  );
  const more = evidence.length - rows.length;
  return h(
    "section",
    { "aria-labelledby": "proofs" },
    h("h2", { id: "proofs" }, "Verified"),
    rows.length > 0
      ? h("ul", {}, ...rows)
      : h("p", { class: "muted" }, "Nothing is verified yet. Deploy a lab, and items that the lab can see tick themselves here."),
    more > 0 && h("p", { class: "muted" }, `And ${more} more: the export has all of them.`),
  );
}

function button(id: string, label: string, name: string, message: FromProgressPage, secondary = false): HTMLElement {
  return h("vscode-button", { id, icon: name, secondary, onclick: () => api.postMessage(message) }, label);
}
