import * as vscode from "vscode";
import { showError } from "../showError";

/** What a command does; it gets what VS Code passes: a tree item, an argument of ours, or nothing. */
export type Handler = (...arguments_: never[]) => unknown;
export type Handlers = Record<string, Handler>;

/** Registers handlers. Whatever one throws is shown once, here. */
export function registerCommands(handlers: Handlers, log: vscode.LogOutputChannel): vscode.Disposable {
  const registered = Object.entries(handlers).map(([id, handler]) =>
    vscode.commands.registerCommand(id, async (...arguments_: unknown[]) => {
      log.debug(`command ${id}`);
      try {
        return await (handler as (...arguments_: unknown[]) => unknown)(...arguments_);
      } catch (error) {
        // Not awaited: the command is over, though its message may stand for long.
        void showError(error, log);
        return undefined;
      }
    }),
  );
  return vscode.Disposable.from(...registered);
}
