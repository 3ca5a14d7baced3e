// Prints the ids of the learning plan's items, a line each with the item's words: npx tsx tools/planIds.ts [sections]
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parsePlan } from "../src/core/learning/plan/parsePlan";

const plan = parsePlan(readFileSync(join(__dirname, "..", "walkthroughs", "learning-plan.md"), "utf8"));
const sections = plan.groups.flatMap((group) => group.sections);
const lines =
  process.argv[2] === "sections"
    ? sections.map((section) => `${section.id}\t${section.items.length}\t${section.title}`)
    : sections.flatMap((section) => section.items.map((item) => `${item.id}\t${item.text}`));
process.stdout.write(`${lines.join("\n")}\n`);
