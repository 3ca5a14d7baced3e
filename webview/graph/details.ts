/** The pane about the selected resource. */
import type { GraphNode } from "../../src/shared/graph";
import { type ResourceDetails, resourceDetails } from "../../src/shared/graphPanel";
import { shortType } from "../../src/shared/resourceType";
import { printable } from "../../src/shared/text";
import { h } from "../common/dom";
import { t } from "../common/l10n";
import { type DetailsActions, diagnosticsPart, diffPart, linksPart, overviewPart, valuesPart } from "./detailsParts";
import type { Store } from "./store";
import { tabs } from "./tabs";

const TABS = ["Overview", "Inputs", "Outputs", "Diff", "Diagnostics", "Dependencies"] as const;
type Tab = (typeof TABS)[number];

/** What the extension told of a resource, so far. */
export interface Knowledge {
  details?: ResourceDetails;
  problem?: string;
  revealed: boolean;
}

export class DetailsPane {
  readonly element = h("aside", { class: "details", "aria-label": t("Details"), hidden: true });
  private tab: Tab = "Overview";
  private shown = "";
  private urn: string | undefined;
  private asked = "";
  private known: Knowledge = { revealed: false };

  constructor(
    private readonly store: Store,
    private readonly actions: DetailsActions & { request(kind: "details" | "reveal", urn: string): Promise<unknown>; close(): void },
  ) {
    store.onChange((aspects) => {
      if (aspects.has("selection") || aspects.has("graph") || aspects.has("marks") || aspects.has("panel")) this.update();
    });
    this.update();
  }

  focus(): void {
    this.element.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus();
  }

  private update(): void {
    const { store } = this;
    const node = store.detailsOpen ? store.node(store.selected) : undefined;
    this.element.hidden = !node;
    if (!node) {
      [this.shown, this.asked] = ["", ""];
      return;
    }
    this.ask(node);
    const links = store.graph.edges.filter((edge) => edge.from === node.id || edge.to === node.id);
    const content = JSON.stringify([node, links, this.known, this.tab, store.focus, store.planned]);
    if (content === this.shown) return;
    const refocus = this.element.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset["key"] : undefined;
    const scroll = this.shown !== "" && this.urn === node.id ? (this.element.querySelector(".panelBody")?.scrollTop ?? 0) : 0;
    this.shown = content;
    this.draw(node);
    const body = this.element.querySelector(".panelBody");
    if (body) body.scrollTop = scroll;
    if (refocus !== undefined) this.element.querySelector<HTMLElement>(`[data-key="${CSS.escape(refocus)}"]`)?.focus();
  }

  /** Asks again when something about the resource changed. */
  private ask(node: GraphNode): void {
    const question = JSON.stringify([node.id, node.op, node.status, node.resourceId, node.message]);
    if (question === this.asked) return;
    if (this.urn !== node.id) this.known = { revealed: false };
    this.urn = node.id;
    this.asked = question;
    void this.fetch("details", node.id);
  }

  private async fetch(kind: "details" | "reveal", urn: string): Promise<void> {
    const question = this.asked;
    const learn = (known: Knowledge) => {
      // The person may have gone on to another resource.
      if (this.asked !== question || this.urn !== urn) return;
      this.known = known;
      this.update();
    };
    try {
      const reply = resourceDetails.safeParse(await this.actions.request(kind, urn));
      if (reply.success) learn({ details: reply.data, revealed: kind === "reveal" });
      else learn({ ...this.known, problem: t("The extension's answer could not be read.") });
    } catch (error) {
      learn({ ...this.known, problem: error instanceof Error ? error.message : String(error) });
    }
  }

  private draw(node: GraphNode): void {
    const { store, actions, known } = this;
    const focusButton = (way: "needs" | "breaks", label: string) => {
      const on = store.focus?.urn === node.id && store.focus.way === way;
      return h("vscode-button", { secondary: !on, "aria-pressed": String(on), "data-key": way, onclick: () => store.setFocus(on ? undefined : { urn: node.id, way }) }, label);
    };
    const reveal = () => void this.fetch("reveal", node.id);
    const parts: Record<Tab, () => HTMLElement> = {
      Overview: () => overviewPart(node, store, known, actions),
      Inputs: () => valuesPart(known, "inputs", reveal),
      Outputs: () => valuesPart(known, "outputs", reveal),
      Diff: () => diffPart(node),
      Diagnostics: () => diagnosticsPart(node, known),
      Dependencies: () => linksPart(node, store, actions),
    };
    const problems = known.details?.diagnostics.length || (node.message ? 1 : 0);
    const counts: Partial<Record<Tab, number>> = { Diff: node.diff?.length ?? node.changed?.length, Diagnostics: problems };
    this.element.replaceChildren(
      h("header", {},
        h("h2", { title: node.name }, printable(node.name)),
        h("p", { class: "muted" }, printable(shortType(node.type))),
        h("vscode-toolbar-button", { icon: "close", label: t("Close details (Escape)"), class: "closeDetails", onclick: actions.close }),
        h("div", { class: "buttons" }, focusButton("needs", t("What this needs")), focusButton("breaks", t("What breaks without it"))),
      ),
      ...tabs(TABS, this.tab, counts, parts[this.tab](), (tab) => {
        this.tab = tab;
        this.update();
      }),
    );
  }
}
