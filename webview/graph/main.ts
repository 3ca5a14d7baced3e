/** The resource graph panel's page. This file only connects its parts. */
import "@vscode-elements/elements/dist/vscode-badge/index.js";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-context-menu/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "@vscode-elements/elements/dist/vscode-option/index.js";
import "@vscode-elements/elements/dist/vscode-single-select/index.js";
import "@vscode-elements/elements/dist/vscode-textfield/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import type { ToPage } from "../../src/shared/graphPanel";
import { h } from "../common/dom";
import { t, useTranslations } from "../common/l10n";
import { Host } from "../common/host";
import { watchTheme } from "../common/theme";
import { Announcer } from "./announcer";
import { Banner } from "./banner";
import { GraphCanvas } from "./canvas";
import { exposeForTests } from "./debug";
import { DetailsPane } from "./details";
import { EmptyState } from "./emptyState";
import { wireKeyboard } from "./keyboard";
import { LayoutClient } from "./layoutClient";
import { MiniMap } from "./miniMap";
import { sash } from "./sash";
import { type Aspect, Store } from "./store";
import { ResourceTable } from "./table";
import { type RunCommand, Toolbar } from "./toolbar";

useTranslations(document.body.dataset["translations"]);
const host = new Host(receive);
const store = new Store(host.state, (view) => (host.state = view));

const region = h("div", { class: "canvas", tabindex: 0, role: "application", "aria-label": t("Resource graph"), "aria-describedby": "keys" });
const keys = h("p", { id: "keys", class: "visuallyHidden" },
  t("Arrow keys walk along dependencies, Enter opens the details, Space collapses a component, Alt with up or down leaves or enters a component, slash searches, plus, minus and 0 zoom, Escape goes back. The table lists the same resources."));

/** Asks the extension; a refusal is said in the banner. */
const ask = (message: Parameters<Host["request"]>[0]) => {
  banner.tell(undefined);
  host.request(message).catch((error: Error) => banner.tell(error.message));
};
const run = (command: RunCommand) => ask({ kind: "run", command });
const select = (urn: string | undefined) => {
  store.select(urn);
  if (urn !== undefined) canvas.reveal(urn);
};

const banner = new Banner(store, () => ask({ kind: "goToError" }));
const canvasHolder = h("div", { class: "canvasHolder" }, region);
const app = document.getElementById("app") as HTMLElement;
const stage = h("div", { class: "stage" });
app.append(stage);
stage.append(canvasHolder);

let opening: ReturnType<typeof setTimeout> | undefined;
const canvas = new GraphCanvas(region, {
  selected(urn) {
    clearTimeout(opening);
    store.select(urn, { open: false });
    // The pane may cover what was clicked: it waits for the second click of a double click.
    opening = setTimeout(() => store.selected === urn && store.select(urn), 280);
  },
  toggled(urn) {
    clearTimeout(opening);
    store.toggleCollapsed(urn);
  },
  layoutWanted: (graph) => layout.request(graph),
  moved: (viewport) => store.setView({ viewport }),
}, store.viewport);
const layout = new LayoutClient(document.body.dataset["worker"] ?? "", {
  laidOut(result) {
    canvas.place(result, store.visible);
    mark();
  },
  failed(message) {
    canvas.layoutFailed();
    banner.tell(t("The graph could not be arranged: {0}", message));
  },
  busy: (busy) => banner.setArranging(busy),
});

const toolbar = new Toolbar(store, {
  run,
  exportAs: (format) => ask({ kind: "export", format }),
  copyMermaid: () => ask({ kind: "copyMermaid" }),
  fit: () => canvas.fit(),
  zoomBy: (factor) => canvas.zoomBy(factor),
  goToMatch(step) {
    const { matches, selected } = store;
    const at = selected === undefined ? -1 : matches.indexOf(selected);
    const next = matches[(at + (at < 0 && step < 0 ? 0 : step) + matches.length) % matches.length];
    if (next !== undefined) select(next);
    mark();
  },
  leaveSearch: () => region.focus(),
});
const details = new DetailsPane(store, {
  request: (kind, urn) => host.request({ kind, urn }),
  copy: (text) => ask({ kind: "copy", text }),
  goToSource: (urn) => ask({ kind: "goToSource", urn }),
  openReference: (urn) => ask({ kind: "openReference", urn }),
  openUrl: (urn, url) => ask({ kind: "openUrl", urn, url }),
  jump: select,
  close() {
    store.closeDetails();
    region.focus();
  },
});
const miniMap = new MiniMap(canvas);
const empty = new EmptyState(store, run);
const table = new ResourceTable(store, select);
const announcer = new Announcer(store);

canvasHolder.append(keys, miniMap.element, empty.element);
app.prepend(toolbar.element, banner.element);
stage.append(table.element, sash(store, details.element), details.element);
app.append(announcer.element);

wireKeyboard(region, canvas, store, {
  focusSearch: () => toolbar.focusSearch(),
  openDetails: () => details.focus(),
  focusCanvas: () => region.focus(),
});

let told: string | undefined;
store.onChange((aspects) => {
  draw(aspects);
  if (store.selected === told) return;
  told = store.selected;
  host.send({ kind: "selected", urn: told });
});

function draw(aspects: ReadonlySet<Aspect>): void {
  if (aspects.has("graph")) canvas.show(store.visible);
  if (aspects.has("selection") || aspects.has("marks") || aspects.has("graph")) mark();
  if (aspects.has("view")) showView();
}

function mark(): void {
  const stand = store.selected === undefined ? undefined : store.visible.standsFor.get(store.selected);
  canvas.mark(stand, store.emphasized, store.search.trim() !== "" && !store.focus);
  miniMap.refresh();
}

function showView(): void {
  miniMap.element.hidden = !store.miniMap;
  stage.classList.toggle("withTable", store.table);
  miniMap.refresh();
}

let title: string | undefined;
function receive(message: Exclude<ToPage, { kind: "reply" | "failure" }>): void {
  switch (message.kind) {
    case "graph":
      if (title !== undefined && title !== message.state.title) canvas.forget();
      title = message.state.title;
      return store.replace(message.graph, message.state);
    case "delta":
      return store.apply(message.delta);
    case "state":
      if (message.state.phase === "running") banner.tell(undefined);
      return store.setPanel(message.state);
    case "select":
      return select(message.urn);
  }
}

showView();
const theme = watchTheme(() => {
  canvas.restyle(store.visible);
  miniMap.refresh();
});
const resize = new ResizeObserver(() => canvas.resized());
resize.observe(region);
window.addEventListener("pagehide", () => {
  theme.stop();
  resize.disconnect();
});
if (document.body.dataset["debug"] === "true") exposeForTests(canvas, store);
host.send({ kind: "ready" });
