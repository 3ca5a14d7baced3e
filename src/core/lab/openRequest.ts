import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Workspace } from "../engine/workspace";
import type { StackRef } from "../explorer/stackRef";
import { writeWhole } from "../files";

const request = z.object({ projectDir: z.string(), project: z.string(), stack: z.string() });

/** Leaves word for the editor that opens a workspace next: show this stack. */
export async function writeOpenRequest(workspace: Workspace, ref: StackRef): Promise<void> {
  await writeWhole(fileOf(workspace), JSON.stringify(ref));
}

/** The word that was left, once. */
export async function takeOpenRequest(workspace: Workspace): Promise<StackRef | undefined> {
  const text = await readFile(fileOf(workspace), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  await rm(fileOf(workspace), { force: true });
  try {
    return request.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function fileOf(workspace: Workspace): string {
  return join(workspace.labDir, "open.json");
}
