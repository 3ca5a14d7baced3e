/** The contents of the details' tabs. */
import type { GraphEdge, GraphNode } from "../../src/shared/graph";
import { opMark, opWord } from "../../src/shared/resourceOps";
import { printable } from "../../src/shared/text";
import { h, icon } from "../common/dom";
import { t } from "../common/l10n";
import type { Knowledge } from "./details";
import { nameOfUrn, statusWord } from "./model/words";
import type { Store } from "./store";
import { changesTable, valueTree } from "./values";

export interface DetailsActions {
  copy(text: string): void;
  goToSource(urn: string): void;
  openReference(urn: string): void;
  openUrl(urn: string, url: string): void;
  /** Selects another resource. */
  jump(urn: string): void;
}

export function overviewPart(node: GraphNode, store: Store, known: Knowledge, actions: DetailsActions): HTMLElement {
  const copyable = (label: string, value: string) =>
    h("span", { class: "copyable" },
      h("code", {}, printable(value)),
      h("vscode-toolbar-button", { icon: "copy", label, title: label, "data-key": label, onclick: () => actions.copy(value) }),
    );
  const { source, stackReference, provider } = node;
  const kept = !node.op && node.status === "recorded";
  const urls = known.details?.urls ?? [];
  const rows: [string, HTMLElement | string | undefined][] = [
    ["Operation", node.op ? opLine(node, store.planned) : kept ? t("none") : undefined],
    ["Status", statusWord(node.status)],
    ["Type", h("code", {}, printable(node.type))],
    ["URN", copyable(t("Copy URN"), node.id)],
    ["Id", node.resourceId ? copyable(t("Copy id"), node.resourceId) : undefined],
    ["Kind", node.custom ? (node.external ? t("read only: somebody else manages it") : undefined) : t("component: it groups other resources")],
    ["Provider", provider ? link(nameOfUrn(provider), "provider", () => actions.jump(provider), store.node(provider) !== undefined) : undefined],
    ["Source", source ? link(`${baseName(source.file)}:${source.line}`, "source", () => actions.goToSource(node.id), true, source.file) : undefined],
    ["Stack", stackReference ? link(t("{0} — open its graph", stackReference), "reference", () => actions.openReference(node.id)) : undefined],
    ["Parent", node.parent ? link(nameOfUrn(node.parent), "parent", () => actions.jump(node.parent as string), store.visible.standsFor.has(node.parent) && store.node(node.parent)?.type !== "pulumi:pulumi:Stack") : undefined],
    ["Changed", node.changed?.length ? node.changed.map(printable).join(", ") : undefined],
    ["Address", urls.length > 0 ? h("span", { class: "stack" }, ...urls.map((url, at) => link(url, `url-${at}`, () => actions.openUrl(node.id, url)))) : undefined],
  ];
  const list = h("dl", {}, ...rows.flatMap(([term, value]) => (value === undefined || value === "" ? [] : [h("dt", {}, t(term)), h("dd", {}, value)])));
  return h("div", {}, node.message ? h("p", { class: "problem" }, icon("error"), printable(node.message)) : undefined, problem(known), list);
}

function opLine(node: GraphNode, planned: boolean): HTMLElement {
  const op = node.op ?? "same";
  const word = node.attempted ? `${opWord(op, planned)} to ${node.attempted}` : opWord(op, planned);
  return h("span", { class: `opLine op-${op}` }, h("span", { class: "opMark", "aria-hidden": "true" }, opMark(op)), t(word));
}

function link(label: string, key: string, go: () => void, possible = true, title?: string): HTMLElement {
  if (!possible) return h("span", {}, printable(label));
  return h("button", { class: "link", "data-key": key, title: title === undefined ? undefined : printable(title), onclick: go }, printable(label));
}

function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1);
}

function problem({ problem: text }: Knowledge): HTMLElement | undefined {
  return text === undefined ? undefined : h("p", { class: "problem", role: "alert" }, icon("warning"), printable(text));
}

export function valuesPart(known: Knowledge, which: "inputs" | "outputs", reveal: () => void): HTMLElement {
  const { details, revealed } = known;
  if (!details) return h("div", {}, problem(known) ?? h("p", { class: "muted" }, t("Loading…")));
  return h("div", {},
    problem(known),
    details.hasSecrets && !revealed && h("vscode-button", { secondary: true, icon: "eye", "data-key": "reveal", onclick: reveal }, t("Reveal Secrets…")),
    valueTree(details[which], which === "inputs" ? t("No inputs are known.") : t("No outputs yet: a deploy decides them.")),
  );
}

export function diffPart(node: GraphNode): HTMLElement {
  if (node.diff?.length) return changesTable(node.diff);
  if (node.changed?.length) return h("div", {}, h("p", { class: "muted" }, t("Changed properties, whose values are not known:")), h("ul", {}, ...node.changed.map((name) => h("li", {}, printable(name)))));
  return h("p", { class: "muted" }, node.op === "create" ? t("All of it is new.") : t("Nothing changes."));
}

export function diagnosticsPart(node: GraphNode, known: Knowledge): HTMLElement {
  const told = known.details?.diagnostics ?? [];
  const all = told.length > 0 || !node.message ? told : [{ severity: "error" as const, message: node.message }];
  if (all.length === 0) return h("div", {}, problem(known), h("p", { class: "muted" }, t("The engine reported nothing about it.")));
  return h("ul", { class: "diagnostics" },
    ...all.map(({ severity, message }) => h("li", { class: severity }, icon(severity), h("pre", { tabindex: 0 }, `${t(severity)}: ${message.split("\n").map(printable).join("\n")}`))),
  );
}

export function linksPart(node: GraphNode, store: Store, actions: DetailsActions): HTMLElement {
  const edges = store.graph.edges.filter((edge) => edge.kind === "dependency");
  const section = (title: string, nothing: string, list: GraphEdge[], other: (edge: GraphEdge) => string) =>
    h("section", {},
      h("h3", {}, `${title} (${list.length})`),
      list.length === 0
        ? h("p", { class: "muted" }, nothing)
        : h("ul", { class: "links" },
            ...list.map((edge) => {
              const urn = other(edge);
              const why = edge.properties.length > 0 ? edge.properties.map(printable).join(", ") : "dependsOn";
              const inGraph = store.node(urn) !== undefined;
              return h("li", {}, link(nameOfUrn(urn), `${title}-${urn}`, () => actions.jump(urn), inGraph, urn), h("span", { class: "why" }, inGraph ? why : t("{0} (not in this graph)", why)));
            }),
          ),
    );
  return h("div", {},
    section(t("Needs"), t("It stands by itself."), edges.filter((edge) => edge.from === node.id), (edge) => edge.to),
    section(t("Needed by"), t("Nothing depends on it."), edges.filter((edge) => edge.to === node.id), (edge) => edge.from),
  );
}
