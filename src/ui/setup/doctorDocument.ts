import * as vscode from "vscode";
import type { Emulator } from "../../core/emulator/emulator";
import type { Installation } from "../../core/lab/installation";
import { doctor } from "../../core/provision/doctor";
import { COMMANDS, DOCUMENT_SCHEME } from "../../shared/contributions/ids";
import type { Handlers } from "../commands/registerCommands";
import { withProgress } from "../progress";
import { doctorMarkdown } from "./doctorMarkdown";

export interface DoctorServices {
  installation: Installation;
  log: vscode.LogOutputChannel;
  /** The emulator that the settings want, started or not. */
  emulator: (signal: AbortSignal) => Promise<Emulator>;
  doctor: DoctorDocument;
}

const SCHEME = `${DOCUMENT_SCHEME}-setup`;
const ADDRESS = vscode.Uri.from({ scheme: SCHEME, path: "/Pulumi Lab Setup.md" });

/** The report of the last "Check My Setup" as a read-only document. */
export class DoctorDocument implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private text = "";
  private readonly registered = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  provideTextDocumentContent(): string {
    return this.text;
  }

  async show(markdown: string): Promise<void> {
    this.text = markdown;
    this.changed.fire(ADDRESS);
    try {
      await vscode.commands.executeCommand("markdown.showPreview", ADDRESS);
    } catch {
      // The editor's Markdown extension may be turned off; the text is readable, too.
      await vscode.window.showTextDocument(ADDRESS, { preview: true });
    }
  }

  dispose(): void {
    this.registered.dispose();
    this.changed.dispose();
  }
}

export function doctorCommands({ installation, log, emulator, doctor: document }: DoctorServices): Handlers {
  return {
    [COMMANDS.doctor]: async () => {
      const report = await withProgress(vscode.l10n.t("Checking the setup"), log, (work) =>
        doctor({ ...installation.provisioning(work), emulator: async (signal) => (await emulator(signal)).status(signal) }),
      );
      await document.show(doctorMarkdown(report, vscode.l10n));
    },
  };
}
