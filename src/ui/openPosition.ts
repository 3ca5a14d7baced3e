import { isAbsolute, join } from "node:path";
import * as vscode from "vscode";
import type { SourcePosition } from "../shared/graph";

/** Opens a file at a place in it; a relative file lies in `base`. */
export async function openPosition({ file, line, column }: SourcePosition, base: string): Promise<void> {
  const path = isAbsolute(file) ? file : join(base, file);
  const at = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  await vscode.window.showTextDocument(vscode.Uri.file(path), { selection: new vscode.Range(at, at), preview: true });
}
