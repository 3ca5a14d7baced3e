/** The row of controls above the graph. */
import { graphFormats } from "../../src/shared/graphFormats";
import { h } from "../common/dom";
import { t } from "../common/l10n";
import { type Choice, componentChoices, isFiltered, opChoices, serviceChoices } from "./model/filters";
import type { Store } from "./store";

export type RunCommand = "preview" | "deploy" | "refresh" | "destroy" | "cancel" | "selectStack";

export interface ToolbarActions {
  run(command: RunCommand): void;
  exportAs(format: (typeof graphFormats)[number]): void;
  copyMermaid(): void;
  fit(): void;
  zoomBy(factor: number): void;
  /** The next match of the search, or the one before. */
  goToMatch(step: 1 | -1): void;
  leaveSearch(): void;
}

interface Select extends HTMLElement {
  value: string;
}
interface Field extends HTMLElement {
  value: string;
  /** What a screen reader calls it: a property alone, without an attribute. */
  label: string;
  /** The input inside, once it is there. */
  readonly wrappedElement: HTMLInputElement | null;
}
interface Menu extends HTMLElement {
  data: { label?: string; value?: string; separator?: boolean }[];
  show: boolean;
}

const EXPORTS: Record<(typeof graphFormats)[number], string> = {
  svg: "SVG picture…",
  png: "PNG picture…",
  dot: "Graphviz DOT…",
  mmd: "Mermaid diagram…",
  json: "JSON document…",
};

export class Toolbar {
  readonly element: HTMLElement;
  private readonly field = h("vscode-textfield", { class: "search", placeholder: t("Search (/)"), type: "search" }) as Field;
  private readonly found = h("span", { class: "found" });
  private readonly filters: Record<"op" | "service" | "component", Select>;
  private readonly shown: Record<string, string> = {};
  private readonly runs: HTMLElement[];
  private readonly cancel: HTMLElement;
  private readonly table: HTMLElement;
  private readonly miniMap: HTMLElement;
  private readonly clear: HTMLElement;

  constructor(private readonly store: Store, private readonly actions: ToolbarActions) {
    const run = (icon: string, label: string, command: RunCommand) => button(icon, label, () => actions.run(command));
    this.runs = [run("eye", t("Preview"), "preview"), run("rocket", t("Deploy"), "deploy"), run("refresh", t("Refresh"), "refresh"), run("trash", t("Destroy"), "destroy")];
    this.cancel = run("debug-stop", t("Cancel"), "cancel");
    this.filters = { op: this.select(t("Filter by operation"), "op"), service: this.select(t("Filter by service"), "service"), component: this.select(t("Filter by component"), "component") };
    this.clear = button("clear-all", t("Clear filters"), () => store.setFilter({}));
    this.table = button("table", t("Table"), () => store.setView({ table: !store.table }), true);
    this.miniMap = button("map", t("Mini-map, while not all is in view"), () => store.setView({ miniMap: !store.miniMap }), true);
    this.field.label = t("Search by name, type or URN");
    this.wireSearch();
    this.element = h("div", { class: "toolbar", role: "toolbar", "aria-label": t("Graph") },
      group(...this.runs, this.cancel, run("layers", t("Select Stack…"), "selectStack")),
      group(this.field, this.found),
      group(this.filters.op, this.filters.service, this.filters.component, this.clear),
      group(button("collapse-all", t("Collapse all components"), () => store.collapseAll(true)), button("expand-all", t("Expand all components"), () => store.collapseAll(false))),
      group(
        button("screen-full", t("Fit (0)"), actions.fit),
        button("zoom-in", t("Zoom in (+)"), () => actions.zoomBy(1.25)),
        button("zoom-out", t("Zoom out (-)"), () => actions.zoomBy(0.8)),
        this.miniMap,
        this.table,
      ),
      group(this.exportMenu(), button("copy", t("Copy as Mermaid"), actions.copyMermaid)),
    );
    store.onChange((aspects) => {
      if (aspects.has("choices")) this.updateFilters();
      if (aspects.has("panel")) this.updateRuns();
      if (aspects.has("view")) this.updateToggles();
      if (aspects.has("marks")) this.updateFound();
    });
    this.updateRuns();
    this.updateToggles();
    this.updateFilters();
  }

