/** What the page knows and what the person chose. Every part of the page draws from here. */
import { z } from "zod";
import type { GraphNode, ResourceGraph } from "../../src/shared/graph";
import { STACK_TYPE } from "../../src/shared/graph";
import { applyDelta, type GraphDelta } from "../../src/shared/graphDelta";
import type { PanelState } from "../../src/shared/graphPanel";
import { closure, type Way } from "./model/closure";
import { type Filter, searchNodes } from "./model/filters";
import { ancestorsOf, collapsible, type VisibleGraph, visibleGraph } from "./model/visibleGraph";

const op = z.enum(["same", "create", "update", "replace", "delete", "read", "import", "refresh", "failed"]);
const savedView = z.object({
  title: z.string().optional(),
  selected: z.string().optional(),
  collapsed: z.array(z.string()).default([]),
  filter: z.object({ op: op.optional(), service: z.string().optional(), component: z.string().optional() }).default({}),
  table: z.boolean().default(false),
  miniMap: z.boolean().default(true),
  detailsWidth: z.number().optional(),
  viewport: z.object({ zoom: z.number(), x: z.number(), y: z.number() }).optional(),
});
type SavedView = z.infer<typeof savedView>;

export type Aspect = "graph" | "panel" | "selection" | "marks" | "view" | "choices";
export type Viewport = NonNullable<SavedView["viewport"]>;

export interface Focus {
  urn: string;
  way: Way;
}

export class Store {
  graph: ResourceGraph = { nodes: [], edges: [] };
  panel: PanelState | undefined;
  visible: VisibleGraph = { graph: this.graph, hidden: new Map(), standsFor: new Map() };
  selected: string | undefined;
  collapsed = new Set<string>();
  filter: Filter = {};
  search = "";
  matches: string[] = [];
  focus: Focus | undefined;
  detailsOpen = false;
  table: boolean;
  miniMap: boolean;
  detailsWidth: number;
  viewport: Viewport | undefined;
  /** Which stack the saved choices were made for. */
  private title: string | undefined;
  private nodes = new Map<string, GraphNode>();
  private readonly listeners: ((aspects: ReadonlySet<Aspect>) => void)[] = [];

  constructor(saved: unknown, private readonly save: (view: SavedView) => void) {
    const parsed = savedView.safeParse(saved ?? {});
    const view = parsed.success ? parsed.data : savedView.parse({});
    this.title = view.title;
    this.selected = view.selected;
    this.collapsed = new Set(view.collapsed);
    this.filter = view.filter;
    this.table = view.table;
    this.miniMap = view.miniMap;
    this.detailsWidth = view.detailsWidth ?? 380;
    this.viewport = view.viewport;
    this.detailsOpen = view.selected !== undefined;
  }

  onChange(listener: (aspects: ReadonlySet<Aspect>) => void): void {
    this.listeners.push(listener);
  }

  node(urn: string | undefined): GraphNode | undefined {
    return urn === undefined ? undefined : this.nodes.get(urn);
  }

  /** Whether there is anything to draw: the stack itself is the drawing. */
  get isEmpty(): boolean {
    return this.graph.nodes.every((node) => node.type === STACK_TYPE);
  }

  get planned(): boolean {
    return this.panel?.planned ?? false;
  }

  get busy(): boolean {
    return this.panel?.phase === "running" || this.panel?.phase === "cancelling";
  }

  replace(graph: ResourceGraph, panel: PanelState): void {
    if (this.title !== undefined && this.title !== panel.title) {
      [this.selected, this.focus, this.filter, this.search, this.collapsed] = [undefined, undefined, {}, "", new Set()];
      [this.viewport, this.detailsOpen] = [undefined, false];
    }
    this.title = panel.title;
    this.panel = panel;
    this.setGraph(graph);
    this.changed("graph", "panel", "selection", "marks", "choices");
  }

  apply(delta: GraphDelta): void {
    this.setGraph(applyDelta(this.graph, delta));
    this.changed("graph", "selection", "marks", "choices");
  }

  setPanel(panel: PanelState): void {
    const replanned = panel.planned !== this.planned;
    this.panel = panel;
    this.changed("panel", ...(replanned ? (["graph", "choices"] as const) : []));
  }

  /** Selects a resource, opening what hides it. */
  select(urn: string | undefined, { open = true } = {}): void {
    if (urn !== undefined && !this.nodes.has(urn)) return;
    this.selected = urn;
    this.detailsOpen = urn !== undefined && (open || this.detailsOpen);
    const aspects: Aspect[] = ["selection"];
    if (urn !== undefined && this.visible.standsFor.get(urn) !== urn) {
      for (const ancestor of ancestorsOf(this.graph, urn)) this.collapsed.delete(ancestor);
      if (!visibleGraph(this.graph, this.collapsed, this.filter).standsFor.has(urn)) this.filter = {};
      this.redraw();
      aspects.push("graph", "choices", "marks");
    }
    this.changed(...aspects);
  }

  closeDetails(): void {
    this.detailsOpen = false;
    this.changed("selection");
  }

  toggleCollapsed(urn: string): void {
    if (this.collapsed.has(urn)) this.collapsed.delete(urn);
    else if (this.canCollapse(urn)) this.collapsed.add(urn);
    else return;
    this.collapseChanged();
  }

  collapseAll(all: boolean): void {
    this.collapsed = all ? collapsible(this.graph) : new Set();
    this.collapseChanged();
  }

  canCollapse(urn: string): boolean {
    return collapsible(this.graph).has(urn);
  }

  private collapseChanged(): void {
    this.redraw();
    const stand = this.selected === undefined ? undefined : this.visible.standsFor.get(this.selected);
    if (stand !== undefined) this.selected = stand;
    this.changed("graph", "selection", "marks", "choices");
  }

  setFilter(filter: Filter): void {
    this.filter = filter;
    this.redraw();
    this.changed("graph", "marks", "choices");
  }

  setSearch(text: string): void {
    this.search = text;
    this.findMatches();
    this.changed("marks");
  }

  setFocus(focus: Focus | undefined): void {
    this.focus = focus;
    this.changed("marks");
  }

  setView(view: Partial<Pick<Store, "table" | "miniMap" | "detailsWidth" | "viewport">>): void {
    Object.assign(this, view);
    if (Object.keys(view).some((key) => key !== "viewport")) this.changed("view");
    else this.persist();
  }

  /** Drawn nodes that are not faded; undefined when none is. */
  get emphasized(): Set<string> | undefined {
    const drawn = (ids: Iterable<string>) => new Set([...ids].flatMap((id) => this.visible.standsFor.get(id) ?? []));
    if (this.focus && this.nodes.has(this.focus.urn)) return drawn(closure(this.graph, this.focus.urn, this.focus.way));
    if (this.search.trim() !== "") return drawn(this.matches);
    return undefined;
  }

  private setGraph(graph: ResourceGraph): void {
    this.graph = graph;
    this.nodes = new Map(graph.nodes.map((node) => [node.id, node]));
    this.redraw();
    if (this.search !== "") this.findMatches();
  }

  private findMatches(): void {
    this.matches = searchNodes(this.graph.nodes, this.search);
  }

  private redraw(): void {
    this.visible = visibleGraph(this.graph, this.collapsed, this.filter);
  }

  private changed(...aspects: Aspect[]): void {
    const set = new Set(aspects);
    for (const listener of this.listeners) listener(set);
    this.persist();
  }

  private persist(): void {
    const { title, selected, filter, table, miniMap, detailsWidth, viewport } = this;
    this.save({ title, selected, collapsed: [...this.collapsed], filter, table, miniMap, detailsWidth, viewport });
  }
}
