import * as vscode from "vscode";
import { SECRET } from "../../../core/engine/stackState";
import type { StackSession } from "../../../core/engine/stackSession";
import { UserError } from "../../../core/errors";
import { revealResource } from "../../../core/explorer/resourceDetails";
import type { StackRef } from "../../../core/explorer/stackRef";
import type { WorkContext } from "../../../core/lab/installation";
import { COMMANDS } from "../../../shared/contributions/ids";
import type { GraphNode } from "../../../shared/graph";
import type { Handlers } from "../../commands/registerCommands";
import { openPosition } from "../../openPosition";
import { withProgress } from "../../progress";
import { resourceOf, type ResourceItem } from "./stackItems";
import type { SecretDocuments } from "./secretDocuments";
import type { ShownStack } from "./stackGraphs";

export interface ResourceCommandServices {
  log: vscode.LogOutputChannel;
  /** What the tree shows of a stack. */
  shown: (ref: StackRef) => Promise<ShownStack>;
  session: (ref: StackRef, work: WorkContext) => Promise<StackSession>;
  openGraph: (ref: StackRef, urn: string) => Promise<void>;
  openInEmulator: (ref: StackRef, node: GraphNode) => Promise<void>;
  secrets: SecretDocuments;
}

type Resource = Pick<ResourceItem, "ref" | "urn" | "node">;

export function resourceCommands(services: ResourceCommandServices): Handlers {
  const on =
    (act: (resource: Resource) => unknown) =>
    async (item?: unknown): Promise<void> => {
      const resource = resourceOf(item);
      if (resource) await act(resource);
    };
  return {
    // A code lens knows the URN alone.
    [COMMANDS.revealInGraph]: async (item?: Partial<Pick<Resource, "ref" | "urn">>) => {
      if (item?.ref && item.urn) await services.openGraph(item.ref, item.urn);
    },
    [COMMANDS.goToSource]: on(goToSource),
    [COMMANDS.copyUrn]: on(({ urn }) => copy(urn)),
    [COMMANDS.copyId]: on(({ node }) => (node.resourceId ? copy(node.resourceId) : undefined)),
    [COMMANDS.copyOutput]: on((resource) => copyOutput(services, resource)),
    [COMMANDS.revealSecrets]: on((resource) => revealSecrets(services, resource)),
    [COMMANDS.openInEmulator]: on(({ ref, node }) => services.openInEmulator(ref, node)),
  };
}

async function goToSource({ ref, node }: Resource): Promise<void> {
  if (!node.source) throw new UserError("no-source", vscode.l10n.t("Where {0} is made is not known yet: preview the stack.", node.name));
  await openPosition(node.source, ref.projectDir);
}

async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t("Copied"), 2_000);
}

async function copyOutput({ shown }: ResourceCommandServices, { ref, urn, node }: Resource): Promise<void> {
  const { outputs } = (await shown(ref)).details(urn);
  const items = Object.entries(outputs).flatMap(([label, value]) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return text === SECRET ? [] : [{ label, description: text.slice(0, 120), text }];
  });
  if (items.length === 0) throw new UserError("no-outputs", vscode.l10n.t("{0} has no outputs yet.", node.name), vscode.l10n.t("Deploy the stack first."));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t("The output of {0} to copy", node.name), matchOnDescription: true });
  if (chosen) await copy(chosen.text);
}

/** In the clear only after a question, and only in a document that nothing keeps. */
async function revealSecrets({ log, shown, session, secrets }: ResourceCommandServices, { ref, urn, node }: Resource): Promise<void> {
  if (!(await shown(ref)).details(urn).hasSecrets) {
    void vscode.window.showInformationMessage(vscode.l10n.t("{0} has no secrets.", node.name));
    return;
  }
  const show = vscode.l10n.t("Show Secrets");
  const question = vscode.l10n.t("Show the secrets of {0} in the clear?", node.name);
  const detail = vscode.l10n.t("They open in a read-only editor, and are not kept after it is closed.");
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, show)) !== show) return;
  const { inputs, outputs } = await withProgress(question, log, async (work) => revealResource(await session(ref, work), urn, work.signal));
  await secrets.show(`${node.name}.json`, { inputs, outputs });
}
