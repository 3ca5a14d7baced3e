import type { Plan, PlanGroup, PlanItem, PlanSection } from "../../../../src/shared/learning/plan";

type Items = Record<string, boolean | Partial<PlanItem>>;

function itemOf(section: string, name: string, item: Partial<PlanItem>): PlanItem {
  return { id: `${section}/${name}`, text: name, plain: name, notes: "", done: false, line: 1, box: 0, own: false, ...item };
}

/** A plan of groups, their sections, and their items: done or not, or with more than that. */
export function planOf(groups: Record<string, Record<string, Items>>, progress?: Plan["progress"]): Plan {
  return {
    title: "Plan",
    progress,
    groups: Object.entries(groups).map(([group, sections]): PlanGroup => ({
      id: group,
      title: `Title of ${group}`,
      lead: "",
      line: 1,
      sections: Object.entries(sections).map(([section, items]): PlanSection => ({
        id: `${group}/${section}`,
        title: `Title of ${section}`,
        body: "",
        line: 1,
        items: Object.entries(items).map(([name, item]) => itemOf(`${group}/${section}`, name, typeof item === "boolean" ? { done: item } : item)),
      })),
    })),
  };
}
