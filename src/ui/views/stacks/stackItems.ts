import type * as vscode from "vscode";
import type { StackNotice } from "../../../core/explorer/notices";
import type { StackInfo } from "../../../core/explorer/projectStacks";
import type { StackRef } from "../../../core/explorer/stackRef";
import type { StackTreeItem } from "../../../core/explorer/stackTree";
import type { GraphNode } from "../../../shared/graph";
import type { ProjectModel } from "./stackModel";

export interface FolderItem {
  kind: "folder";
  folder: vscode.WorkspaceFolder;
  parent?: undefined;
}

export interface ProjectItem {
  kind: "project";
  projectDir: string;
  model: ProjectModel;
  parent?: FolderItem;
}

export interface StackItem {
  kind: "stack";
  ref: StackRef;
  info: StackInfo;
  parent: ProjectItem;
}

/** A group of one AWS service's resources. */
export interface ServiceItem {
  kind: "service";
  ref: StackRef;
  tree: Extract<StackTreeItem, { kind: "service" }>;
  parent: StackItem;
}

/** Commands read `ref`, `urn` and `node` of it. */
export interface ResourceItem {
  kind: "resource";
  ref: StackRef;
  urn: string;
  node: GraphNode;
  tree: Extract<StackTreeItem, { kind: "resource" }>;
  parent: StackItem | ServiceItem | ResourceItem;
}

/** Something to know or to do, said where it belongs. */
export type Notice = StackNotice | { kind: "dependencies" | "noMatch" } | { kind: "problem"; message: string; hint?: string };

export interface NoticeItem {
  kind: "notice";
  notice: Notice;
  projectDir: string;
  ref?: StackRef;
  parent: ProjectItem | StackItem;
}

export type Item = FolderItem | ProjectItem | StackItem | ServiceItem | ResourceItem | NoticeItem;

/** The resource that a command was called on. */
export function resourceOf(item: unknown): Pick<ResourceItem, "ref" | "urn" | "node"> | undefined {
  const candidate = item as Partial<ResourceItem> | undefined;
  return candidate?.kind === "resource" && candidate.ref && candidate.urn && candidate.node
    ? { ref: candidate.ref, urn: candidate.urn, node: candidate.node }
    : undefined;
}
