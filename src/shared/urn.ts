/** URNs: `urn:pulumi:<stack>::<project>::<parent types joined by $><type>::<name>`. */
import { STACK_TYPE } from "./graph";

export interface Urn {
  stack: string;
  project: string;
  /** The types of the ancestors and the resource's own, joined by `$`. */
  qualifiedType: string;
  /** The resource's own type token. */
  type: string;
  name: string;
}

export interface UrnParts {
  stack: string;
  project: string;
  type: string;
  name: string;
  /** The parent's URN. The stack as a parent leaves no trace in its children's URNs. */
  parent?: string;
}

const PREFIX = "urn:pulumi:";
const SEPARATOR = "::";

/** Undefined for anything that is not a URN. A name may hold the separator; nothing else may. */
export function parseUrn(text: string): Urn | undefined {
  if (!text.startsWith(PREFIX)) return undefined;
  const [stack, project, qualifiedType, ...name] = text.slice(PREFIX.length).split(SEPARATOR);
  if (!stack || !project || !qualifiedType || name.length === 0) return undefined;
  const type = qualifiedType.slice(qualifiedType.lastIndexOf("$") + 1);
  return { stack, project, qualifiedType, type, name: name.join(SEPARATOR) };
}

/** The URN that the engine will give to a resource without aliases or transforms of its own. */
export function buildUrn({ stack, project, type, name, parent }: UrnParts): string {
  const parentType = parent === undefined ? undefined : parseUrn(parent)?.qualifiedType;
  const qualifiedType = !parentType || parentType === STACK_TYPE ? type : `${parentType}$${type}`;
  return PREFIX + [stack, project, qualifiedType, name].join(SEPARATOR);
}

/** The URN in a provider reference, which is a provider's URN and its id joined by `::`. */
export function urnOfProviderReference(reference: string): string | undefined {
  const end = reference.lastIndexOf(SEPARATOR);
  const urn = end > 0 ? reference.slice(0, end) : "";
  return parseUrn(urn) ? urn : undefined;
}
