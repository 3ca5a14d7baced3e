import { existsSync } from "node:fs";
import { join } from "node:path";
import { exportGraph } from "../../core/graph/exports";
import { operationDocument } from "../../core/engine/operationDocument";
import type { StackSession } from "../../core/engine/stackSession";
import { ensureWorkspace, type Workspace, workspaceAt } from "../../core/engine/workspace";
import { UserError } from "../../core/errors";
import { checkLab } from "../../core/lab/checkLab";
import type { RunningEmulator } from "../../core/lab/installation";
import { newLab } from "../../core/lab/newLab";
import { installDependencies } from "../../core/scaffold/dependencies";
import { type CommandResult, failureOf } from "../commandResult";
import { describeOutcome } from "../describeOutcome";
import type { Lab } from "../lab";
import { writeOpenRequest } from "../../core/lab/openRequest";
import { openableUrls } from "../../core/lab/openableUrls";
import { openEditor } from "../openEditor";
import { operate } from "./operations";

const TEMPLATE = "static-website";

/** The whole first lesson at once: a lab is made, previewed, deployed, fetched and drawn, and opened in VS Code. */
export async function startCommand(lab: Lab, options: { editor: boolean }): Promise<CommandResult> {
  const workspace = workspaceAt(join(lab.installation.root, ".lab", "workspace"));
  const folder = join(workspace.root, TEMPLATE);
  await ensureWorkspace(workspace);
  const emulator = await lab.runningEmulator();
  if (!existsSync(join(folder, "Pulumi.yaml"))) {
    lab.progress(`Making the lab ${TEMPLATE} in ${folder}`);
    await newLab(lab.installation, { template: TEMPLATE, directory: folder, here: workspace.root, install: false, unasked: true }, lab.work);
  }
  await installDependencies(folder, { store: lab.installation.cacheDir, ...lab.work });
  const session = await lab.session(folder);
  const preview = await operate(lab, session, emulator, "preview");
  const outcome = preview.ok ? await operate(lab, session, emulator, "deploy") : { ...preview, operation: "deploy" as const };
  if (!outcome.ok) {
    return {
      ok: false,
      document: operationDocument(outcome, folder),
      text: describeOutcome(outcome, folder, [], lab.io),
      failure: outcome.error && failureOf(outcome.error),
    };
  }
  const urls = await openableUrls(lab.installation, session, emulator.endpoint, lab.signal);
  const url = urls[0]?.url;
  if (!url) throw new UserError("no-url", "The lab was deployed, but it has no page to open.", `Look at ${folder}.`);
  const page = await fetchPage(url, lab.signal);
  const { file } = await exportGraph(outcome.graph, join(workspace.root, "graph.svg"), { title: `${session.project.name}/${session.stack}`, signal: lab.signal });
  return {
    ok: true,
    afterwards: options.editor && !lab.io.json ? () => showInEditor(lab, workspace, session, emulator) : undefined,
    document: { ...operationDocument(outcome, folder), url, page, graphFile: file },
    text: [describeOutcome(outcome, folder, urls, lab.io), `The page says:\n\n${page.trim()}`, `Lab:   ${folder}\nGraph: ${file}\nPage:  ${url}`].join("\n\n"),
  };
}

/** The window that opens shows what was deployed just now, and the plan's item is ticked there if it works. */
async function showInEditor(lab: Lab, workspace: Workspace, session: StackSession, emulator: RunningEmulator): Promise<void> {
  const { project, stack } = session;
  lab.progress("Checking that the lab works");
  await checkLab(lab.installation, session, emulator, lab.signal);
  await writeOpenRequest(workspace, { projectDir: project.dir, project: project.name, stack });
  await openEditor(lab, workspace.root);
}

async function fetchPage(url: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new UserError("page-failed", `${url} answered ${response.status}.`, "Look at the emulator's log: pulumi-lab emulator logs");
  return response.text();
}
