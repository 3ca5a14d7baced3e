/** What stands in the graph's place while there is none: what to do next. */
import { printable } from "../../src/shared/text";
import { h, icon } from "../common/dom";
import { t } from "../common/l10n";
import type { RunCommand } from "./toolbar";
import type { Store } from "./store";
import { isFiltered } from "./model/filters";

export class EmptyState {
  readonly element = h("div", { class: "empty", hidden: true });
  private shown = "";

  constructor(private readonly store: Store, private readonly run: (command: RunCommand) => void) {
    store.onChange((aspects) => (aspects.has("graph") || aspects.has("panel")) && this.draw());
    this.draw();
  }

  private draw(): void {
    const { store } = this;
    const filteredAway = !store.isEmpty && isFiltered(store.filter) && store.visible.graph.nodes.every((node) => node.type === "pulumi:pulumi:Stack");
    this.element.hidden = !store.panel || (!store.isEmpty && !filteredAway);
    const state = `${this.element.hidden} ${store.busy} ${filteredAway} ${store.panel?.title}`;
    if (state === this.shown) return;
    this.shown = state;
    if (this.element.hidden) return this.element.replaceChildren();
    if (filteredAway) {
      return this.element.replaceChildren(
        h("h2", {}, t("No resource fits the filters")),
        h("vscode-button", { onclick: () => store.setFilter({}) }, t("Clear Filters")),
      );
    }
    if (store.busy) return this.element.replaceChildren(icon("loading", true), h("h2", {}, t("Waiting for the program")), h("p", {}, t("Resources appear here as the program registers them.")));
    this.element.replaceChildren(
      icon("type-hierarchy"),
      h("h2", {}, t("{0} has no resources yet", printable(store.panel?.title ?? t("The stack")))),
      h("p", {}, t("A preview draws what the program would make, and changes nothing. A deploy makes it.")),
      h("div", { class: "buttons" },
        h("vscode-button", { icon: "eye", onclick: () => this.run("preview") }, t("Preview")),
        h("vscode-button", { icon: "rocket", secondary: true, onclick: () => this.run("deploy") }, t("Deploy")),
      ),
    );
  }
}
