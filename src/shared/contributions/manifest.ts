/**
 * The part of package.json that VS Code reads, made from the tables beside this file. `npm run manifest` writes it, and
 * a test says when it is not current. Titles are keys into package.nls.json, which is written along.
 */
import { COMMAND_TABLE } from "./commands";
import { learningItemMenu, learningTitleMenu } from "./learningMenus";
import { LEARNING_VIEW } from "./learningIds";
import { walkthroughs, type WalkthroughSource } from "./walkthroughs";
import { COMMANDS, CONTEXTS, PREFIX, SETTINGS, TERMINAL_PROFILE, VIEW_CONTAINER, VIEWS } from "./ids";

export interface Manifest {
  contributes: Record<string, unknown>;
  activationEvents: string[];
  /** package.nls.json */
  nls: Record<string, string>;
}

export interface MenuEntry {
  command: string;
  when?: string;
  group?: string;
}

/** The same tables and the same pages give the same manifest. */
export function manifest(source: WalkthroughSource): Manifest {
  const nls: Record<string, string> = {};
  const text = (key: string, value: string): string => {
    nls[key] = value;
    return `%${key}%`;
  };
  const short = (id: string): string => id.slice(PREFIX.length + 1);
  const category = text("category", "Pulumi Lab");
  text("trust", "In a folder that is not trusted nothing is run and no program is read.");
  text("virtual", "Programs are run from files on disk.");
  const guides = walkthroughs(source, text);
  const contributes = {
    commands: COMMAND_TABLE.map(({ id, title, icon, when }) => ({
      command: id,
      title: text(`command.${short(id)}`, title),
      category,
      ...(icon && { icon: `$(${icon})` }),
      ...(when && { enablement: when }),
    })),
    menus: {
      commandPalette: COMMAND_TABLE.flatMap(({ id, when, itemOnly }): MenuEntry[] => (itemOnly ? [{ command: id, when: "false" }] : when ? [{ command: id, when }] : [])),
      "view/title": [...learningTitleMenu(), ...viewTitle()],
      "view/item/context": [...learningItemMenu(), ...itemMenu()],
      "editor/title": [{ command: COMMANDS.showGraph, when: `resourceFilename =~ /^Pulumi(\\..+)?\\.ya?ml$/ && ${CONTEXTS.hasProject}`, group: "navigation" }],
      "explorer/context": [{ command: COMMANDS.deploy, when: `resourceFilename =~ /^Pulumi\\.ya?ml$/ && isWorkspaceTrusted`, group: "7_pulumi" }],
    },
    viewsContainers: { activitybar: [{ id: VIEW_CONTAINER, title: text("container", "Pulumi Lab"), icon: "media/activity.svg" }] },
    views: {
      [VIEW_CONTAINER]: [
        { id: LEARNING_VIEW, name: text("view.learning", "Learning Plan"), initialSize: 4, contextualTitle: text("container", "Pulumi Lab"), icon: "media/activity.svg" },
        { id: VIEWS.stacks, name: text("view.stacks", "Stacks"), initialSize: 3, contextualTitle: text("container", "Pulumi Lab"), icon: "media/activity.svg" },
        { id: VIEWS.emulator, name: text("view.emulator", "Emulator"), initialSize: 2, contextualTitle: text("container", "Pulumi Lab"), icon: "media/activity.svg" },
        { id: VIEWS.templates, name: text("view.templates", "Templates"), initialSize: 2, contextualTitle: text("container", "Pulumi Lab"), icon: "media/activity.svg" },
      ],
    },
    viewsWelcome: welcome(text),
    walkthroughs: guides,
    terminal: { profiles: [{ id: TERMINAL_PROFILE, title: text("terminal", "Pulumi Lab"), icon: "$(beaker)" }] },
    configuration: { title: text("container", "Pulumi Lab"), properties: settings(text) },
  };
  const activationEvents = ["workspaceContains:**/Pulumi.yaml", "workspaceContains:learning-plan.md", `onTerminalProfile:${TERMINAL_PROFILE}`, ...guides.map(({ id }) => `onWalkthrough:${id}`)];
  return { contributes, activationEvents, nls };
}

