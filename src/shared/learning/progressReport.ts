import type { Evidence } from "./evidence";
import type { ItemKind, Plan, PlanGroup } from "./plan";
import { currentPlace, itemsOf, tally, type Tally } from "./progress";

/** How far a learner is: what the Progress editor, its Markdown and its picture show. */
export interface ProgressReport {
  title: string;
  all: Tally;
  /** Items that something else than the learner's word shows to be done. */
  verified: number;
  /** Minutes of the labs and projects that are not done; only what has an estimate counts. */
  minutesLeft: number;
  current?: { group: string; section: string; item: string };
  groups: GroupReport[];
  /** What was proved, newest first. */
  evidence: EvidenceReport[];
}

export interface GroupReport extends Tally {
  id: string;
  title: string;
  /** From the Progress Tracking table; empty for a group that has no row. */
  status: string;
  started: string;
  completed: string;
  minutesLeft: number;
  kinds: Record<ItemKind, Tally>;
}

export interface EvidenceReport {
  item: string;
  title: string;
  what: string;
  time: string;
}

/** What a template says of the items that it practises. */
export interface Practice {
  /** Word for word, as the plan's Markdown has them. */
  items: readonly string[];
  minutes: number;
}

export interface ReportSource {
  plan: Plan;
  evidence: Iterable<Evidence>;
  kindOf(id: string): ItemKind;
  practices: readonly Practice[];
}

export function progressReport({ plan, evidence, kindOf, practices }: ReportSource): ProgressReport {
  const items = new Map(itemsOf(plan).map((item) => [item.id, item]));
  const proved = [...evidence].filter(({ item }) => items.get(item)?.done);
  const groups = plan.groups.map((group): GroupReport => {
    const row = plan.progress?.find((each) => each.group === group.id);
    const kinds = Object.fromEntries(
      (["verified", "quiz", "manual"] as const).map((kind) => [kind, tally(itemsOf(group).filter((item) => !item.estimate && kindOf(item.id) === kind))]),
    ) as GroupReport["kinds"];
    return { id: group.id, title: group.title, ...tally(itemsOf(group)), status: row?.status ?? "", started: row?.started ?? "", completed: row?.completed ?? "", minutesLeft: minutesLeft(group, practices), kinds };
  });
  const current = currentPlace(plan);
  return {
    title: plan.title,
    all: tally([...items.values()]),
    verified: proved.length,
    minutesLeft: groups.reduce((sum, group) => sum + group.minutesLeft, 0),
    ...(current && { current: { group: current.group.title, section: current.section.title, item: current.item.plain } }),
    groups,
    evidence: proved
      .map(({ item, what, time }) => ({ item, title: items.get(item)?.plain ?? item, what, time }))
      .sort((a, b) => b.time.localeCompare(a.time)),
  };
}

/** By the templates' minutes, and by the plan's own estimates of projects without a template. */
function minutesLeft(group: PlanGroup, practices: readonly Practice[]): number {
  const open = new Set(itemsOf(group).filter(({ done }) => !done).map(({ text }) => text));
  const byTemplates = practices.filter(({ items }) => items.some((item) => open.has(item))).reduce((sum, { minutes }) => sum + minutes, 0);
  const practised = new Set(practices.flatMap(({ items }) => items));
  const byPlan = group.sections
    .filter(({ items }) => !items.some(({ text }) => practised.has(text)))
    .flatMap(({ items }) => items.flatMap(({ estimate, done }) => (estimate && !done ? [(estimate.minMinutes + estimate.maxMinutes) / 2] : [])))
    .reduce((sum, minutes) => sum + minutes, 0);
  return Math.round(byTemplates + byPlan);
}

/** `95` as `1 h 35 min`. */
export function duration(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 && `${hours} h`, (rest > 0 || hours === 0) && `${rest} min`].filter(Boolean).join(" ");
}

/** Whole percent; 100 only when all is done. */
export function percent({ done, total }: Tally): number {
  return total === 0 ? 0 : Math.floor((100 * done) / total);
}
