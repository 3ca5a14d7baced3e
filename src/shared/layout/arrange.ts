/**
 * Lays out a forest from the inside out. What no edge ties to its surroundings is finished by itself and becomes a
 * block of fixed size, so that ELK only sees what really hangs together; loose blocks are packed like boxes on a
 * shelf. This is what keeps a hundred resources legible, and fast.
 */
import type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api";
import type { GraphEdge } from "../graph";
import { type Block, gridColumns, type Line, merged, moved, pack } from "./blocks";
import { type Bundle, findBundles, wayOut } from "./bundles";
import { runElk } from "./elkEngine";
import { connectedGroups, type Item, owners } from "./items";
import type { Direction, Point } from "./laidOutGraph";
import { CARD, edgeLabelText, GROUP, headingWidth, LABEL, LABEL_FONT, SPACING, textWidth } from "./measure";
import { ellipsize } from "../text";

export interface Arrangement {
  direction: Direction;
  /** How cards of a row are placed: with lines as straight as can be, or close together. */
  placement: "straight" | "compact";
  cardWidth: number;
  signal?: AbortSignal;
}

/** Lays out siblings and all that is in them. `edges` have both ends in their subtrees. */
export async function arrange(siblings: readonly Item[], edges: readonly GraphEdge[], how: Arrangement): Promise<Block> {
  how.signal?.throwIfAborted();
  const owner = owners(siblings);
  const connected: Block[] = [];
  const groups: Block[] = [];
  const loose: Item[] = [];
  for (const group of connectedGroups(siblings, edges)) {
    const inside = edges.filter(({ from }) => group.includes(owner.get(from) as Item));
    const [only] = group;
    if (group.length > 1 || !only) connected.push(await arrangeConnected(group, inside, how));
    else if (only.children.length > 0) groups.push(await arrangeGroup(only, inside, how));
    else loose.push(only);
  }
  const bySize = (a: Block, b: Block) => b.width * b.height - a.width * a.height;
  return pack([...connected.sort(bySize), ...groups.sort(bySize), ...(loose.length > 0 ? [grid(loose, how)] : [])]);
}

/** Cards that nothing is tied to. */
function grid(items: readonly Item[], { cardWidth }: Arrangement): Block {
  const cell = { width: cardWidth + SPACING.nodes, height: CARD.height + SPACING.nodes / 2 };
  const columns = gridColumns(items.length, cell);
  const boxes = new Map(
    items.map((item, at) => [
      item.id,
      { x: (at % columns) * cell.width, y: Math.floor(at / columns) * cell.height, width: cardWidth, height: CARD.height },
    ]),
  );
  const rows = Math.ceil(items.length / columns);
  return { width: columns * cell.width - SPACING.nodes, height: rows * cell.height - SPACING.nodes / 2, boxes, lines: [] };
}

/** A box with a heading around what is in it. */
async function arrangeGroup(item: Item, edges: readonly GraphEdge[], how: Arrangement): Promise<Block> {
  const inner = await arrange(item.children, edges, how);
  const width = Math.max(inner.width + GROUP.padding * 2, headingWidth(item.node));
  const height = GROUP.header + inner.height + GROUP.padding;
  const content = moved(inner, { x: (width - inner.width) / 2, y: GROUP.header });
  return { ...content, width, height, boxes: new Map([[item.id, { x: 0, y: 0, width, height }], ...content.boxes]) };
}

/** What an ELK node stands for, where it is more than one card or an open group. */
interface Parts {
  blocks: Map<string, Block>;
  bundles: Map<string, Bundle>;
  /** The ELK node of a resource, where that is not its own. */
  bundleOf: Map<string, string>;
  /** Edges that are drawn within a block already. */
  settled: Set<GraphEdge>;
}

async function arrangeConnected(siblings: readonly Item[], edges: readonly GraphEdge[], how: Arrangement): Promise<Block> {
  const parts: Parts = { blocks: new Map(), bundles: new Map(), bundleOf: new Map(), settled: new Set() };
  const children = await elkChildren(siblings, edges, how, parts);
  const wires = elkEdges(edges.filter((edge) => !parts.settled.has(edge)), parts);
  const root = await runElk({
    id: "root",
    layoutOptions: rootOptions(how),
    children,
    edges: wires.map(({ edge }) => edge),
  });
  return readElk(root, new Map(wires.map(({ edge, carries }) => [edge.id, carries])), parts, how.direction);
}

