/** The graph without a mouse. */
import type { GraphCanvas } from "./canvas";
import { type Arrow, firstPlaced, neighbourTowards } from "./model/neighbours";
import { ancestorsOf } from "./model/visibleGraph";
import type { Store } from "./store";

export interface KeyboardActions {
  focusSearch(): void;
  openDetails(): void;
  focusCanvas(): void;
}

const ARROWS: Record<string, Arrow> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

export function wireKeyboard(region: HTMLElement, canvas: GraphCanvas, store: Store, actions: KeyboardActions): void {
  region.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) walk(canvas, store, arrow, event.altKey);
    else if (event.key === "Enter" && store.selected !== undefined) {
      store.select(store.selected);
      actions.openDetails();
    } else if (event.key === " " && store.selected !== undefined) store.toggleCollapsed(store.selected);
    else if (event.key === "+" || event.key === "=") canvas.zoomBy(1.25);
    else if (event.key === "-") canvas.zoomBy(0.8);
    else if (event.key === "0") canvas.fit();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leave(store, actions);
    else if (event.key === "/" && !isTyping(event)) actions.focusSearch();
    else return;
    event.preventDefault();
  });
}

/** Escape takes back one thing at a time: what is faded, then the details, then the selection. */
function leave(store: Store, { focusCanvas }: KeyboardActions): void {
  if (store.focus) store.setFocus(undefined);
  else if (store.search !== "") store.setSearch("");
  else if (store.detailsOpen) {
    store.closeDetails();
    focusCanvas();
  } else store.select(undefined);
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** With Alt, up leads to the component around and down into it. */
function walk(canvas: GraphCanvas, store: Store, arrow: Arrow, alt: boolean): void {
  const all = canvas.placed();
  const from = all.find(({ id }) => id === store.selected);
  const next = from === undefined ? firstPlaced(all) : alt ? alongTree(store, from.id, arrow) : neighbourTowards(from, all, tiedTo(store, from.id), arrow);
  if (next === undefined) return;
  store.select(next, { open: false });
  canvas.reveal(next);
}

function tiedTo(store: Store, id: string): Set<string> {
  const edges = store.visible.graph.edges.filter((edge) => edge.kind === "dependency" && (edge.from === id || edge.to === id));
  return new Set(edges.map((edge) => (edge.from === id ? edge.to : edge.from)));
}

function alongTree(store: Store, id: string, arrow: Arrow): string | undefined {
  const drawn = (urn: string) => store.visible.standsFor.get(urn) === urn && store.node(urn)?.type !== "pulumi:pulumi:Stack";
  if (arrow === "up") return ancestorsOf(store.graph, id).find(drawn);
  if (arrow === "down") return store.visible.graph.nodes.find((node) => node.parent === id)?.id;
  return undefined;
}
