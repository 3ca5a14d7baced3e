import { basename, extname } from "node:path";
import type { ResourceGraph } from "../../shared/graph";
import { STACK_TYPE } from "../../shared/graph";
import { toGraphDocument } from "../../shared/graphDocument";
import { type GraphFormat, graphFormats } from "../../shared/graphFormats";
import { layoutGraph, type LayoutOptions } from "../../shared/layout/layoutGraph";
import { renderSvg } from "../../shared/svg/renderSvg";
import type { Theme } from "../../shared/svg/theme";
import { parseUrn } from "../../shared/urn";
import { UserError } from "../errors";
import { writeWhole } from "../files";
import { renderDot } from "./dot";
import { renderMermaid } from "./mermaid";
import { rasterize } from "./png";

export interface ExportOptions {
  /** By default project and stack. */
  title?: string;
  /** By default how much there is, and what happens to it. SVG and PNG only. */
  subtitle?: string;
  /** Nothing has happened yet: "to create" rather than "created". SVG and PNG only. */
  planned?: boolean;
  /** SVG follows the viewer by default (`auto`); a PNG can't, and is light by default. */
  theme?: Theme;
  direction?: LayoutOptions["direction"];
  signal?: AbortSignal;
}

/**
 * Writes the graph to a file, in the format that its name ends with. The file is either all there or as it was.
 * @throws UserError `unknown-graph-format` for any other ending
 */
export async function exportGraph(graph: ResourceGraph, file: string, options: ExportOptions = {}): Promise<{ file: string; format: GraphFormat }> {
  const format = formatOf(file);
  const content = await renderGraph(graph, format, options);
  await writeWhole(file, content, { signal: options.signal });
  return { file, format };
}

/** The graph as text, or for a PNG as bytes. */
export async function renderGraph(graph: ResourceGraph, format: GraphFormat, options: ExportOptions = {}): Promise<string | Uint8Array> {
  switch (format) {
    case "json":
      return `${JSON.stringify(toGraphDocument(graph), undefined, 2)}\n`;
    case "dot":
      return renderDot(graph, options.title ?? titleOf(graph));
    case "mmd":
      return renderMermaid(graph, options.title ?? titleOf(graph));
    case "svg":
      return draw(graph, options.theme ?? "auto", options);
    case "png":
      return rasterize(await draw(graph, options.theme === "dark" ? "dark" : "light", options));
  }
}

async function draw(graph: ResourceGraph, theme: Theme, options: ExportOptions): Promise<string> {
  const { title, subtitle, planned, direction, signal } = options;
  return renderSvg(await layoutGraph(graph, { direction, signal }), { theme, title, subtitle, planned });
}

function titleOf(graph: ResourceGraph): string {
  const stack = graph.nodes.find((node) => node.type === STACK_TYPE);
  const urn = stack && parseUrn(stack.id);
  return urn ? `${urn.project}/${urn.stack}` : "Resources";
}

function formatOf(file: string): GraphFormat {
  const ending = extname(file).slice(1).toLowerCase();
  const format = graphFormats.find((each) => each === ending);
  if (format) return format;
  const known = graphFormats.map((each) => `.${each}`).join(", ");
  throw new UserError(
    "unknown-graph-format",
    ending ? `Graphs can't be written as ".${ending}".` : `The file name "${basename(file)}" doesn't say in which format to write the graph.`,
    `Give it a name that ends with one of ${known}.`,
  );
}
