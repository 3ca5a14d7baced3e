/** Which ports a website should try, best first. */

/** Beside the emulator's own 4566, above the range that LocalStack uses. */
const first = 4580;
const count = 100;
/** Every deploy of a lab makes a bucket with a new name: old names are forgotten. */
const remembered = 50;

/** The bucket's own port, then the ones that belong to no other bucket, at last any. */
export function portsToTry(bucket: string, ports: Readonly<Record<string, number>>): number[] {
  const own = Object.hasOwn(ports, bucket) ? [ports[bucket]!] : [];
  const others = new Set(Object.values(ports));
  const unused = Array.from({ length: count }, (_, index) => first + index).filter((port) => !others.has(port));
  return [...own, ...unused, 0];
}

/** The same with the bucket's port noted as the newest. */
export function rememberPort(bucket: string, port: number, ports: Readonly<Record<string, number>>): Record<string, number> {
  const kept = Object.entries(ports).filter(([name, other]) => name !== bucket && other !== port);
  return Object.fromEntries([...kept, [bucket, port] as const].slice(-remembered));
}
