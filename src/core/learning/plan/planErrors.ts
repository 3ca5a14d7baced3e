import { UserError } from "../../errors";
import type { PlanProblem } from "./problems";

/** @throws UserError `plan-conflict` while the file has conflict markers: whose text an edit would change is not known */
export function refuseConflict(problems: PlanProblem[], file = "The learning plan"): void {
  const conflict = problems.find((problem) => problem.kind === "conflict");
  if (!conflict) return;
  throw new UserError(
    "plan-conflict",
    `${file} has merge conflict markers (first in line ${conflict.line}), so it was not changed.`,
    "Open the file, choose what to keep in each conflict, delete the lines that begin with <<<<<<<, ======= and >>>>>>>, and save it.",
  );
}
