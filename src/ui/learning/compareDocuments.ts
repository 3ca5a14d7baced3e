import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";

const SCHEME = "pulumi-lab-compare";
/** The same small system twice; the files end in .txt so that no compiler takes them for sources. */
const SIDES = { cdk: "bucketWithTrigger.cdk.ts", pulumi: "bucketWithTrigger.pulumi.ts" };

/** The plan's CDK and Pulumi programs as read-only documents in TypeScript's colours, beside each other. */
export class CompareDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  constructor(private readonly root: string) {}

  provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const name = Object.values(SIDES).find((side) => uri.path === `/${side}`);
    if (!name) throw vscode.FileSystemError.FileNotFound(uri);
    return readFile(join(this.root, "walkthroughs", "compare", `${name}.txt`), "utf8");
  }

  async show(): Promise<void> {
    const [left, right] = [SIDES.cdk, SIDES.pulumi].map((name) => vscode.Uri.from({ scheme: SCHEME, path: `/${name}` }));
    await vscode.commands.executeCommand("vscode.diff", left, right, vscode.l10n.t("A bucket with a trigger: AWS CDK ↔ Pulumi"), { preview: true });
  }

  dispose(): void {
    this.registration.dispose();
  }
}
