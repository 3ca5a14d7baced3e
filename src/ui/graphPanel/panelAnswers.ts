import { basename, join } from "node:path";
import * as vscode from "vscode";
import { UserError } from "../../core/errors";
import { resourceDetails, revealResource } from "../../core/explorer/resourceDetails";
import { readStackSnapshot } from "../../core/explorer/stackSnapshot";
import { type StackRef, stackTitle } from "../../core/explorer/stackRef";
import type { StackActivities } from "../../core/explorer/stackActivities";
import type { StackSession } from "../../core/engine/stackSession";
import { COMMANDS } from "../../shared/contributions/ids";
import type { GraphNode, ResourceGraph } from "../../shared/graph";
import type { PageRequest } from "../../shared/graphPanel";
import { openPosition } from "../openPosition";

export interface AnswerServices {
  environment: NodeJS.ProcessEnv;
  activities: StackActivities;
  session: (ref: StackRef) => Promise<StackSession>;
  /** Addresses of a stack's resources that a browser can open. */
  urls: (ref: StackRef) => Promise<{ urn: string; url: string }[]>;
  /** The stacks of the workspace, for stack references. */
  stacks: () => Promise<readonly StackRef[]>;
  showGraph: (ref: StackRef) => Promise<void>;
}

const RUN = {
  preview: COMMANDS.preview,
  deploy: COMMANDS.deploy,
  refresh: COMMANDS.refresh,
  destroy: COMMANDS.destroy,
  cancel: COMMANDS.cancel,
  selectStack: COMMANDS.selectStack,
} as const;

/** Answers what a graph panel's page asks. What is thrown is shown on the page. */
export async function answerPage(services: AnswerServices, ref: StackRef, graph: ResourceGraph, request: PageRequest): Promise<unknown> {
  switch (request.kind) {
    case "details":
      return details(services, ref, request.urn);
    case "reveal":
      return reveal(services, ref, request.urn);
    case "goToSource":
      return goToSource(nodeOf(graph, request.urn), ref);
    case "goToError":
      return goToError(services, ref);
    case "openReference":
      return openReference(services, nodeOf(graph, request.urn));
    case "openUrl":
      return openUrl(services, ref, request.urn, request.url);
    case "copy":
      return vscode.env.clipboard.writeText(request.text);
    case "copyMermaid":
      return vscode.env.clipboard.writeText(await drawn(graph, "mmd", ref));
    case "export":
      return exportTo(graph, request.format, ref);
    case "run":
      // Not awaited: an operation takes its time, and the page follows it by itself.
      void vscode.commands.executeCommand(RUN[request.command], ref);
      return null;
  }
}

async function details({ environment, activities, urls }: AnswerServices, ref: StackRef, urn: string): Promise<unknown> {
  const snapshot = await readStackSnapshot(ref, { environment });
  const last = activities.get(ref)?.outcome ?? snapshot.lastOperation;
  const open = snapshot.record ? await urls(ref).catch(() => []) : [];
  return resourceDetails(snapshot.state, urn, { diagnostics: last?.diagnostics, plannedInputs: last?.plannedInputs, urls: open });
}

async function reveal(services: AnswerServices, ref: StackRef, urn: string): Promise<unknown> {
  const show = vscode.l10n.t("Show Secrets");
  const detail = vscode.l10n.t("They are shown in the panel until another resource is selected.");
  const chosen = await vscode.window.showWarningMessage(vscode.l10n.t("Show this resource's secrets in the clear?"), { modal: true, detail }, show);
  if (chosen !== show) throw new UserError("not-revealed", vscode.l10n.t("The secrets stay masked."));
  return revealResource(await services.session(ref), urn);
}

async function goToSource(node: GraphNode, ref: StackRef): Promise<void> {
  if (!node.source) throw new UserError("no-source", vscode.l10n.t("Where {0} is made is not known yet: preview the stack.", node.name));
  await openPosition(node.source, ref.projectDir);
}

async function goToError({ activities, environment }: AnswerServices, ref: StackRef): Promise<void> {
  const source = activities.get(ref)?.outcome?.error?.source ?? (await readStackSnapshot(ref, { environment })).lastOperation?.error?.source;
  if (source) await openPosition(source, ref.projectDir);
}

/** `project/stack` or `organization/project/stack`, among the stacks of this workspace. */
async function openReference({ stacks, showGraph }: AnswerServices, node: GraphNode): Promise<void> {
  const [stack, project] = (node.stackReference ?? "").split("/").reverse();
  const found = (await stacks()).find((each) => each.stack === stack && (project === undefined || each.project === project));
  if (!found) throw new UserError("no-stack", vscode.l10n.t("The stack {0} is not in this workspace.", node.stackReference ?? node.name));
  await showGraph(found);
}

/** Only an address that the stack itself has: the page can't open any other. */
async function openUrl({ urls }: AnswerServices, ref: StackRef, urn: string, url: string): Promise<void> {
  const known = (await urls(ref)).some((each) => each.urn === urn && each.url === url);
  if (!known) throw new UserError("no-url", vscode.l10n.t("{0} has no such address any more.", stackTitle(ref)));
  await vscode.env.openExternal(await vscode.env.asExternalUri(vscode.Uri.parse(url, true)));
}

async function drawn(graph: ResourceGraph, format: "mmd", ref: StackRef): Promise<string> {
  const { renderGraph } = await import("../../core/graph/exports");
  return String(await renderGraph(graph, format, { title: stackTitle(ref) }));
}

async function exportTo(graph: ResourceGraph, format: Extract<PageRequest, { kind: "export" }>["format"], ref: StackRef): Promise<string | null> {
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(join(ref.projectDir, `${ref.project}-${ref.stack}.${format}`)),
    filters: { [format.toUpperCase()]: [format] },
    title: vscode.l10n.t("Export the graph"),
  });
  if (!target) return null;
  const file = target.fsPath.toLowerCase().endsWith(`.${format}`) ? target.fsPath : `${target.fsPath}.${format}`;
  const { exportGraph } = await import("../../core/graph/exports");
  await exportGraph(graph, file, { title: stackTitle(ref) });
  const open = vscode.l10n.t("Open");
  void vscode.window.showInformationMessage(vscode.l10n.t("Wrote {0}.", basename(file)), open).then((chosen) => {
    if (chosen === open) void vscode.commands.executeCommand("vscode.open", vscode.Uri.file(file));
  });
  return file;
}

function nodeOf(graph: ResourceGraph, urn: string): GraphNode {
  const node = graph.nodes.find(({ id }) => id === urn);
  if (!node) throw new UserError("no-resource", vscode.l10n.t("This resource is not in the graph any more."));
  return node;
}
