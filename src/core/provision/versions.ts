import { coerce, gte, parse } from "semver";
import pinned from "../../../tools/versions.json";

/** The versions that the lab is made for; pinned in tools/versions.json, beside what provisioning installs. */
export const versions = pinned;

/** The version in what a program prints about itself (`v3.259.0`, `Python 3.11.7`, `go version go1.26.8 linux/amd64`). */
export function versionIn(output: string): string | undefined {
  for (const word of output.split(/\s+/)) {
    const exact = parse(word.replace(/^(go|v)/, ""));
    if (exact) return exact.version;
  }
  return coerce(output)?.version;
}

/** Whether `version` is `minimum` or newer. Pre-releases count as their release: people run them to be ahead. */
export function isRecent(version: string, minimum: string): boolean {
  const release = coerce(version);
  return release !== null && gte(release, minimum);
}
