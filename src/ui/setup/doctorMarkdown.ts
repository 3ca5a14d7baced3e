import type { DoctorReport, ToolReport } from "../../core/provision/doctor";

/** `vscode.l10n`, or in tests something that puts the values in. */
export interface Translator {
  t(message: string, ...values: string[]): string;
}

/** The doctor's report as Markdown. Versions, paths and hints come from programs: they are text, whatever they hold. */
export function doctorMarkdown({ ok, cacheDir, tools }: DoctorReport, l10n: Translator): string {
  const missing = tools.filter(({ required, status }) => required && status !== "ok");
  const optional = tools.filter(({ required, status, hint }) => !required && status !== "ok" && hint);
  const verdict = ok ? l10n.t("Everything that is needed is here.") : l10n.t("Something that is needed is missing.");
  const head = ["", l10n.t("Tool"), l10n.t("Version"), l10n.t("Where"), l10n.t("Needed for")];
  return [
    `# ${l10n.t("Pulumi Lab: My Setup")}`,
    "",
    `**${verdict}**`,
    "",
    ...section(l10n.t("What to do"), missing),
    `## ${l10n.t("What was found")}`,
    "",
    row(head),
    row(head.map(() => "---")),
    ...tools.map((tool) => row([mark(tool), inert(tool.name), inert(tool.version ?? "-"), code(tool.path ?? "-"), inert(tool.neededFor)])),
    "",
    ...section(l10n.t("Could be added"), optional),
    `${l10n.t("Tools that the lab installs lie in:")} ${code(cacheDir)}`,
    "",
  ].join("\n");
}

function section(title: string, tools: readonly ToolReport[]): string[] {
  if (tools.length === 0) return [];
  return [`## ${title}`, "", ...tools.map(({ name, hint }) => `- **${inert(name)}**: ${inert(hint ?? "")}`), ""];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function mark({ status, required }: ToolReport): string {
  if (status === "ok") return "✅";
  return required ? "❌" : "➖";
}

function inert(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]()#+!|<>&~$:@]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** An element, because a code span between backticks would show the escapes. */
function code(text: string): string {
  return `<code>${inert(text)}</code>`;
}
