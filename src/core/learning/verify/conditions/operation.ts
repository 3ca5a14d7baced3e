import { stackOutputsOf } from "../../../engine/stackState";
import { capital, type Finding, met, notYet, NO_PROJECT, type Scope } from "../finding";
import type { OperationFact } from "../operations";
import { referredStack } from "../recorded";
import type { OperationCondition, OutputsCondition, StacksCondition } from "../rule";

export async function checkOperation(condition: OperationCondition, scope: Scope): Promise<Finding> {
  const { facts, stack } = scope;
  if (!condition.anywhere && !stack) return NO_PROJECT;
  const all = condition.anywhere ? await facts.operations() : ((await stack?.operations()) ?? []);
  const good = all.filter((each) => each.ok && (!condition.via || each.via === condition.via) && (!condition.flag || each.flags.includes(condition.flag)));
  const runs = good.filter((each) => condition.done.some((name) => name === each.operation));
  const missing = condition.done.filter((name) => !runs.some((each) => each.operation === name));
  const plain = condition.say.replace(/,$/, "");
  if (missing.length > 0) {
    const names = missing.map((each) => WORDS[each] ?? each).join(", ");
    const part = condition.done.length > missing.length ? ` Still missing: ${names}.` : "";
    return notYet(`${capital(plain)} was not seen yet.${part}`, undefined, condition.done.length - missing.length);
  }
  const changed = condition.changes ? runs.filter((each) => condition.changes?.some((kind) => (each.changes[kind] ?? 0) > 0)) : runs;
  const stacks = new Set(changed.map((each) => `${each.project}/${each.stack}`));
  const last = changed.at(-1);
  if (!last || changed.length < condition.min || stacks.size < (condition.stacks ?? 1) || (condition.inOrder && !inOrder(changed, condition.done))) return notYet(`${capital(plain)} was not seen yet.`);
  return condition.anywhere ? met(`${plain} of ${last.project}${last.stack ? `/${last.stack}` : ""}`) : met(plain, scope);
}

const WORDS: Record<string, string> = {
  preview: "a preview",
  deploy: "a deploy",
  refresh: "a refresh",
  destroy: "a destroy",
  import: "an import",
  "config-set": "a configuration value that was set by a command",
  "config-secret": "a secret that was set by a command",
  "import-state": "an import of a state",
  export: "an export of a state",
  new: "a project made by pulumi new",
};

function inOrder(runs: OperationFact[], order: string[]): boolean {
  let at = 0;
  for (const { operation } of runs) if (operation === order[at]) at++;
  return at === order.length;
}

export async function checkStacks(condition: StacksCondition, scope: Scope): Promise<Finding> {
  const { facts, project } = scope;
  if (!project) return NO_PROJECT;
  const projects = condition.of === "project" ? [project] : await facts.projects();
  const holding = projects.flatMap((each) => {
    const stacks = each.stacks.filter(({ everything }) => everything.some(({ custom, type }) => custom && !type.startsWith("pulumi:"))).map(({ name }) => `${each.project.name}/${name}`);
    return condition.of === "projects" ? stacks.slice(0, 1) : stacks;
  });
  if (holding.length < condition.min) {
    const what = holding.length === 0 ? "no stack is" : `only ${holding.join(", ")} is`;
    return notYet(`${capital(condition.say)} is missing: ${what} deployed.`, `Deploy ${condition.min} ${condition.of === "projects" ? "projects" : "stacks"}.`, holding.length);
  }
  return met(`the stacks ${holding.join(", ")}`, condition.of === "project" ? { project } : {});
}

/** Outputs are exported for others once another stack reads them. */
export async function checkOutputs({ say }: OutputsCondition, scope: Scope): Promise<Finding> {
  const { facts, project, stack } = scope;
  if (!project || !stack) return NO_PROJECT;
  const names = Object.keys(stackOutputsOf(stack.state));
  if (names.length === 0) return notYet(`No stack of this workspace has ${say}.`, "Export a value from a program, and deploy it.");
  for (const other of await facts.projects()) {
    for (const { name, everything } of other.stacks) {
      const reads = everything.some((each) => {
        const target = referredStack(each);
        return target?.project === project.project.name && target.stack === stack.name;
      });
      if (reads) return met(`outputs ${names.join(", ")}, read by ${other.project.name}/${name}`, scope);
    }
  }
  return notYet(`${project.project.name}/${stack.name} exports ${names.join(", ")}; no other stack reads that yet.`, "Read it in another stack by a StackReference.", 1);
}
