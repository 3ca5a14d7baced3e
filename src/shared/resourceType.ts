/** What a Pulumi type token (`package:module/file:Name`) says about a resource. */
import { STACK_REFERENCE_TYPE, STACK_TYPE } from "./graph";
import { parseUrn } from "./urn";

export interface TypeToken {
  package: string;
  /** Without the file's name: `s3` for `aws:s3/bucket:Bucket`; empty for a package's index. */
  module: string;
  name: string;
}

const PROVIDER_PREFIX = "pulumi:providers:";

export function parseType(type: string): TypeToken {
  const [packageName = "", module = "", ...rest] = type.split(":");
  const name = rest.join(":") || module || packageName;
  const slash = module.lastIndexOf("/");
  const last = module.slice(slash + 1);
  // Bridged packages put each type in a file named after it; others use slashes for groups (`apps/v1`).
  const isFile = slash >= 0 && last.toLowerCase() === name.toLowerCase();
  const folder = isFile ? module.slice(0, slash) : module;
  return { package: packageName, module: folder === "index" || rest.length === 0 ? "" : folder, name };
}

/** The type as people say it: `s3.Bucket`, `random.RandomPet`, `aws provider`, `StackReference`. */
export function shortType(type: string): string {
  if (isProviderType(type)) return `${type.slice(PROVIDER_PREFIX.length)} provider`;
  if (type === STACK_TYPE || type === STACK_REFERENCE_TYPE) return type.slice(type.lastIndexOf(":") + 1);
  const token = parseType(type);
  const group = token.module || token.package;
  return group && group !== token.name ? `${group}.${token.name}` : token.name;
}

export function isProviderType(type: string): boolean {
  return type.startsWith(PROVIDER_PREFIX);
}

/** Whether the engine made this provider by itself, because a resource named none. */
export function isDefaultProvider(urn: string): boolean {
  const parsed = parseUrn(urn);
  return parsed !== undefined && isProviderType(parsed.type) && /^default(_|$)/.test(parsed.name);
}
