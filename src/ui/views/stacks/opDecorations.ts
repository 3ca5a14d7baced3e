import * as vscode from "vscode";
import { type Tone, resourceLook } from "../../../core/explorer/resourceLook";
import type { GraphNode } from "../../../shared/graph";

const SCHEME = "pulumi-lab-operation";

const COLORS: Record<Tone, string | undefined> = {
  added: "gitDecoration.addedResourceForeground",
  changed: "gitDecoration.modifiedResourceForeground",
  replaced: "charts.purple",
  removed: "gitDecoration.deletedResourceForeground",
  failed: "list.errorForeground",
  read: "charts.blue",
  quiet: undefined,
};

export function toneColor(tone: Tone): vscode.ThemeColor | undefined {
  const color = COLORS[tone];
  return color === undefined ? undefined : new vscode.ThemeColor(color);
}

/** An address that carries all that the decoration says: what changes makes another address. */
export function decorationUri(node: GraphNode, planned: boolean): vscode.Uri | undefined {
  const { mark, tone, outcome } = resourceLook(node, { planned });
  if (!mark) return undefined;
  return vscode.Uri.from({ scheme: SCHEME, path: `/${encodeURIComponent(node.name)}`, query: JSON.stringify({ mark, tone, outcome }) });
}

/** Badge and colour of the last operation on the resources of the tree. */
export class OpDecorations implements vscode.FileDecorationProvider {
  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== SCHEME) return undefined;
    const { mark, tone, outcome } = JSON.parse(uri.query) as { mark: string; tone: Tone; outcome: string };
    return new vscode.FileDecoration(mark, outcome, toneColor(tone));
  }
}
