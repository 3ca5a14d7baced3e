/** What tests may ask the page, when it was loaded for them. */
import type { GraphCanvas } from "./canvas";
import type { Store } from "./store";

export interface GraphProbe {
  nodes(): { id: string; parent?: string; x1: number; y1: number; x2: number; y2: number; classes: string[]; opacity: number }[];
  edges(): { id: string; classes: string[]; label: string; corners: { x: number; y: number }[]; start: { x: number; y: number }; end: { x: number; y: number } }[];
  /** Where a node is on the screen. */
  screen(id: string): { x: number; y: number };
  zoom(): number;
  selected(): string | undefined;
  /** Settled: laid out, and nothing on its way. */
  placed(): { id: string; x: number; y: number; width: number; height: number }[];
}

export function exposeForTests(canvas: GraphCanvas, store: Store): void {
  const { cy } = canvas;
  const round = (value: number) => Math.round(value * 10) / 10;
  const probe: GraphProbe = {
    nodes: () =>
      cy.nodes().map((node) => {
        const [w, h, { x, y }] = [node.width() / 2, node.height() / 2, node.position()];
        return { id: node.id(), parent: node.data("parent") as string | undefined, x1: round(x - w), y1: round(y - h), x2: round(x + w), y2: round(y + h), classes: node.classes() as string[], opacity: node.effectiveOpacity() };
      }),
    edges: () =>
      cy.edges().map((edge) => ({ id: edge.id(), classes: edge.classes() as string[], label: String(edge.data("label") ?? ""), corners: edge.segmentPoints() ?? [], start: edge.sourceEndpoint(), end: edge.targetEndpoint() })),
    screen(id) {
      const { left, top } = cy.container()?.getBoundingClientRect() ?? { left: 0, top: 0 };
      const { x, y } = cy.getElementById(id).renderedPosition();
      return { x: left + x, y: top + y };
    },
    zoom: () => cy.zoom(),
    selected: () => store.selected,
    placed: () => canvas.placed().map(({ id, box }) => ({ id, ...box })),
  };
  Object.assign(window, { __graph: probe });
}
