/** Reads the two documents that hold a stack's resources: the exported state and the saved plan. */
import { z } from "zod";
import { STACK_REFERENCE_TYPE, type SourcePosition } from "./graph";
import { parseUrn, urnOfProviderReference } from "./urn";

/** What one document says about one resource. */
export interface DocumentedResource {
  urn: string;
  type: string;
  name: string;
  parent?: string;
  custom: boolean;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
  resourceId?: string;
  external?: boolean;
  /** The URN of its provider, a default one included. */
  provider?: string;
  stackReference?: string;
  source?: SourcePosition;
}

/** A document is not what it should be. */
export class GraphDataError extends Error {
  override readonly name = "GraphDataError";
}

const urns = z.array(z.string()).nullish();
const urnsByProperty = z.record(z.string(), urns).nullish();

const stateResource = z.object({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean().nullish(),
  delete: z.boolean().nullish(),
  id: z.string().nullish(),
  parent: z.string().nullish(),
  external: z.boolean().nullish(),
  provider: z.string().nullish(),
  dependencies: urns,
  propertyDependencies: urnsByProperty,
  inputs: z.record(z.string(), z.unknown()).nullish(),
  sourcePosition: z.string().nullish(),
  stackTrace: z.array(z.object({ sourcePosition: z.string().nullish() })).nullish(),
});
type StateResource = z.infer<typeof stateResource>;

const exportedState = z.object({
  version: z.number().optional(),
  deployment: z.object({ resources: z.array(stateResource).nullish() }),
});

const savedPlan = z.object({
  resourcePlans: z.record(
    z.string(),
    z.object({
      goal: z
        .object({
          type: z.string(),
          name: z.string(),
          custom: z.boolean().nullish(),
          parent: z.string().nullish(),
          provider: z.string().nullish(),
          dependencies: urns,
          propertyDependencies: urnsByProperty,
        })
        .nullish(),
    }),
  ),
});

/**
 * The resources of an exported state (`pulumi stack export`), without those that only wait for deletion: their
 * URN belongs to the resource that took their place.
 * @throws GraphDataError when the document is not an exported state
 */
export function readState(document: unknown): DocumentedResource[] {
  const { deployment } = parse(exportedState, document, "exported state");
  const resources = (deployment.resources ?? []).filter((each) => !each.delete && parseUrn(each.urn));
  const positions = new Map(resources.map((each) => [each.urn, positionOf(each)]));
  const parents = new Map(resources.map((each) => [each.urn, each.parent ?? undefined]));
  return resources.map((each) => ({
    urn: each.urn,
    type: each.type,
    name: parseUrn(each.urn)?.name ?? each.urn,
    parent: each.parent ?? undefined,
    custom: each.custom ?? false,
    dependencies: each.dependencies ?? [],
    propertyDependencies: withoutEmpty(each.propertyDependencies),
    resourceId: each.id || undefined,
    external: each.external || undefined,
    provider: each.provider ? urnOfProviderReference(each.provider) : undefined,
    stackReference: each.type === STACK_REFERENCE_TYPE ? text(each.inputs?.name) : undefined,
    source: nearest(each.urn, positions, parents),
  }));
}

/**
 * The resources that a saved plan wants to exist. Those it deletes are in it without a goal, and left out.
 * @throws GraphDataError when the document is not a saved plan
 */
export function readPlan(document: unknown): DocumentedResource[] {
  const { resourcePlans } = parse(savedPlan, document, "saved plan");
  return Object.entries(resourcePlans).flatMap(([urn, { goal }]) => {
    if (!goal || !parseUrn(urn)) return [];
    return {
      urn,
      type: goal.type,
      name: goal.name,
      parent: goal.parent ?? undefined,
      custom: goal.custom ?? false,
      dependencies: goal.dependencies ?? [],
      propertyDependencies: withoutEmpty(goal.propertyDependencies),
      provider: goal.provider ? urnOfProviderReference(goal.provider) : undefined,
    };
  });
}

function parse<T>(schema: z.ZodType<T>, document: unknown, what: string): T {
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  throw new GraphDataError(`This is not Pulumi's ${what}: ${z.prettifyError(result.error)}`);
}

function withoutEmpty(properties: z.infer<typeof urnsByProperty>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(properties ?? {}).flatMap(([key, list]) => (list && list.length > 0 ? [[key, list]] : [])),
  );
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/**
 * Reads `project:///src/index.ts#12,5`. The SDK writes a whole file URL behind the folder for ES modules;
 * only that URL is true then. Undefined for places in libraries: nobody edits those.
 */
export function readSourcePosition(uri: string): SourcePosition | undefined {
  const match = /^project:\/\/\/(.+)#(\d+)(?:,(\d+))?$/.exec(uri);
  if (!match?.[1]) return undefined;
  const path = match[1];
  const fileUrl = path.lastIndexOf("file:/");
  const file = decode(fileUrl < 0 ? path : path.slice(fileUrl).replace(/^file:\/+/, "/").replace(/^\/(?=[a-z]:)/i, ""));
  if (/(^|\/)node_modules\//.test(file)) return undefined;
  return { file, line: Number(match[2]), column: Number(match[3] ?? 1) };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function positionOf(resource: StateResource): SourcePosition | undefined {
  const trace = resource.stackTrace ?? [];
  for (const uri of [resource.sourcePosition, ...trace.map((frame) => frame.sourcePosition)]) {
    const position = uri ? readSourcePosition(uri) : undefined;
    if (position) return position;
  }
  return undefined;
}

/** A resource made inside a library is shown where its nearest ancestor is made in the user's files. */
function nearest(
  urn: string,
  positions: Map<string, SourcePosition | undefined>,
  parents: Map<string, string | undefined>,
): SourcePosition | undefined {
  const seen = new Set<string>();
  for (let at: string | undefined = urn; at !== undefined && !seen.has(at); at = parents.get(at)) {
    const position = positions.get(at);
    if (position) return position;
    seen.add(at);
  }
  return undefined;
}