async function elkChildren(
  siblings: readonly Item[],
  edges: readonly GraphEdge[],
  how: Arrangement,
  parts: Parts,
): Promise<ElkNode[]> {
  const owner = owners(siblings);
  const within = edges.filter(({ from, to }) => owner.has(from) && owner.has(to));
  const leaving = edges.filter(({ from, to }) => owner.has(from) !== owner.has(to));
  const tied = new Set(leaving.map(({ from, to }) => owner.get(from) ?? owner.get(to)));
  const groups = connectedGroups(siblings, within);
  const open = leaving.length === 0 ? [...siblings] : groups.filter((group) => group.some((item) => tied.has(item))).flat();
  const closed = siblings.filter((item) => !open.includes(item));

  const nodes: ElkNode[] = [];
  const bundles = findBundles(open, edges, how.cardWidth, how.direction);
  const bundled = new Set(bundles.flatMap((bundle) => bundle.members));
  for (const item of open) if (!bundled.has(item)) nodes.push(await elkNode(item, edges, how, parts));
  for (const bundle of bundles) {
    const id = `bundle ${parts.bundles.size}`;
    parts.bundles.set(id, bundle);
    for (const member of bundle.members) parts.bundleOf.set(member.id, id);
    nodes.push({ id, width: bundle.width, height: bundle.height });
  }
  if (closed.length > 0) {
    const owned = owners(closed);
    const inner = within.filter(({ from }) => owned.has(from));
    const block = await arrange(closed, inner, how);
    for (const edge of inner) parts.settled.add(edge);
    const id = `block ${parts.blocks.size}`;
    parts.blocks.set(id, block);
    nodes.push({ id, width: block.width, height: block.height });
  }
  return nodes;
}

async function elkNode(item: Item, edges: readonly GraphEdge[], how: Arrangement, parts: Parts): Promise<ElkNode> {
  if (item.children.length === 0) return { id: item.id, width: how.cardWidth, height: CARD.height };
  const owner = owners(item.children);
  const touching = edges.filter(({ from, to }) => owner.has(from) || owner.has(to));
  if (touching.every(({ from, to }) => owner.has(from) && owner.has(to))) {
    const block = await arrangeGroup(item, touching, how);
    parts.blocks.set(item.id, block);
    for (const edge of touching) parts.settled.add(edge);
    return { id: item.id, width: block.width, height: block.height };
  }
  const [width, height] = [headingWidth(item.node), GROUP.header + GROUP.padding];
  return {
    id: item.id,
    children: await elkChildren(item.children, touching, how, parts),
    layoutOptions: {
      "elk.padding": `[top=${GROUP.header + 6},left=${GROUP.padding},bottom=${GROUP.padding},right=${GROUP.padding}]`,
      "elk.nodeSize.constraints": "MINIMUM_SIZE",
      // ELK lays out to the right and turns the result, but forgets to turn this.
      "elk.nodeSize.minimum": how.direction === "down" ? `(${height},${width})` : `(${width},${height})`,
    },
  };
}

interface Wire {
  edge: ElkExtendedEdge;
  /** The edges that share this line. */
  carries: GraphEdge[];
}

function elkEdges(edges: readonly GraphEdge[], { bundleOf }: Parts): Wire[] {
  const wires = new Map<string, Wire>();
  for (const edge of edges) {
    const from = bundleOf.get(edge.from) ?? edge.from;
    const to = bundleOf.get(edge.to) ?? edge.to;
    const key = JSON.stringify([from, to, edge.properties]);
    const wire = wires.get(key) ?? { edge: elkEdge(`edge ${wires.size}`, from, to, edge), carries: [] };
    wire.carries.push(edge);
    wires.set(key, wire);
  }
  return [...wires.values()];
}

function elkEdge(id: string, from: string, to: string, { properties }: GraphEdge): ElkExtendedEdge {
  const measure = (text: string) => textWidth(text, LABEL_FONT);
  const text = ellipsize(edgeLabelText(properties), LABEL.maxWidth, measure);
  const edge: ElkExtendedEdge = { id, sources: [from], targets: [to] };
  if (text === "") return edge;
  const width = Math.ceil(measure(text)) + LABEL.padding * 2;
  return { ...edge, labels: [{ text, width, height: LABEL.height, layoutOptions: { "elk.edgeLabels.inline": "true" } }] };
}

