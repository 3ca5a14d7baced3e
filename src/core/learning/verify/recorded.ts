import { STACK_REFERENCE_TYPE, STACK_TYPE } from "../../../shared/graph";
import { isProviderType, shortType } from "../../../shared/resourceType";
import { parseUrn, urnOfProviderReference } from "../../../shared/urn";
import { type ExportedState, maskSecrets } from "../../engine/stackState";
import { valuesAt } from "./values";

/** A resource as a stack's state records it. */
export interface Recorded {
  urn: string;
  type: string;
  /** The logical name. */
  name: string;
  /** Of a custom resource. */
  id?: string;
  custom: boolean;
  /** When it was made: it stays when a resource is renamed or moved, and a new one has another. */
  created?: string;
  parent?: string;
  /** URNs that it depends on by an option alone. */
  explicit: string[];
  /** URNs whose outputs its inputs are made from. */
  implicit: string[];
  ignoreChanges: string[];
  importId?: string;
  /** The URN of a provider that the program made; undefined for the default one. */
  ownProvider?: string;
  /** Where the program makes it: `index.ts#10,11`. */
  source?: { file: string; line: number };
  outputs: Record<string, unknown>;
  values(path: string): unknown[];
  /** How people call it: its name in the cloud, else its logical one. */
  title: string;
}

/** What a state records: neither the stack itself, nor default providers, nor what waits for its deletion. */
export function recordedResources(state: ExportedState | undefined): Recorded[] {
  return (state?.deployment.resources ?? []).flatMap((each) => {
    const urn = parseUrn(each.urn);
    if (!urn || each.delete === true || each.pendingReplacement === true || each.type === STACK_TYPE) return [];
    // Somebody else manages what is only read; a reference to a stack is read as well, and is the program's own.
    if (each.external === true && each.type !== STACK_REFERENCE_TYPE) return [];
    if (isProviderType(each.type) && urn.name.startsWith("default")) return [];
    const inputs = maskSecrets(each.inputs ?? {}) as Record<string, unknown>;
    const outputs = maskSecrets(each.outputs ?? {}) as Record<string, unknown>;
    const implicit = [...new Set(Object.values((each.propertyDependencies ?? {}) as Record<string, string[] | null>).flatMap((urns) => urns ?? []))];
    const provider = typeof each.provider === "string" ? urnOfProviderReference(each.provider) : undefined;
    const id = typeof each.id === "string" ? each.id : undefined;
    return {
      urn: each.urn,
      type: each.type,
      name: urn.name,
      id,
      custom: each.custom === true,
      created: typeof each.created === "string" ? each.created : undefined,
      parent: typeof each.parent === "string" ? each.parent : undefined,
      explicit: listOf(each.dependencies).filter((other) => !implicit.includes(other)),
      implicit,
      ignoreChanges: listOf(each.ignoreChanges),
      importId: typeof each.importID === "string" ? each.importID : undefined,
      ownProvider: provider && !/::default(_[^:]*)?$/.test(provider) ? provider : undefined,
      source: sourceOf(each.sourcePosition),
      outputs,
      values: (path: string) => [...valuesAt(inputs, path), ...valuesAt(outputs, path)],
      // The ids of providers and of what is no cloud's own tell a person nothing.
      title: (each.type.startsWith("pulumi") ? undefined : titleOf(outputs, id)) ?? urn.name,
    };
  });
}

function titleOf(outputs: Record<string, unknown>, id: string | undefined): string | undefined {
  const candidates = [outputs.bucket, outputs.name, outputs.functionName, id];
  return candidates.find((each): each is string => typeof each === "string" && each.length > 0 && each.length <= 80 && !each.includes("://"));
}

/** Texts by which other resources may name this one. */
export function isNamedBy(resource: Recorded, text: string): boolean {
  const { arn, invokeArn, url, name, bucket, streamArn, executionArn, bucketDomainName, bucketRegionalDomainName, websiteEndpoint } = resource.outputs;
  const long = [arn, invokeArn, url, streamArn, executionArn, resource.id].filter((each): each is string => typeof each === "string" && /[:/]/.test(each));
  if (long.some((each) => text === each || text.includes(`${each}/`) || text.startsWith(`${each}:`))) return true;
  return [resource.id, name, bucket, bucketDomainName, bucketRegionalDomainName, websiteEndpoint].some((each) => each === text);
}

/** `aws:s3/bucket:Bucket` in a sentence: bucket; `lab:index:StaticSite`: StaticSite component. */
export function wordFor(resource: Recorded): string {
  const name = resource.type.split(":").pop() ?? resource.type;
  if (isProviderType(resource.type) || resource.type === STACK_REFERENCE_TYPE) return shortType(resource.type);
  if (!resource.custom) return `${name} component`;
  return name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
}

/** The stack that a StackReference names: `organization/project/stack`. */
export function referredStack(resource: Recorded): { project: string; stack: string } | undefined {
  if (resource.type !== STACK_REFERENCE_TYPE) return undefined;
  const name = resource.values("name").find((each): each is string => typeof each === "string") ?? resource.id ?? resource.name;
  const [project, stack] = name.split("/").slice(-2);
  return project && stack ? { project, stack } : undefined;
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
}

function sourceOf(position: unknown): Recorded["source"] {
  const found = typeof position === "string" ? /^project:\/\/\/(.+)#(\d+)(?:,\d+)?$/.exec(position) : null;
  return found?.[1] && found[2] ? { file: decodeURIComponent(found[1]), line: Number(found[2]) } : undefined;
}
