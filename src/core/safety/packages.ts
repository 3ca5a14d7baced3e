/** The packages whose resources can't reach past this machine, whatever the program says. */
const HARMLESS = [
  // Built into the engine: stacks, stack references, stashes.
  "pulumi",
  // Dynamic providers run the user's own code, in the guarded environment.
  "pulumi-nodejs",
  // The AWS provider: the embedded one refuses other endpoints; the official one is held to the emulator's.
  "aws",
  // Pure computation.
  "random",
  "tls",
  "time",
  "std",
];

/** Package names that a program in a lab may use. */
export function allowedPackages(): string[] {
  return [...HARMLESS];
}

/** The package that handles a resource type: `aws` for `aws:s3/bucket:Bucket` and for `pulumi:providers:aws`. */
export function packageOf(type: string): string {
  const parts = type.split(":");
  return parts[0] === "pulumi" && parts[1] === "providers" ? (parts[2] ?? "") : (parts[0] ?? "");
}

/** The packages among these types that are not known to stay on this machine. */
export function unsafePackages(types: Iterable<string>): string[] {
  const allowed = new Set(HARMLESS);
  return [...new Set([...types].map(packageOf))].filter((name) => !allowed.has(name)).sort();
}
