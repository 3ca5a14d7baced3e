import type { OutlineItem, OutlineSection } from "./outline";
import type { NamedPart, WrittenPlan } from "./parsePlan";

/** Where in a copy the parts and sections of the shipped plan are, also under other headings. */
export interface Homes {
  part(shipped: NamedPart): NamedPart | undefined;
  section(shippedId: string): OutlineSection | undefined;
}

export function findHomes(source: WrittenPlan, target: WrittenPlan, present: Map<string, OutlineItem>): Homes {
  const places = target.parts.flatMap((part) => part.sections.map((section) => ({ part, ...section })));
  const sections = new Map<string, (typeof places)[number]>();
  for (const { id, written } of source.parts.flatMap((part) => part.sections)) {
    const items = written.items.map((item) => present.get(source.ids.get(item)!)).filter((item) => item !== undefined);
    const home = places.find((place) => place.id === id) ?? most(items.map((item) => places.find((place) => place.written.items.includes(item))));
    if (home) sections.set(id, home);
  }
  return {
    part: (shipped) => target.parts.find((part) => part.id === shipped.id && part.part.heading) ?? most(shipped.sections.map(({ id }) => sections.get(id)?.part)),
    section: (id) => sections.get(id)?.written,
  };
}

/** What occurs most, if it makes at least half of them. */
function most<T>(values: (T | undefined)[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [value, count] = [...counts].sort((one, two) => two[1] - one[1])[0] ?? [undefined, 0];
  return count > 0 && count * 2 >= values.length ? value : undefined;
}
