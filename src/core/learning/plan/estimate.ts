import type { PlanItem } from "../../../shared/learning/plan";

const WRITTEN = /^estimated time\s*:?\s*(\d+(?:\.\d+)?)(?:\s*(?:-|–|to)\s*(\d+(?:\.\d+)?))?\s*(min|h)/i;

/** Reads an item such as "Estimated time: 2-3 hours". */
export function readEstimate(plain: string): PlanItem["estimate"] {
  const found = WRITTEN.exec(plain);
  if (!found) return undefined;
  const unit = found[3]!.toLowerCase() === "h" ? 60 : 1;
  const [from, to] = [Number(found[1]) * unit, Number(found[2] ?? found[1]) * unit];
  return { minMinutes: Math.min(from, to), maxMinutes: Math.max(from, to) };
}