  focusSearch(): void {
    // The field hands its focus on to the input inside.
    this.field.focus();
  }

  private wireSearch(): void {
    const { field, store, actions } = this;
    field.addEventListener("input", () => store.setSearch(field.value));
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") actions.goToMatch(event.shiftKey ? -1 : 1);
      else if (event.key === "Escape") {
        store.setSearch("");
        actions.leaveSearch();
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  private select(label: string, key: "op" | "service" | "component"): Select {
    const element = h("vscode-single-select", { class: "filter", label, "aria-label": label }) as Select;
    element.addEventListener("change", () => this.store.setFilter({ ...this.store.filter, [key]: element.value || undefined }));
    return element;
  }

  private updateFilters(): void {
    const { store } = this;
    this.fill("op", t("All operations"), opChoices(store.graph, store.planned));
    this.fill("service", t("All services"), serviceChoices(store.graph));
    this.fill("component", t("All components"), componentChoices(store.graph));
    this.clear.hidden = !isFiltered(store.filter);
  }

  /** Rebuilds a list only when it is another: a list that is open must not close under the pointer. */
  private fill(key: "op" | "service" | "component", all: string, choices: Choice[]): void {
    const select = this.filters[key];
    const chosen = this.store.filter[key] ?? "";
    const content = JSON.stringify([choices, chosen]);
    if (this.shown[key] === content) return;
    this.shown[key] = content;
    select.replaceChildren(
      ...[{ value: "", label: all }, ...choices].map(({ value, label }) => h("vscode-option", { value, selected: value === chosen }, label)),
    );
    select.classList.toggle("active", chosen !== "");
  }

  private updateRuns(): void {
    const { busy, panel } = this.store;
    for (const run of this.runs) run.hidden = busy;
    this.cancel.hidden = !busy;
    this.cancel.toggleAttribute("disabled", panel?.phase === "cancelling");
  }

  private updateToggles(): void {
    Object.assign(this.table, { checked: this.store.table });
    Object.assign(this.miniMap, { checked: this.store.miniMap });
  }

  private updateFound(): void {
    const { search, matches, selected } = this.store;
    if (this.field.value !== search) this.showSearch(search);
    const at = selected === undefined ? -1 : matches.indexOf(selected);
    const place = at >= 0 ? t("{0} of {1}", at + 1, matches.length) : t("{0} found", matches.length);
    this.found.textContent = search.trim() === "" ? "" : matches.length === 0 ? t("None") : place;
    this.field.toggleAttribute("invalid", search.trim() !== "" && matches.length === 0);
  }

  /** In the input at once, too: a field that is left before it is drawn anew takes the input's old text back. */
  private showSearch(text: string): void {
    this.field.value = text;
    if (this.field.wrappedElement) this.field.wrappedElement.value = text;
  }

  private exportMenu(): HTMLElement {
    const menu = h("vscode-context-menu", { class: "exportMenu" }) as Menu;
    menu.data = graphFormats.map((format) => ({ label: t(EXPORTS[format]), value: format }));
    const opener = button("export", t("Export…"), () => {
      menu.show = !menu.show;
      opener.setAttribute("aria-expanded", String(menu.show));
    });
    menu.addEventListener("vsc-context-menu-select", (event) => {
      const format = graphFormats.find((each) => each === (event as CustomEvent<{ value: string }>).detail.value);
      if (format) this.actions.exportAs(format);
    });
    return h("span", { class: "menuHolder" }, opener, menu);
  }
}

function button(icon: string, label: string, press: () => void, toggleable = false): HTMLElement {
  const element = h("vscode-toolbar-button", { icon, label, title: label, toggleable });
  element.addEventListener("click", press);
  return element;
}

function group(...children: HTMLElement[]): HTMLElement {
  return h("span", { class: "group" }, ...children);
}
