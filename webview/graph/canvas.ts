/** The drawing: keeps Cytoscape's elements in step with what is visible, and everything where the layout put it. */
import cytoscape, { type Core, type EdgeSingular, type NodeSingular } from "cytoscape";
import type { GraphNode } from "../../src/shared/graph";
import type { Box, LaidOutEdge, LaidOutGraph } from "../../src/shared/layout/laidOutGraph";
import { edgeKey } from "../../src/shared/graphDelta";
import { CARD } from "../../src/shared/layout/measure";
import { readColours, wantsLessMotion } from "../common/theme";
import { canvasStyle } from "./canvasStyle";
import { type Colours } from "./model/cards";
import { drawnElements, type DrawnElements, structureOf } from "./model/elements";
import { groupSize, provisionalPlaces, segmentsOf } from "./model/geometry";
import type { Placed } from "./model/neighbours";
import type { VisibleGraph } from "./model/visibleGraph";
import { Pictures } from "./pictures";
import type { Viewport } from "./store";

export interface CanvasListener {
  selected(urn: string | undefined): void;
  toggled(urn: string): void;
  /** The arrangement changed: the layout is wanted for it. */
  layoutWanted(graph: VisibleGraph["graph"]): void;
  moved(viewport: Viewport): void;
}

/** Above this many elements, movement would only stutter. */
const MANY = 300;

/** What Cytoscape has and its types leave out: the pair that it calls itself where an element's box changes. */
interface WithBounds {
  dirtyBoundingBoxCache(): { updateStyle(): void };
}