function viewTitle(): MenuEntry[] {
  const at = (view: string, command: string, group: string, when?: string): MenuEntry => ({ command, when: `view == ${view}${when ? ` && ${when}` : ""}`, group });
  const { stacks, emulator, templates } = VIEWS;
  return [
    at(stacks, COMMANDS.deploy, "navigation@1"),
    at(stacks, COMMANDS.showGraph, "navigation@2"),
    at(stacks, COMMANDS.clearFilter, "navigation@3", CONTEXTS.filtered),
    at(stacks, COMMANDS.stacksRefresh, "navigation@4"),
    at(stacks, COMMANDS.filter, "1_show@1"),
    at(stacks, COMMANDS.groupByService, "1_show@2", `!${CONTEXTS.byService}`),
    at(stacks, COMMANDS.groupByComponent, "1_show@2", CONTEXTS.byService),
    at(stacks, COMMANDS.newLab, "2_make@1"),
    at(stacks, COMMANDS.openTerminal, "2_make@2"),
    at(stacks, COMMANDS.doctor, "3_setup@1"),
    at(emulator, COMMANDS.emulatorStart, "navigation@1", `${CONTEXTS.emulator} == off`),
    at(emulator, COMMANDS.emulatorStop, "navigation@1", `${CONTEXTS.emulator} == ours`),
    at(emulator, COMMANDS.emulatorRefresh, "navigation@3"),
    at(emulator, COMMANDS.emulatorReset, "1_emulator@1", `${CONTEXTS.emulator} != off`),
    at(emulator, COMMANDS.emulatorLogs, "1_emulator@2"),
    at(emulator, COMMANDS.emulatorOpenBrowser, "1_emulator@3", `${CONTEXTS.emulator} != off`),
    at(templates, COMMANDS.newLab, "navigation@1"),
  ];
}

function itemMenu(): MenuEntry[] {
  const on = (view: string, words: string, command: string, group: string): MenuEntry => ({
    command,
    when: [`view == ${view}`, ...words.split(" ").map((word) => (word.startsWith("!") ? `!(viewItem =~ /\\b${word.slice(1)}\\b/)` : `viewItem =~ /\\b${word}\\b/`))].join(" && "),
    group,
  });
  const { stacks, emulator, templates } = VIEWS;
  return [
    on(stacks, "project", COMMANDS.newStack, "1_stack@1"),
    on(stacks, "project", COMMANDS.openTerminal, "2_project@1"),
    on(stacks, "project", COMMANDS.installDependencies, "2_project@2"),
    on(stacks, "stack !running", COMMANDS.deploy, "inline@1"),
    on(stacks, "stack !running", COMMANDS.preview, "inline@2"),
    on(stacks, "stack running", COMMANDS.cancel, "inline@1"),
    on(stacks, "stack", COMMANDS.showGraph, "inline@3"),
    on(stacks, "stack !running", COMMANDS.deploy, "1_run@1"),
    on(stacks, "stack !running", COMMANDS.preview, "1_run@2"),
    on(stacks, "stack exists !running", COMMANDS.refresh, "1_run@3"),
    on(stacks, "stack exists !running", COMMANDS.destroy, "1_run@4"),
    on(stacks, "stack running", COMMANDS.cancel, "1_run@1"),
    on(stacks, "stack exists !running", COMMANDS.check, "1_run@5"),
    on(stacks, "stack", COMMANDS.showGraph, "2_show@1"),
    on(stacks, "stack exists", COMMANDS.showOutputs, "2_show@2"),
    on(stacks, "stack exists", COMMANDS.openUrl, "2_show@3"),
    on(stacks, "stack", COMMANDS.openTerminal, "2_show@4"),
    on(stacks, "stack", COMMANDS.setConfig, "3_config@1"),
    on(stacks, "stack", COMMANDS.setSecret, "3_config@2"),
    on(stacks, "stack exists !running", COMMANDS.renameStack, "4_manage@1"),
    on(stacks, "stack exists !running", COMMANDS.removeStack, "4_manage@2"),
    on(stacks, "stack exists", COMMANDS.exportState, "4_manage@3"),
    on(stacks, "stack !running", COMMANDS.importState, "4_manage@4"),
    on(stacks, "resource hasSource", COMMANDS.goToSource, "inline@1"),
    on(stacks, "resource", COMMANDS.revealInGraph, "inline@2"),
    on(stacks, "resource", COMMANDS.revealInGraph, "1_show@1"),
    on(stacks, "resource hasSource", COMMANDS.goToSource, "1_show@2"),
    on(stacks, "resource hasUrl", COMMANDS.openUrl, "1_show@3"),
    on(stacks, "resource hasEmulator", COMMANDS.openInEmulator, "1_show@4"),
    on(stacks, "resource", COMMANDS.copyUrn, "2_copy@1"),
    on(stacks, "resource hasId", COMMANDS.copyId, "2_copy@2"),
    on(stacks, "resource recorded", COMMANDS.copyOutput, "2_copy@3"),
    on(stacks, "resource recorded", COMMANDS.revealSecrets, "3_secret@1"),
    on(emulator, "openable", COMMANDS.emulatorOpen, "inline@1"),
    on(templates, "template", COMMANDS.newLabFrom, "inline@1"),
    on(templates, "template", COMMANDS.showTemplate, "inline@2"),
    on(templates, "template", COMMANDS.newLabFrom, "1_lab@1"),
    on(templates, "template", COMMANDS.showTemplate, "1_lab@2"),
  ];
}

