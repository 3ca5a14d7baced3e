import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import type { Inside } from "../../../src/extension";
import { writeFiles } from "../../support/tempFolder";
import { packagesVariable } from "./results";

export function extension(): vscode.Extension<Inside | undefined> {
  const found = vscode.extensions.getExtension<Inside | undefined>("pulumi-learning-lab.pulumi-learning-lab");
  assert.ok(found);
  return found;
}

/** The extension's own objects, which it hands out to tests alone. */
export async function inside(): Promise<Inside> {
  const given = await extension().activate();
  assert.ok(given);
  return given;
}

export function workspaceFolder(): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  return folder.uri.fsPath;
}

/** Writes a project into the opened folder. */
export function writeProject(name: string, files: Record<string, string>): string {
  const dir = join(workspaceFolder(), name);
  mkdirSync(dir, { recursive: true });
  writeFiles(dir, { "Pulumi.yaml": `name: ${name}\nruntime: nodejs\n`, ...files });
  const packages = process.env[packagesVariable];
  assert.ok(packages);
  symlinkSync(packages, join(dir, "node_modules"), "junction");
  return dir;
}

/** An emulator of the suite's own, whatever runs on this machine. */
export async function useOwnEmulator(): Promise<void> {
  await vscode.workspace.getConfiguration("pulumiLab").update("emulator", "ministack", vscode.ConfigurationTarget.Workspace);
}