export class GraphCanvas {
  readonly cy: Core;
  private colours: Colours;
  private readonly pictures = new Pictures();
  private drawn: DrawnElements = { nodes: [], edges: [] };
  private structure = "";
  private boxes = new Map<string, Box>();
  private laidOut = false;
  private wantedViewport: Viewport | undefined;
  /** The view keeps showing everything, until the person moves it. */
  private following = true;
  private refit: ReturnType<typeof setTimeout> | undefined;
  private pulse: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly container: HTMLElement, private readonly listener: CanvasListener, viewport: Viewport | undefined) {
    this.wantedViewport = viewport;
    this.colours = readColours();
    cytoscape.warnings(false);
    this.cy = cytoscape({
      container,
      style: canvasStyle(this.colours),
      layout: { name: "preset" },
      autoungrabify: true,
      autounselectify: true,
      boxSelectionEnabled: false,
      minZoom: 0.02,
      maxZoom: 3,
      hideEdgesOnViewport: false,
      pixelRatio: "auto",
    });
    let tapped: string | undefined;
    this.cy.on("tap", ({ target }) => {
      const isNode = target !== this.cy && (target as NodeSingular).isNode();
      tapped = isNode ? (target as NodeSingular).id() : undefined;
      if (isNode || target === this.cy) listener.selected(tapped);
    });
    // Not Cytoscape's own double tap: it measures when the clicks are handled, which is late on a busy page.
    container.addEventListener("dblclick", () => tapped !== undefined && listener.toggled(tapped));
    this.cy.on("zoom", () => this.updateDistance());
    this.cy.on("viewport", () => this.laidOut && listener.moved({ zoom: this.cy.zoom(), ...this.cy.pan() }));
    this.cy.on("dragpan scrollzoom pinchzoom", () => (this.following = false));
    this.cy.on("mouseover", "node", () => container.classList.add("pointing"));
    this.cy.on("mouseout", "node", () => container.classList.remove("pointing"));
  }

  /** Draws what is visible now. Only a change of the arrangement asks for a layout: an operation's progress does not. */
  show(visible: VisibleGraph): void {
    this.drawn = drawnElements(visible);
    const structure = structureOf(this.drawn);
    this.cy.batch(() => {
      if (structure !== this.structure) this.arrange();
      for (const { node, group } of this.drawn.nodes) this.dress(node, group, visible.hidden.get(node.id));
    });
    this.animateRunning();
    if (structure === this.structure) return;
    this.structure = structure;
    if (!this.laidOut) {
      this.container.classList.add("arranging");
      // Out of sight nothing is painted: thousands of cards without their places are not worth it.
      this.cy.pan({ x: -1e7, y: -1e7 });
    }
    this.listener.layoutWanted(visible.graph);
  }

  /** Adds what is new, near its parent, and takes away what is gone. */
  private arrange(): void {
    const { cy, drawn } = this;
    const kept = new Set(drawn.nodes.map(({ node }) => node.id));
    const keptEdges = new Set(drawn.edges.map(({ edge }) => edgeKey(edge)));
    cy.edges().filter((edge) => !keptEdges.has(edge.id())).remove();
    const fresh = drawn.nodes.filter(({ node }) => cy.getElementById(node.id).empty());
    const places = this.placesFor(fresh.map(({ node, parent }) => ({ id: node.id, parent })));
    for (const { node, parent } of drawn.nodes) {
      const known = cy.getElementById(node.id);
      if (known.empty()) {
        const box = places.get(node.id) as Box;
        this.boxes.set(node.id, box);
        const data = { id: node.id, parent, width: box.width, height: box.height, ...NO_SIZE };
        cy.add({ group: "nodes", data, position: { x: box.x + box.width / 2, y: box.y + box.height / 2 } });
      } else if ((known.data("parent") ?? undefined) !== parent) known.move({ parent: parent ?? null });
    }
    cy.nodes().filter((node) => !kept.has(node.id())).remove();
    for (const id of [...this.boxes.keys()]) if (!kept.has(id)) this.boxes.delete(id);
    for (const { edge, label } of drawn.edges) {
      const id = edgeKey(edge);
      const known = cy.getElementById(id);
      if (known.empty()) cy.add({ group: "edges", data: { id, source: edge.from, target: edge.to, label, cause: label, labelX: 0, labelY: 0 }, classes: edge.properties.length === 0 ? "explicit" : "" });
      // The layout has cut and placed the label, or left it to another edge: it stays as long as its cause does.
      else if (known.data("cause") !== label) known.data({ label, cause: label }).toggleClass("explicit", edge.properties.length === 0);
    }
  }

  private placesFor(fresh: { id: string; parent?: string }[]): Map<string, Box> {
    const result = new Map<string, Box>();
    const width = [...this.boxes.values()].find(({ height }) => height === CARD.height)?.width ?? CARD.minWidth;
    for (const parent of new Set(fresh.map((each) => each.parent))) {
      const below = (parent === undefined ? undefined : this.boxes.get(parent) ?? result.get(parent)) ?? this.extent();
      const ids = fresh.filter((each) => each.parent === parent).map(({ id }) => id);
      for (const [id, box] of provisionalPlaces(ids, below, { width, height: CARD.height })) result.set(id, box);
    }
    return result;
  }

  private extent(): Box | undefined {
    const all = [...this.boxes.values()];
    if (all.length === 0) return undefined;
    const [x, y] = [Math.min(...all.map((box) => box.x)), Math.min(...all.map((box) => box.y))];
    return { x, y, width: Math.max(...all.map((box) => box.x + box.width)) - x, height: Math.max(...all.map((box) => box.y + box.height)) - y };
  }

  /** Looks of a node: what it is and how far its operation has come. */
  private dress(node: GraphNode, group: boolean, hidden: number | undefined): void {
    const element = this.cy.getElementById(node.id);
    const width = this.boxes.get(node.id)?.width ?? CARD.minWidth;
    const picture = this.pictures.of(node, group, width, hidden, this.colours);
    if (element.data("picture") !== picture.uri) {
      element.data({ picture: picture.uri, pictureWidth: picture.width, pictureHeight: picture.height });
    }
    const wanted = [node.op ? `op-${node.op}` : "", stateClass(node), hidden === undefined ? "" : "collapsed"].filter(Boolean).join(" ");
    const before = element.scratch("_looks") as string | undefined;
    if (before === wanted) return;
    if (before) element.removeClass(before);
    element.addClass(wanted).scratch("_looks", wanted);
  }

  /** Takes over the layout's places; small drawings move there. */
  place(result: LaidOutGraph, visible: VisibleGraph): void {
    const { cy } = this;
    const known = result.nodes.filter(({ node }) => cy.getElementById(node.id).nonempty());
    this.boxes = new Map([...this.boxes, ...known.map(({ node, x, y, width, height }): [string, Box] => [node.id, { x, y, width, height }])]);
    const first = !this.laidOut;
    this.laidOut = true;
    const moves = !first && known.length <= MANY && !wantsLessMotion();
    const cards = known.filter(({ node }) => cy.getElementById(node.id).isChildless());
    cy.stop(false, true);
    cy.nodes().stop(false, true);
    cy.batch(() => {
      for (const { node, shape, width, height } of known) {
        const element = cy.getElementById(node.id);
        element.data({ width, height });
        if (shape === "group" && element.isParent()) element.data(groupSize(this.boxes.get(node.id) as Box, this.contentsOf(node.id)));
      }
      for (const { node, group } of this.drawn.nodes) this.dress(node, group, visible.hidden.get(node.id));
      cy.edges().addClass("moving");
      if (!moves) for (const { node, x, y, width, height } of cards) cy.getElementById(node.id).position({ x: x + width / 2, y: y + height / 2 });
    });
    const settle = () => this.settle(result.edges);
    if (moves) {
      const position = (box: Box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
      const all = cards.map(({ node, x, y, width, height }) =>
        cy.getElementById(node.id).animation({ position: position({ x, y, width, height }), duration: 260, easing: "ease-in-out" } as never).play().promise("completed"),
      );
      void Promise.all(all).then(() => {
        settle();
        if (this.following) this.fit();
      });
    } else settle();
    this.updateDistance();
    if (first) this.showAll();
    else if (this.following && !moves) this.fit();
    this.container.classList.remove("arranging");
  }

  /** Without a layout everything stays where it was put at first: not pretty, but there. */
  layoutFailed(): void {
    this.container.classList.remove("arranging");
    if (!this.laidOut) this.showAll();
  }

  /** From afar the pictures of many cards can't be read, and painting them would make the view stutter. */
  private updateDistance(): void {
    const far = this.drawn.nodes.length > MANY && this.cy.zoom() < 0.28;
    const others = this.cy.nodes(far ? ":childless" : ".far").filter((node) => node.hasClass("far") !== far);
    if (others.nonempty()) this.cy.batch(() => others.toggleClass("far", far));
  }

  private contentsOf(id: string): Box[] {
    return this.drawn.nodes.filter(({ parent }) => parent === id).flatMap(({ node }) => this.boxes.get(node.id) ?? []);
  }

  /** Draws the edges along their lines, once their ends are in place. */
  private settle(edges: readonly LaidOutEdge[]): void {
    const { cy } = this;
    cy.batch(() => {
      for (const { edge, points } of edges) {
        const element = cy.getElementById(edgeKey(edge));
        const [from, to] = [this.boxes.get(edge.from), this.boxes.get(edge.to)];
        const line = from && to && segmentsOf(points, from, to);
        if (element.empty() || !line) continue;
        const { source, target, weights, distances } = line;
        element.data({ source_: source, target_: target, weights, distances, labelX: 0, labelY: 0 });
        element.removeClass("moving").toggleClass("straight", weights.length === 0);
      }
    });
    this.remeasureEdges();
    const labels = new Map(edges.map(({ edge, label }) => [edgeKey(edge), label]));
    const moves: [EdgeSingular, number, number][] = [];
    for (const { edge } of edges) {
      const label = labels.get(edgeKey(edge));
      const element = cy.getElementById(edgeKey(edge)) as unknown as EdgeSingular;
      if (!label || element.empty()) continue;
      const middle = element.midpoint();
      moves.push([element, label.x + label.width / 2 - middle.x, label.y + label.height / 2 - middle.y]);
    }
    cy.batch(() => {
      for (const [element, labelX, labelY] of moves) element.data({ labelX, labelY, label: labels.get(element.id())?.text ?? "" });
      // Edges that share a line share its label.
      for (const { edge, label } of edges) if (!label) cy.getElementById(edgeKey(edge)).data("label", "");
    });
    this.remeasureEdges();
  }

  /**
   * Cytoscape keeps an edge's middle and its label's box when only its line has changed: labels would be placed by the
   * old line, and cut to the old box.
   */
  private remeasureEdges(): void {
    (this.cy.edges() as unknown as WithBounds).dirtyBoundingBoxCache().updateStyle();
  }

  restyle(visible: VisibleGraph): void {
    this.colours = readColours();
    this.pictures.forget();
    this.cy.style(canvasStyle(this.colours) as never);
    this.cy.batch(() => {
      for (const { node, group } of this.drawn.nodes) this.dress(node, group, visible.hidden.get(node.id));
    });
  }

  mark(selected: string | undefined, emphasized: ReadonlySet<string> | undefined, searching: boolean): void {
    const { cy } = this;
    cy.batch(() => {
      cy.elements().removeClass("selected tied faded match");
      if (selected !== undefined) {
        const node = cy.getElementById(selected).addClass("selected");
        node.connectedEdges().addClass("tied");
      }
      if (!emphasized) return;
      const frames = cy.nodes().filter((node) => emphasized.has(node.id())).ancestors();
      cy.nodes().filter((node) => !emphasized.has(node.id()) && !frames.contains(node)).addClass("faded");
      cy.edges().filter((edge) => !emphasized.has(edge.source().id()) || !emphasized.has(edge.target().id())).addClass("faded");
      if (searching) cy.nodes().filter((node) => emphasized.has(node.id())).addClass("match");
    });
  }

  /** Brings a resource into view when it is not. */
  reveal(urn: string): void {
    const node = this.cy.getElementById(urn);
    if (node.empty()) return;
    const box = node.renderedBoundingBox({});
    const [width, height] = [this.cy.width(), this.cy.height()];
    const tiny = this.cy.zoom() < 0.45;
    if (!tiny && box.x1 >= 0 && box.y1 >= 0 && box.x2 <= width && box.y2 <= height) return;
    this.following = false;
    const target = { center: { eles: node }, ...(tiny ? { zoom: 0.8 } : {}) };
    if (wantsLessMotion()) {
      if (tiny) this.cy.zoom(0.8);
      this.cy.center(node);
    } else this.cy.stop().animate(target, { duration: 180 });
  }

  fit(): void {
    this.following = true;
    this.cy.fit(undefined, 28);
    if (this.cy.zoom() > 1.25) {
      this.cy.zoom(1.25);
      this.cy.center();
    }
  }

  zoomBy(factor: number): void {
    this.following = false;
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
  }

  /** Where it was before the window was closed, or everything. */
  private showAll(): void {
    const wanted = this.wantedViewport;
    this.wantedViewport = undefined;
    this.following = !wanted;
    if (wanted) this.cy.viewport({ zoom: wanted.zoom, pan: { x: wanted.x, y: wanted.y } });
    else this.fit();
  }

  /** Another stack: its first layout is shown whole. */
  forget(): void {
    this.laidOut = false;
    this.structure = "";
    this.boxes.clear();
    this.cy.elements().remove();
  }

  placed(): Placed[] {
    return this.drawn.nodes.flatMap(({ node, group }) => {
      const box = this.boxes.get(node.id);
      return box ? [{ id: node.id, box, group }] : [];
    });
  }

  get currentColours(): Colours {
    return this.colours;
  }

  resized(): void {
    this.cy.resize();
    clearTimeout(this.refit);
    // Not between the two clicks of a double click, of which the first opens the details.
    if (this.laidOut && this.following) this.refit = setTimeout(() => this.following && this.fit(), 450);
  }

  /** What runs breathes; still for those who asked for it. */
  private animateRunning(): void {
    const running = this.cy.nodes(".running");
    if (running.empty() || wantsLessMotion()) {
      clearInterval(this.pulse);
      this.pulse = undefined;
      this.cy.nodes(".pulse").removeClass("pulse");
    } else {
      this.pulse ??= setInterval(() => {
        if (!document.hidden) this.cy.nodes(".running").toggleClass("pulse");
      }, 750);
      this.cy.nodes(".pulse").not(".running").removeClass("pulse");
    }
  }
}

const NO_SIZE = { minWidth: 0, minHeight: 0, left: "50%", right: "50%", top: "50%", bottom: "50%", picture: "none", pictureWidth: 0, pictureHeight: 0 };

function stateClass(node: GraphNode): string {
  if (node.status === "failed" || node.op === "failed") return "failed";
  return node.status === "running" || node.status === "waiting" || node.status === "registered" ? node.status : "";
}
