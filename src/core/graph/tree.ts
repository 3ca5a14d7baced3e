import pc from "picocolors";
import type { GraphNode, ResourceGraph, ResourceOp } from "../../shared/graph";
import { graphForest, type TreeItem } from "../../shared/graphTree";
import { opMark, opWord } from "../../shared/resourceOps";
import { shortType } from "../../shared/resourceType";
import { columnsOf, ellipsize, ellipsizeMiddle, printable } from "../../shared/text";

export interface TreeOptions {
  color: boolean;
  /** Columns of the terminal; lines are cut to it. */
  width: number;
  /** False draws with ASCII alone. */
  unicode?: boolean;
  /** Adds the ids that the provider gave. */
  ids?: boolean;
  /** Nothing has happened yet: "to create" rather than "created". */
  planned?: boolean;
}

type Colors = ReturnType<typeof pc.createColors>;
type Paint = (text: string) => string;

interface Row {
  node: GraphNode;
  branches: string;
  cells: [name: string, type: string, outcome: string, id: string];
}

const GAP = 2;
/** The mark and the blanks around it. */
const MARGIN = 4;
/** A column that gets less than this is left out, unless all it has to say fits. */
const NARROWEST = 12;
/** What a long outcome, such as an error, leaves to the other columns at first. */
const SHORT_OUTCOME = 20;

/** The resources as an indented tree, a line each: mark, name, type, what happened. No line break at the end. */
export function renderTree(graph: ResourceGraph, options: TreeOptions): string {
  const unicode = options.unicode ?? true;
  const operated = graph.nodes.some((node) => node.op !== undefined);
  const rows = graphForest(graph).flatMap((root) => rowsOf(root, "", "", unicode, { ...options, operated }));
  const widths = fit(rows, options.width);
  const colors = pc.createColors(options.color);
  return rows.map((row) => line(row, widths, colors, unicode)).join("\n");
}

interface RowOptions extends TreeOptions {
  /** An operation ran; what has none of its own was left alone. */
  operated: boolean;
}

function rowsOf(item: TreeItem, branch: string, under: string, unicode: boolean, options: RowOptions): Row[] {
  const { node, children } = item;
  const [fork, last, through, blank] = unicode ? ["├─ ", "└─ ", "│  ", "   "] : ["|- ", "`- ", "|  ", "   "];
  const clean = (text: string) => (unicode ? printable(text) : printable(text).replace(/[^\x20-\x7e]/gu, "?"));
  const row: Row = {
    node,
    branches: branch,
    cells: [
      clean(node.name),
      clean(shortType(node.type)),
      clean(outcomeOf(node, options)),
      options.ids ? clean(node.resourceId ?? "") : "",
    ],
  };
  const below = children.flatMap((child, at) => {
    const isLast = at === children.length - 1;
    return rowsOf(child, under + (isLast ? last : fork), under + (isLast ? blank : through), unicode, options);
  });
  return [row, ...below];
}

function outcomeOf(node: GraphNode, { planned, operated }: RowOptions): string {
  const { op, attempted, changed, status, message } = node;
  if (!op) return status === "registered" ? "not reached" : operated ? "untouched" : "";
  if (op === "failed") {
    const tried = attempted ? `${opWord(attempted, true).replace(/^to /, "")} failed` : "failed";
    return message ? `${tried}: ${message}` : tried;
  }
  const properties = changed && changed.length > 0 ? ` (${changed.join(", ")})` : "";
  return opWord(op, planned) + properties;
}

/** Widths of the columns. Names come first, then what happened, then types and ids; one without room is dropped. */
function fit(rows: Row[], width: number): number[] {
  const natural = [0, 1, 2, 3].map((column) =>
    Math.max(0, ...rows.map((row) => columnsOf(row.cells[column] ?? "") + (column === 0 ? row.branches.length : 0))),
  );
  const widths = [0, 0, 0, 0];
  let room = width - MARGIN;
  const give = (column: number, wanted: number, gap: number) => {
    const given = Math.max(0, Math.min(wanted, room - gap));
    if (given === 0 || given < Math.min(wanted, NARROWEST)) return;
    widths[column] = (widths[column] ?? 0) + given;
    room -= given + gap;
  };
  const [name = 0, type = 0, outcome = 0, id = 0] = natural;
  give(0, name, 0);
  give(2, Math.min(outcome, SHORT_OUTCOME), GAP);
  give(1, type, GAP);
  if (widths[2]) widths[2] += Math.min(outcome - widths[2], Math.max(0, room));
  room -= Math.max(0, (widths[2] ?? 0) - Math.min(outcome, SHORT_OUTCOME));
  give(3, id, GAP);
  return widths;
}

function line(row: Row, widths: number[], colors: Colors, unicode: boolean): string {
  const { node, branches, cells } = row;
  const paint = paintOf(node.op, colors);
  const paints: Paint[] = [node.custom ? (text) => text : colors.bold, colors.dim, paint, colors.dim];
  const ellipsis = unicode ? "…" : "...";
  let body = "";
  let blanks = 0;
  for (const [column, cell] of cells.entries()) {
    const width = widths[column] ?? 0;
    if (width === 0) continue;
    const room = Math.max(0, width - (column === 0 ? branches.length : 0));
    const shorten = column === 0 ? ellipsizeMiddle : ellipsize;
    const text = shorten(cell, room, columnsOf, room > ellipsis.length ? ellipsis : "");
    if (text) body += " ".repeat(blanks) + (paints[column] as Paint)(text);
    blanks = (text ? 0 : blanks) + room - columnsOf(text) + GAP;
  }
  const mark = node.op ? paint(opMark(node.op, unicode)) : " ";
  return ` ${mark}  ${branches ? colors.dim(branches) : ""}${body}`.trimEnd();
}

function paintOf(op: ResourceOp | undefined, colors: Colors): Paint {
  switch (op) {
    case "create":
      return colors.green;
    case "update":
    case "refresh":
      return colors.yellow;
    case "replace":
      return colors.magenta;
    case "delete":
    case "failed":
      return colors.red;
    case "import":
    case "read":
      return colors.cyan;
    default:
      return colors.dim;
  }
}
