import type { PhaseStatus } from "../../../shared/learning/plan";
import type { Cell, Column, WrittenRow, WrittenTable } from "./progressTable";
import type { TextEdit } from "./textEdits";

/** How many items of a group were done before an edit and are after it. */
export interface GroupChange {
  total: number;
  before: number;
  after: number;
}

export function phaseStatus(done: number, total: number): PhaseStatus {
  if (done === 0) return "Not Started";
  return done < total ? "In Progress" : "Completed";
}

const STATUS = /^(?:not started|in progress|completed)?$/i;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Brings a row up to date. Only what we write ourselves is changed: the three words and ISO days; what somebody wrote in
 * another way stays. A day is taken back only when the edit itself takes back what it stands for.
 */
export function rowEdits(text: string, table: WrittenTable, row: WrittenRow, change: GroupChange, today: string): TextEdit[] {
  const written = (column: Column): string => (row.cells[column] ? text.slice(row.cells[column].start, row.cells[column].end).trim() : "");
  const wanted = new Map<Column, string>();
  const status = phaseStatus(change.after, change.total);
  if (STATUS.test(written("status")) && written("status").toLowerCase() !== status.toLowerCase()) wanted.set("status", status);
  if (change.after > 0 && written("started") === "") wanted.set("started", today);
  if (change.after === 0 && change.before > 0 && DAY.test(written("started"))) wanted.set("started", "");
  const [wasDone, isDone] = [phaseStatus(change.before, change.total) === "Completed", status === "Completed"];
  if (isDone && written("completed") === "") wanted.set("completed", today);
  if (wasDone && !isDone && DAY.test(written("completed"))) wanted.set("completed", "");
  return cellEdits(text, table, row, wanted);
}

export function cellEdits(text: string, table: WrittenTable, row: WrittenRow, wanted: Map<Column, string>): TextEdit[] {
  const edits: TextEdit[] = [];
  const missing = new Map<number, string>();
  for (const [column, value] of wanted) {
    const cell = row.cells[column];
    if (cell) edits.push({ ...cell, text: filled(text, table, column, cell, value) });
    else if (value !== "") missing.set(table.columns[column], value);
  }
  if (missing.size > 0) edits.push(appended(text, row, missing));
  return edits;
}

/** Keeps the width of a column that somebody has lined up. */
function filled(text: string, table: WrittenTable, column: Column, cell: Cell, value: string): string {
  const width = cell.end - cell.start;
  const head = table.header[table.columns[column]];
  const all = [head, ...table.rows.map((row) => row.cells[column])];
  const linedUp = all.every((other) => other && other.end - other.start === width);
  const content = value === "" ? " " : ` ${value} `;
  return linedUp ? content.padEnd(width) : content;
}

/** The cells that a row is too short to have. */
function appended(text: string, row: WrittenRow, missing: Map<number, string>): TextEdit {
  const count = Object.values(row.cells).filter((cell) => cell !== undefined).length;
  const cells = Array.from({ length: Math.max(...missing.keys()) + 1 - count }, (_, index) => missing.get(count + index) ?? "");
  const closed = text.slice(row.start, row.end).trimEnd().endsWith("|");
  return { start: row.end, end: row.end, text: `${closed ? "" : " |"}${cells.map((value) => (value === "" ? " |" : ` ${value} |`)).join("")}` };
}
