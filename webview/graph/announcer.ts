/** Says to screen readers what others see: what is selected, and what an operation is doing. */
import { printable } from "../../src/shared/text";
import { h } from "../common/dom";
import { announcement, phaseText } from "./model/words";
import type { Store } from "./store";

export class Announcer {
  readonly element: HTMLElement;
  private readonly selection = h("div", { "aria-live": "polite", class: "sayingSelection" });
  private readonly phase = h("div", { "aria-live": "polite", class: "sayingPhase" });

  constructor(private readonly store: Store) {
    this.element = h("div", { class: "visuallyHidden" }, this.selection, this.phase);
    store.onChange((aspects) => {
      if (aspects.has("selection")) this.saySelection();
      if (aspects.has("panel")) this.sayPhase();
    });
  }

  private saySelection(): void {
    const { store } = this;
    const node = store.node(store.selected);
    say(this.selection, node ? announcement(node, store.graph, store.planned, store.visible.hidden.get(node.id)) : "");
  }

  private sayPhase(): void {
    const { panel } = this.store;
    if (!panel) return;
    // While it runs the message changes with every resource: only the phase is said then.
    const message = panel.phase === "running" ? "" : panel.message;
    say(this.phase, [phaseText(panel), message, panel.error?.message ?? ""].filter(Boolean).map(printable).join(". "));
  }
}

function say(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
