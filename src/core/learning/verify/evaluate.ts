import type { CheckOutcome } from "../../../shared/learning/evidence";
import { checkHolds, checkHttp, checkTemplate } from "./conditions/behaviour";
import { checkCode } from "./conditions/code";
import { checkConfig, checkFile } from "./conditions/files";
import { checkOperation, checkOutputs, checkStacks } from "./conditions/operation";
import { checkResource } from "./conditions/resource";
import type { Facts } from "./facts";
import { capital, type Finding, lacking, met, notYet, type Scope } from "./finding";
import type { Condition, Rule, ToolCondition } from "./rule";

/** Looks whether what a rule asks for is true of one stack of the workspace, and says what is missing if of none. */
export async function evaluateRule(rule: Rule, facts: Facts): Promise<CheckOutcome> {
  let best: Finding | undefined;
  for (const scope of await scopesOf(facts)) {
    facts.signal?.throwIfAborted();
    const finding = await evaluate(rule.when, scope);
    if (finding.kind === "met") return { kind: "done", evidence: evidenceOf(finding) };
    if (!best || rank(finding) > rank(best)) best = finding;
  }
  if (!best || best.kind === "met") throw new Error("A rule was looked at nowhere.");
  if (best.kind === "unknown") return { kind: "unknown", reason: best.reason, next: best.next };
  return { kind: "notYet", missing: best.missing, next: (best.specific ? best.next : (rule.next ?? best.next)) ?? "Do it in a project of this workspace." };
}

/** What can't be told might be done: it goes before what is missing for sure. Then the place where most is done. */
function rank(finding: Finding): number {
  return finding.kind === "notYet" ? finding.progress : Number.POSITIVE_INFINITY;
}

function evidenceOf({ what, project, stack }: Extract<Finding, { kind: "met" }>): Extract<CheckOutcome, { kind: "done" }>["evidence"] {
  const place = stack ? `${what} in stack ${stack}` : what;
  return { what: place, ...(project && { project }), ...(stack && { stack }) };
}

async function scopesOf(facts: Facts): Promise<Scope[]> {
  const projects = await facts.projects();
  const scopes = projects.flatMap((project): Scope[] => (project.stacks.length === 0 ? [{ facts, project }] : project.stacks.map((stack) => ({ facts, project, stack }))));
  return scopes.length === 0 ? [{ facts }] : scopes;
}

async function evaluate(condition: Condition, scope: Scope): Promise<Finding> {
  if (condition.all) return evaluateAll(condition.all, scope);
  if (condition.any) return evaluateAny(condition.any, scope);
  const finding = await single(condition, scope);
  // A project without a stack has nothing deployed, and a person reads that rather than that there is no project.
  if (finding.kind === "notYet" && scope.project && !scope.stack && finding.missing.startsWith("There is no Pulumi project")) {
    return lacking(`${scope.project.project.name} has no stack yet.`, `Deploy ${scope.project.project.name}.`);
  }
  return finding;
}

function single(condition: Condition, scope: Scope): Promise<Finding> {
  if (condition.tool) return checkTool(condition.tool, scope);
  if (condition.emulator) return checkRunning(condition.emulator.say, scope);
  if (condition.file) return checkFile(condition.file, scope);
  if (condition.code) return checkCode(condition.code, scope);
  if (condition.config) return checkConfig(condition.config, scope);
  if (condition.operation) return checkOperation(condition.operation, scope);
  if (condition.outputs) return checkOutputs(condition.outputs, scope);
  if (condition.stacks) return checkStacks(condition.stacks, scope);
  if (condition.resource) return checkResource(condition.resource, scope);
  if (condition.template) return checkTemplate(condition.template, scope);
  if (condition.http) return checkHttp(condition.http, scope);
  if (condition.holds) return checkHolds(condition.holds, scope);
  throw new Error(`A condition says nothing: ${JSON.stringify(condition)}`);
}

async function evaluateAll(conditions: Condition[], scope: Scope): Promise<Finding> {
  const whats: string[] = [];
  let place: { project?: string; stack?: string } = {};
  let done = 0;
  for (const each of conditions) {
    const finding = await evaluate(each, scope);
    if (finding.kind === "unknown") return finding;
    if (finding.kind === "notYet") return { ...finding, progress: finding.progress + done * 10 };
    done++;
    whats.push(finding.what);
    place = { project: finding.project ?? place.project, stack: finding.stack ?? place.stack };
  }
  return { kind: "met", what: [...new Set(whats)].join(", "), ...place };
}

async function evaluateAny(conditions: Condition[], scope: Scope): Promise<Finding> {
  let best: Finding | undefined;
  for (const each of conditions) {
    const finding = await evaluate(each, scope);
    if (finding.kind === "met") return finding;
    if (!best || rank(finding) > rank(best)) best = finding;
  }
  return best as Finding;
}

async function checkTool({ name, say }: ToolCondition, { facts }: Scope): Promise<Finding> {
  const tools = await facts.tools();
  const running = name === "emulator" ? await facts.emulator() : undefined;
  if (running) return met(`${running.name}${running.version ? ` ${running.version}` : ""} runs`);
  const found = name === "pulumi" ? tools.pulumi && `Pulumi ${tools.pulumi.version}` : tools.emulator && [tools.emulator.name, tools.emulator.version].filter(Boolean).join(" ");
  return found ? met(`${found} is installed`) : notYet(`${capital(say)} is not installed.`, "Install the tools, or deploy a lab: what it needs is installed then.");
}

async function checkRunning(say: string, { facts }: Scope): Promise<Finding> {
  const running = await facts.emulator();
  if (running) return met(`${running.name} runs on ${new URL(running.endpoint).host}`);
  return notYet(`${capital(say)} does not run.`, "Start the emulator.");
}
