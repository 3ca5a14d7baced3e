import * as vscode from "vscode";
import { PRESENT } from "../core/engine/operationWords";
import type { StackActivities } from "../core/explorer/stackActivities";
import { stackTitle } from "../core/explorer/stackRef";
import { COMMANDS, PREFIX, VIEWS } from "../shared/contributions/ids";
import type { EmulatorService } from "./emulator/emulatorService";
import { emulatorFacts } from "./views/emulator/rowItems";

/** Behind the item alone, and therefore not contributed. */
const MENU_COMMAND = `${PREFIX}.statusMenu`;

export interface StatusBarServices {
  emulator: EmulatorService;
  activities: StackActivities;
}

/** One item that says which emulator runs and which operation; a click offers what makes sense now. */
export class StatusBar implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly subscriptions: vscode.Disposable;

  constructor(private readonly services: StatusBarServices) {
    const { emulator, activities } = services;
    this.item = vscode.window.createStatusBarItem(`${PREFIX}.status`, vscode.StatusBarAlignment.Left, 10);
    this.item.name = vscode.l10n.t("Pulumi Lab");
    this.item.command = MENU_COMMAND;
    this.subscriptions = vscode.Disposable.from(
      this.item,
      vscode.commands.registerCommand(MENU_COMMAND, () => this.offer()),
      emulator.onDidChange(() => this.show()),
      new vscode.Disposable(activities.onDidChange(() => this.show())),
    );
    this.show();
    this.item.show();
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private show(): void {
    const [state, facts] = [this.emulatorText(), this.facts()];
    const [first, ...others] = this.services.activities.active();
    const icon = this.services.emulator.running ? "server-environment" : "circle-slash";
    if (!first) {
      this.item.text = `$(${icon}) ${state}`;
    } else {
      const more = others.length > 0 ? ` +${others.length}` : "";
      this.item.text = `$(sync~spin) ${PRESENT[first.operation]} ${stackTitle(first.ref)}${more}`;
    }
    this.item.tooltip = facts.join("\n");
    this.item.accessibilityInformation = { label: [...this.operations(), state].join(", "), role: "button" };
  }

  private emulatorText(): string {
    const { running, status } = this.services.emulator;
    if (running) return `${running.name} :${new URL(running.endpoint).port}`;
    return status ? vscode.l10n.t("Emulator off") : vscode.l10n.t("Emulator");
  }

  private operations(): string[] {
    return this.services.activities.active().map(({ ref, operation, message }) => message || `${PRESENT[operation]} ${stackTitle(ref)}`);
  }

  private facts(): string[] {
    const { running } = this.services.emulator;
    return [...this.operations(), ...(running ? emulatorFacts(running) : [vscode.l10n.t("No emulator runs. A deployment starts one by itself.")])];
  }

  private async offer(): Promise<void> {
    const { emulator, activities } = this.services;
    await emulator.refresh().catch(() => undefined);
    const { running } = emulator;
    const busy = activities.active().length > 0;
    const on = running !== undefined;
    const choices: (vscode.QuickPickItem & { run: string })[] = [
      ...(busy ? [{ label: `$(debug-stop) ${vscode.l10n.t("Cancel Operation")}`, description: this.operations().join(", "), run: COMMANDS.cancel }] : []),
      ...(busy ? [] : [{ label: `$(cloud-upload) ${vscode.l10n.t("Deploy to LocalStack")}`, run: COMMANDS.deploy }]),
      ...(on ? [{ label: `$(server-environment) ${vscode.l10n.t("Show What Lies in the Emulator")}`, run: `${VIEWS.emulator}.focus` }] : []),
      ...(on ? [] : [{ label: `$(play) ${vscode.l10n.t("Start Emulator")}`, run: COMMANDS.emulatorStart }]),
      ...(on && !busy && running.kind !== "running" ? [{ label: `$(debug-stop) ${vscode.l10n.t("Stop Emulator")}`, run: COMMANDS.emulatorStop }] : []),
      ...(on && !busy ? [{ label: `$(clear-all) ${vscode.l10n.t("Reset Emulator")}`, run: COMMANDS.emulatorReset }] : []),
      { label: `$(output) ${vscode.l10n.t("Show Emulator Logs")}`, run: COMMANDS.emulatorLogs },
      { label: `$(pulse) ${vscode.l10n.t("Check My Setup")}`, run: COMMANDS.doctor },
    ];
    const chosen = await vscode.window.showQuickPick(choices, { title: this.emulatorText(), placeHolder: this.facts()[0] });
    if (chosen) await vscode.commands.executeCommand(chosen.run);
  }
}
