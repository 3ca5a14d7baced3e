import * as vscode from "vscode";
import type { WorkContext } from "../core/lab/installation";

/** Runs a piece of work with a notification that tells what is being done and lets it be cancelled. */
export function withProgress<T>(title: string, log: vscode.LogOutputChannel, work: (context: Required<WorkContext>) => Promise<T>): Promise<T> {
  return Promise.resolve(
    vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, async (progress, token) => {
      const abort = new AbortController();
      const listening = token.onCancellationRequested(() => {
        progress.report({ message: vscode.l10n.t("Cancelling…") });
        abort.abort();
      });
      try {
        return await work({
          signal: abort.signal,
          onProgress: (message) => {
            log.info(message);
            if (!abort.signal.aborted) progress.report({ message: message.split("\n")[0] });
          },
        });
      } finally {
        listening.dispose();
      }
    }),
  );
}
