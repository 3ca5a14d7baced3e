import * as vscode from "vscode";
import { loadContents } from "../../core/emulator/contents/load";
import { DEFAULT_REGION, type EmulatorContents } from "../../core/emulator/contents/model";
import { UserError } from "../../core/errors";
import type { Installation } from "../../core/lab/installation";
import type { EmulatorService } from "./emulatorService";

export interface ContentsSourceOptions {
  installation: Installation;
  service: EmulatorService;
  /** Regions that the workspace's stacks use; the default one by default. */
  regions?: () => readonly string[];
}

/** The contents of the emulator that runs now: opened when first asked for, and again when it is another one. */
export class ContentsSource implements vscode.Disposable {
  private opened: { key: string; contents: EmulatorContents } | undefined;
  private readonly asked = new Set<string>();

  constructor(private readonly options: ContentsSourceOptions) {}

  /** @throws UserError `emulator-not-running` */
  current(): EmulatorContents {
    const { installation, service } = this.options;
    const running = service.running;
    if (!running) throw new UserError("emulator-not-running", vscode.l10n.t("No emulator runs."), vscode.l10n.t("Start one, then look again."));
    const regions = [...new Set([DEFAULT_REGION, ...(this.options.regions?.() ?? []), ...this.asked])];
    const key = JSON.stringify([running.endpoint, regions]);
    if (this.opened?.key !== key) {
      this.opened?.contents.close();
      this.opened = { key, contents: loadContents(installation.bundle("emulatorContents.cjs"), running.endpoint, { regions }) };
    }
    return this.opened.contents;
  }

  /** From now on a region is looked in as well. True when it was not before. */
  include(region: string): boolean {
    const known = region === DEFAULT_REGION || this.asked.has(region) || (this.options.regions?.() ?? []).includes(region);
    if (!known) this.asked.add(region);
    return !known;
  }

  dispose(): void {
    this.opened?.contents.close();
    this.opened = undefined;
  }
}