/** What an empty view says, and the button that ends its emptiness. */
function welcome(text: (key: string, value: string) => string): { view: string; contents: string; when: string }[] {
  const link = (label: string, command: string): string => `[${label}](command:${command})`;
  const ready = CONTEXTS.ready;
  const trusted = "isWorkspaceTrusted";
  return [
    {
      view: VIEWS.stacks,
      when: "workspaceFolderCount == 0",
      contents: text(
        "welcome.noFolder",
        `Deploy a real AWS program to an emulator on this machine: no account, no token, no Docker.\n${link("Open Learning Workspace", COMMANDS.openWorkspace)}\nOr open a folder of your own.\n${link("Open Folder", "vscode.openFolder")}`,
      ),
    },
    {
      view: VIEWS.stacks,
      when: `workspaceFolderCount != 0 && !${trusted}`,
      contents: text(
        "welcome.untrusted",
        `This folder is not trusted, so no program in it is read or run.\n${link("Manage Workspace Trust", "workbench.trust.manage")}`,
      ),
    },
    {
      view: VIEWS.stacks,
      when: `workspaceFolderCount != 0 && ${trusted} && !${ready}`,
      contents: text("welcome.looking", "Looking for Pulumi projects…"),
    },
    {
      view: VIEWS.stacks,
      when: `workspaceFolderCount != 0 && ${trusted} && ${ready} && !${CONTEXTS.hasProject}`,
      contents: text(
        "welcome.noProject",
        `There is no Pulumi project in this folder yet. Make a lab from a template, and deploy it a minute later.\n${link("New Lab from Template", COMMANDS.newLab)}`,
      ),
    },
    {
      view: VIEWS.stacks,
      when: `${trusted} && ${CONTEXTS.toolsMissing}`,
      contents: text(
        "welcome.toolsMissing",
        `The Pulumi CLI and the emulator are installed into a folder of their own when they are first needed, or now.\n${link("Install Tools", COMMANDS.installTools)}\n${link("Check My Setup", COMMANDS.doctor)}`,
      ),
    },
    {
      view: VIEWS.emulator,
      when: `${trusted} && ${CONTEXTS.emulator} == off`,
      contents: text("welcome.emulatorOff", `No emulator runs. A deployment starts one by itself.\n${link("Start Emulator", COMMANDS.emulatorStart)}`),
    },
    {
      view: VIEWS.emulator,
      when: `!${trusted}`,
      contents: text("welcome.emulatorUntrusted", "The emulator is not used in a folder that is not trusted."),
    },
  ];
}

function settings(text: (key: string, value: string) => string): Record<string, unknown> {
  const setting = (name: string, about: string, rest: object): [string, object] => [`${PREFIX}.${name}`, { markdownDescription: text(`setting.${name}`, about), ...rest }];
  return Object.fromEntries([
    setting(
      SETTINGS.emulator,
      "The AWS emulator that stacks are deployed to: `auto` takes one that runs already, else LocalStack if Docker has it at hand, else MiniStack, which needs no Docker. Or `ministack`, `localstack`, or the URL of a running one on this machine.",
      { type: "string", default: "auto", examples: ["auto", "ministack", "localstack", "http://127.0.0.1:4566"], scope: "machine-overridable" },
    ),
    setting(SETTINGS.persist, "Keep what MiniStack holds when it is stopped.", { type: "boolean", default: false, scope: "machine-overridable" }),
    setting(
      SETTINGS.provider,
      "The AWS provider: `auto` is the embedded one, which speaks to emulators only; `official` is the vendor's plug-in, if you have installed it. A stack keeps the one it was first deployed with.",
      { type: "string", enum: ["auto", "embedded", "official"], default: "auto", scope: "resource" },
    ),
    setting(SETTINGS.pulumiPath, "Full path of the Pulumi CLI to use. Empty: the one on PATH if it is recent, else one of our own.", { type: "string", default: "", scope: "machine" }),
    setting(SETTINGS.pythonPath, "Full path of the Python (3.10 or newer) that MiniStack's environment is made with. Empty: the one on PATH.", { type: "string", default: "", scope: "machine" }),
    setting(SETTINGS.confirmDeploy, "Ask before a deployment changes anything.", { type: "boolean", default: true, scope: "window" }),
    setting(SETTINGS.openGraph, "Show the resource graph when a preview or a deployment starts.", { type: "boolean", default: true, scope: "window" }),
    setting(SETTINGS.typeCheck, "Check the program's types beside each preview, and show type errors in the Problems view.", { type: "boolean", default: true, scope: "resource" }),
    setting(SETTINGS.codeLens, "Show each resource's last operation above the line that makes it.", { type: "boolean", default: true, scope: "window" }),
  ]);
}