function rootOptions({ direction, placement }: Arrangement): Record<string, string> {
  return {
    "elk.algorithm": "layered",
    "elk.direction": direction === "down" ? "DOWN" : "RIGHT",
    "elk.hierarchyHandling": "INCLUDE_CHILDREN",
    "elk.edgeRouting": "ORTHOGONAL",
    "elk.randomSeed": "1",
    "elk.padding": "[top=0,left=0,bottom=0,right=0]",
    "elk.spacing.nodeNode": String(SPACING.nodes),
    "elk.spacing.edgeNode": "16",
    "elk.spacing.edgeEdge": "10",
    "elk.spacing.edgeLabel": "2",
    "elk.layered.spacing.nodeNodeBetweenLayers": String(SPACING.layers),
    "elk.layered.spacing.edgeNodeBetweenLayers": "18",
    "elk.layered.spacing.edgeEdgeBetweenLayers": "10",
    "elk.layered.nodePlacement.strategy": placement === "straight" ? "BRANDES_KOEPF" : "LINEAR_SEGMENTS",
    "elk.layered.nodePlacement.bk.fixedAlignment": "BALANCED",
    "elk.layered.considerModelOrder.strategy": "PREFER_NODES",
    "elk.json.shapeCoords": "ROOT",
    "elk.json.edgeCoords": "ROOT",
  };
}

function readElk(root: ElkNode, carried: Map<string, GraphEdge[]>, parts: Parts, direction: Direction): Block {
  const places = new Map<string, Point>();
  const pieces: Block[] = [];
  const visit = ({ id, x = 0, y = 0, width = 0, height = 0, children = [] }: ElkNode): void => {
    places.set(id, { x, y });
    const block = parts.blocks.get(id) ?? parts.bundles.get(id);
    if (block) pieces.push(moved({ lines: [], ...block }, { x, y }));
    else pieces.push({ width, height, boxes: new Map([[id, { x, y, width, height }]]), lines: [] });
    children.forEach(visit);
  };
  root.children?.forEach(visit);

  const lines: Line[] = [];
  for (const wire of root.edges ?? []) {
    const trunk = (wire.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint]);
    const label = wire.labels?.[0];
    (carried.get(wire.id) ?? []).forEach((edge, at) => {
      const line: Line = { edge, points: simplified(throughBundles(edge, trunk, parts, places, direction)) };
      if (at === 0 && label?.text) {
        const { text, x = 0, y = 0, width = 0, height = 0 } = label;
        line.label = { text, x, y, width, height };
      }
      lines.push(line);
    });
  }
  const { boxes, lines: inner } = merged(pieces);
  return { width: root.width ?? 0, height: root.height ?? 0, boxes, lines: [...inner, ...lines] };
}

/** The whole way of an edge: out of its bundle, along the line for all, into the other bundle. */
function throughBundles(edge: GraphEdge, trunk: Point[], parts: Parts, places: Map<string, Point>, direction: Direction): Point[] {
  const way = (id: string, border: Point | undefined): Point[] => {
    const name = parts.bundleOf.get(id);
    const bundle = name === undefined ? undefined : parts.bundles.get(name);
    const place = name === undefined ? undefined : places.get(name);
    if (!bundle || !place || !border) return [];
    const exit = { x: border.x - place.x, y: border.y - place.y };
    return wayOut(bundle, id, exit, direction).map(({ x, y }) => ({ x: x + place.x, y: y + place.y }));
  };
  return [...way(edge.from, trunk[0]), ...trunk, ...way(edge.to, trunk.at(-1)).reverse()];
}

/** Without points that a straight line passes anyway. */
function simplified(points: Point[]): Point[] {
  const result: Point[] = [];
  for (const point of points) {
    const [before, last] = [result.at(-2), result.at(-1)];
    if (last && same(last.x, point.x) && same(last.y, point.y)) continue;
    const straight =
      before && last && ((same(before.x, last.x) && same(last.x, point.x)) || (same(before.y, last.y) && same(last.y, point.y)));
    if (straight) result.pop();
    result.push(point);
  }
  return result;
}

function same(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.01;
}

