import type { Table, TableRow } from "mdast";
import type { ProgressRow } from "../../../shared/learning/plan";
import { rowGroupId } from "./itemIds";
import { endOf, lineOf, type MarkdownDocument, startOf } from "./markdown";
import { plain } from "./outline";

export interface Cell {
  /** Between the bars, white space included. */
  start: number;
  end: number;
}

export type Column = "title" | "status" | "started" | "completed";

export interface WrittenRow extends ProgressRow {
  /** Undefined where the row is too short to have the cell. */
  cells: Record<Column, Cell | undefined>;
  start: number;
  end: number;
}

export interface WrittenTable {
  table: Table;
  /** Which cell of a row is which. */
  columns: Record<Column, number>;
  header: Cell[];
  rows: WrittenRow[];
}

/** Finds the Progress Tracking table: by its heads, else by the phases that its rows name. */
export function readProgressTable(document: MarkdownDocument, groups: string[]): WrittenTable | undefined {
  const tables = document.root.children.filter((node): node is Table => node.type === "table");
  const read = tables.map((table) => readTable(document, table, groups)).filter((table) => table !== undefined);
  const byHeads = read.find((table) => table.named && table.rows.some((row) => row.group));
  return byHeads ?? read.find((table) => table.rows.filter((row) => row.group).length >= 2) ?? read.find((table) => table.named);
}

function readTable(document: MarkdownDocument, table: Table, groups: string[]): (WrittenTable & { named: boolean }) | undefined {
  const [head, ...body] = table.children;
  if (!head || head.children.length < 4) return undefined;
  const heads = head.children.map((cell) => plain(cell).toLowerCase());
  const named = ["status", "started", "completed"].every((name) => heads.includes(name));
  const columns = named
    ? { title: 0, status: heads.indexOf("status"), started: heads.indexOf("started"), completed: heads.indexOf("completed") }
    : { title: 0, status: 1, started: 2, completed: 3 };
  const left = new Set(groups);
  const rows = body.map((row): WrittenRow => {
    const title = textOf(row, columns.title);
    const group = rowGroupId(title);
    const cells = cellsOf(document.text, row);
    return {
      title,
      ...(left.delete(group) ? { group } : {}),
      status: textOf(row, columns.status),
      started: textOf(row, columns.started),
      completed: textOf(row, columns.completed),
      line: lineOf(row),
      cells: { title: cells[columns.title], status: cells[columns.status], started: cells[columns.started], completed: cells[columns.completed] },
      start: startOf(row),
      end: endOf(row),
    };
  });
  return { table, columns, header: cellsOf(document.text, head), rows, named };
}

function textOf(row: TableRow, column: number): string {
  const cell = row.children[column];
  return cell ? plain(cell) : "";
}

/** Cells as GitHub parts them: at each bar that has no backslash before it, in code as well. */
export function cellsOf(text: string, row: TableRow): Cell[] {
  const [start, end] = [startOf(row), endOf(row)];
  const bars: number[] = [];
  for (let at = start; at < end; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === "|") bars.push(at);
  }
  const edges = [...bars];
  if (text[start] !== "|") edges.unshift(start - 1);
  if (bars.at(-1) === undefined || text.slice(bars.at(-1)! + 1, end).trim() !== "") edges.push(end);
  return edges.slice(1).map((edge, index) => ({ start: edges[index]! + 1, end: edge }));
}
