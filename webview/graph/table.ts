/** The graph as a table: always there for screen readers, and for everybody when it is switched on. */
import type { GraphNode } from "../../src/shared/graph";
import { opWord } from "../../src/shared/resourceOps";
import { printable } from "../../src/shared/text";
import { h } from "../common/dom";
import { t } from "../common/l10n";
import { dependencies, nameOfUrn, statusWord } from "./model/words";
import { drawnElements } from "./model/elements";
import type { Store } from "./store";

interface Row {
  element: HTMLTableRowElement;
  content: string;
}

export class ResourceTable {
  readonly element: HTMLElement;
  private readonly body = h("tbody");
  private readonly caption = h("caption");
  private rows = new Map<string, Row>();
  private waiting: number | undefined;

  constructor(private readonly store: Store, private readonly open: (urn: string) => void) {
    const head = ["Name", "Type", "Operation", "Status", "Depends on"].map((title) => h("th", { scope: "col" }, t(title)));
    this.element = h("section", { class: "tableView", "aria-label": t("Resources as a table") },
      h("table", {}, this.caption, h("thead", {}, h("tr", {}, ...head)), this.body),
    );
    store.onChange((aspects) => {
      if (aspects.has("graph") || aspects.has("selection") || aspects.has("view") || aspects.has("marks")) this.refresh();
    });
    this.refresh();
  }

  /** Once a frame at most: deltas may come faster. */
  private refresh(): void {
    this.waiting ??= requestAnimationFrame(() => {
      this.waiting = undefined;
      this.draw();
    });
  }

  private draw(): void {
    const { store } = this;
    this.element.classList.toggle("visuallyHidden", !store.table);
    // Hidden from view it must not catch the Tab key.
    this.element.toggleAttribute("tabindex", false);
    if (store.table) this.element.setAttribute("tabindex", "0");
    const drawn = drawnElements(store.visible).nodes;
    const found = store.search.trim() === "" ? undefined : new Set(store.matches);
    const rows = new Map<string, Row>();
    const depth = new Map<string, number>();
    const needs = dependencies(store.graph);
    for (const { node, parent } of drawn) {
      depth.set(node.id, parent === undefined ? 0 : (depth.get(parent) ?? 0) + 1);
      if (found && !found.has(node.id)) continue;
      rows.set(node.id, this.row(node, depth.get(node.id) ?? 0, needs.get(node.id) ?? []));
    }
    this.rows = rows;
    this.caption.textContent = t("Resources of {0}: {1}", printable(store.panel?.title ?? t("the stack")), rows.size);
    const elements = [...rows.values()].map(({ element }) => element);
    const same = elements.length === this.body.children.length && elements.every((element, at) => this.body.children[at] === element);
    if (!same) this.body.replaceChildren(...elements);
  }

  private row(node: GraphNode, depth: number, needs: readonly string[]): Row {
    const { store } = this;
    const selected = store.selected === node.id;
    const cells = [printable(node.type), node.op ? t(opWord(node.op, store.planned)) : "", statusWord(node.status), needs.map(nameOfUrn).join(", ")];
    const content = JSON.stringify([node.name, cells, selected, store.table, depth]);
    const known = this.rows.get(node.id);
    if (known?.content === content) return known;
    const name = h("button", { class: "link", tabindex: store.table ? 0 : -1, onclick: () => this.open(node.id) }, printable(node.name));
    const first = h("th", { scope: "row", class: `depth${Math.min(depth, 6)}` }, name);
    const element = h("tr", { "aria-current": selected && "true", class: node.op ? `op-${node.op}` : undefined }, first, ...cells.map((cell) => h("td", {}, cell)));
    const focused = known?.element.contains(document.activeElement) ?? false;
    if (known && focused) queueMicrotask(() => name.focus());
    return { element, content };
  }
}
