import * as vscode from "vscode";
import { resourceLook } from "../../../core/explorer/resourceLook";
import type { GraphNode } from "../../../shared/graph";
import { parseUrn } from "../../../shared/urn";
import { printable } from "../../../shared/text";
import type { ShownStack } from "./stackGraphs";

const MOST_LINES = 24;
const LONGEST = 160;

/** All that is known of a resource, secrets masked. Nothing that a program or an emulator says is taken as Markdown. */
export function resourceTooltip(node: GraphNode, shown: ShownStack): vscode.MarkdownString {
  const { inputs, outputs, diagnostics, hasSecrets } = shown.details(node.id);
  const { outcome } = resourceLook(node, { planned: shown.planned });
  const text = new vscode.MarkdownString();
  const line = (name: string, value: string): void => {
    text.appendMarkdown("**").appendText(name).appendMarkdown("** ").appendText(printable(value)).appendMarkdown("\n\n");
  };
  text.appendMarkdown("**").appendText(printable(node.name)).appendMarkdown("** ").appendText(printable(node.type)).appendMarkdown("\n\n");
  if (outcome) text.appendText(node.changed?.length ? `${outcome} (${node.changed.map(printable).join(", ")})` : outcome).appendMarkdown("\n\n");
  for (const message of new Set([node.message, ...diagnostics.map((each) => each.message)])) {
    if (message) text.appendCodeblock(cutLines(message), "text");
  }
  if (node.resourceId) line(vscode.l10n.t("ID"), node.resourceId);
  if (node.custom) line(vscode.l10n.t("Provider"), providerOf(node, shown));
  const needs = dependenciesOf(node, shown);
  if (needs.length > 0) line(vscode.l10n.t("Needs"), needs.join(", "));
  section(text, vscode.l10n.t("Inputs"), inputs);
  section(text, vscode.l10n.t("Outputs"), outputs);
  if (hasSecrets) text.appendText(vscode.l10n.t("Secrets are masked; Reveal Secrets shows them.")).appendMarkdown("\n\n");
  line("URN", node.id);
  return text;
}

function section(text: vscode.MarkdownString, title: string, values: Record<string, unknown>): void {
  if (Object.keys(values).length === 0) return;
  text.appendMarkdown("**").appendText(title).appendMarkdown("**\n");
  text.appendCodeblock(cutLines(JSON.stringify(values, (_key, value: unknown) => (typeof value === "string" ? cut(value) : value), 2)), "json");
}

function providerOf({ provider, type }: GraphNode, shown: ShownStack): string {
  const chosen = provider && parseUrn(provider)?.name;
  if (chosen) return chosen;
  const { record } = shown.snapshot;
  return type.startsWith("aws:") && record ? vscode.l10n.t("default ({0}, {1})", record.provider, record.endpoint) : vscode.l10n.t("default");
}

/** `bucket (policy, bucket)`: each with the inputs that it goes into. */
function dependenciesOf(node: GraphNode, shown: ShownStack): string[] {
  return shown.graph.edges
    .filter((edge) => edge.from === node.id && edge.kind === "dependency")
    .map(({ to, properties }) => {
      const name = parseUrn(to)?.name ?? to;
      return properties.length > 0 ? `${name} (${properties.join(", ")})` : name;
    });
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function cutLines(text: string): string {
  const lines = text.split("\n").map(cut);
  return lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), "…"].join("\n") : lines.join("\n");
}
