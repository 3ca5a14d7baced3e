import type { ContentsCategory, ContentsNode } from "../../../core/emulator/contents/model";

/** One row of the Emulator view. */
export type EmulatorRow = HeaderRow | CategoryRow | ContentRow | MoreRow | NoteRow;

/** Which emulator, and which of its services hold something. */
export type HeaderRow = { kind: "emulator" } | { kind: "services" };

export interface CategoryRow {
  kind: "category";
  category: ContentsCategory;
}

export interface ContentRow {
  kind: "content";
  node: ContentsNode;
  parent: ParentRow;
}

/** Ends a page that isn't the last. */
export interface MoreRow {
  kind: "more";
  parent: ParentRow;
}

/** Something to say where nothing can be shown. */
export interface NoteRow {
  kind: "note";
  text: string;
  hint?: string;
  isError?: boolean;
  parent?: ParentRow;
}

export type ParentRow = CategoryRow | ContentRow;
