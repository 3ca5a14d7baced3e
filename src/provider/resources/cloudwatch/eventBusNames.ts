/** The ways to say which event bus: its name or its ARN; nothing means the default one. Pure. */

export const DEFAULT_BUS = "default";

export function busName(reference: string | undefined): string {
  if (reference === undefined || reference === "") return DEFAULT_BUS;
  const [, name] = /^arn:[^:]+:events:[^:]*:\d*:event-bus\/(.+)$/.exec(reference) ?? [];
  return name ?? reference;
}

/** `said` when it means the bus `name`: a program's own words are kept. */
export function busInProgramsWords(name: string, said: string | undefined): string {
  return said !== undefined && busName(said) === name ? said : name;
}

/** What belongs to a bus is `BUS/NAME`, and only `NAME` on the default bus. A partner's bus has slashes in its name. */
export function onBus(bus: string, name: string): string {
  return bus === DEFAULT_BUS ? name : `${bus}/${name}`;
}

export function splitFromBus(id: string): { bus: string; name: string } {
  const slash = id.lastIndexOf("/");
  return slash < 0 ? { bus: DEFAULT_BUS, name: id } : { bus: busName(id.slice(0, slash)), name: id.slice(slash + 1) };
}

/** `default/NAME` is `NAME`. */
export function withoutDefaultBus(importId: string): string {
  return importId.startsWith(`${DEFAULT_BUS}/`) ? importId.slice(DEFAULT_BUS.length + 1) : importId;
}
