import { type ContentsNode, type ContentsPage, PAGE_SIZE } from "./model";

export interface Listed {
  nodes: ContentsNode[];
  /** The service's own mark of where the next page begins. */
  next?: string;
}

/**
 * Fills one page from several regions, whose services give as many as they like at a time. `more` of the page names
 * the region and the service's own mark.
 */
export async function pageOfRegions(
  regions: readonly string[],
  more: string | undefined,
  ask: (region: string, next: string | undefined) => Promise<Listed>,
): Promise<ContentsPage> {
  let { at, next } = parseMark(more, regions.length);
  const nodes: ContentsNode[] = [];
  while (at < regions.length) {
    if (nodes.length >= PAGE_SIZE) return { nodes, more: JSON.stringify([at, next ?? null]) };
    const region = regions[at]!;
    const listed = await ask(region, next);
    const elsewhere = at > 0;
    nodes.push(...listed.nodes.map((node) => (elsewhere ? { ...node, description: node.description ? `${region}, ${node.description}` : region } : node)));
    next = listed.next;
    if (next === undefined) at++;
  }
  return { nodes };
}

function parseMark(more: string | undefined, regions: number): { at: number; next?: string } {
  if (more === undefined) return { at: 0 };
  const [at, next] = JSON.parse(more) as [number, string | null];
  return { at: Math.min(Math.max(0, at), regions), next: next ?? undefined };
}

/** A page of what is already all there. */
export function pageOfAll(nodes: ContentsNode[], more: string | undefined): ContentsPage {
  const from = Number(more ?? 0);
  const to = from + PAGE_SIZE;
  return { nodes: nodes.slice(from, to), ...(to < nodes.length ? { more: String(to) } : {}) };
}
