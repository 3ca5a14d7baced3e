import * as vscode from "vscode";
import { followFile } from "../../core/emulator/logFollow";
import type { WorkContext } from "../../core/lab/installation";
import type { EmulatorService } from "./emulatorService";

const LINES = 1000;

/** The emulator's log as an output channel, which follows it where it is a file. */
export class EmulatorLog implements vscode.Disposable {
  private channel: vscode.OutputChannel | undefined;
  private following: { file: string; dispose(): void } | undefined;

  constructor(private readonly service: EmulatorService) {}

  async show(work: WorkContext): Promise<void> {
    const status = await this.service.refresh(work.signal);
    // A foreign one has no log that we know of: the core says so.
    const text = status?.logFile ? undefined : await this.service.logs(LINES, work);
    const channel = (this.channel ??= vscode.window.createOutputChannel(vscode.l10n.t("Pulumi Lab Emulator"), "log"));
    if (text !== undefined) {
      this.unfollow();
      channel.replace(`${text.trimEnd()}\n`);
    } else if (status?.logFile && this.following?.file !== status.logFile) {
      await this.follow(status.logFile, channel);
    }
    channel.show(true);
  }

  dispose(): void {
    this.unfollow();
    this.channel?.dispose();
  }

  private async follow(file: string, channel: vscode.OutputChannel): Promise<void> {
    let before = "";
    // Text that is appended to a channel just cleared gets lost, so what is there already replaces it.
    let take = (text: string): void => void (before += text);
    const following = await followFile(file, (text) => take(text));
    channel.replace(before);
    take = (text) => channel.append(text);
    this.unfollow();
    this.following = { file, dispose: () => following.dispose() };
  }

  private unfollow(): void {
    this.following?.dispose();
    this.following = undefined;
  }
}
