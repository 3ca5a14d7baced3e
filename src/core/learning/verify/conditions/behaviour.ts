/** What the emulator holds, and how what is deployed behaves. Requests go to this machine only. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { stackUrls } from "../../../engine/stackUrls";
import type { ContentsRef, EmulatorContents } from "../../../emulator/contents/model";
import { errorMessage } from "../../../errors";
import { assertLoopbackUrl } from "../../../safety/loopback";
import { capital, EMULATOR_OFF, type Finding, met, notYet, NO_PROJECT, type Scope } from "../finding";
import { isNamedBy, type Recorded, wordFor } from "../recorded";
import type { HoldsCondition, HttpCondition } from "../rule";
import { matchesAny } from "../values";

const REQUEST_MS = 15_000;

/** The check of a lab proves its template's items, as long as it is the template's own check. */
export async function checkTemplate(id: string, { facts, project, stack }: Scope): Promise<Finding> {
  const missing = notYet(`No lab made from the template "${id}" has passed its check.`, `Make a lab from the template "${id}", deploy it, and run its check.`);
  if (!project || !stack || project.template?.id !== id) return missing;
  const name = `${project.project.name}/${stack.name}`;
  const operations = await stack.operations();
  const passed = operations.findLast(({ operation, ok }) => operation === "check" && ok);
  const deployed = operations.find(({ operation, ok }) => operation === "deploy" && ok);
  if (!deployed) return notYet(`The lab ${name} is not deployed.`, `Deploy ${name}, and run its check.`);
  if (!passed) return notYet(`The lab ${name} is deployed; its check has not passed yet.`, `Run the check of ${name}.`, 2);
  if (!(await sameFile(join(project.project.dir, "check.ts"), join(facts.options.templatesDir, id, "check.ts")))) {
    return notYet(`The check.ts of ${name} is not the template's.`, "Bring back the template's check.ts, and run the check again.");
  }
  return met(`the lab ${project.project.name} passed its check`, { project, stack });
}

async function sameFile(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([a, b].map((file) => readFile(file, "utf8").catch(() => undefined)));
  return one !== undefined && one.replaceAll("\r\n", "\n") === other?.replaceAll("\r\n", "\n");
}

/** Sends the requests one after the other to each API of the stack, until one answers all of them as it should. */
export async function checkHttp(condition: HttpCondition, scope: Scope): Promise<Finding> {
  const { facts, stack } = scope;
  if (!stack) return NO_PROJECT;
  const emulator = await facts.emulator();
  if (!emulator) return EMULATOR_OFF;
  const urls = stackUrls(stack.state, emulator.endpoint).flatMap((each) => (each.kind === "website" ? [] : each.url));
  if (urls.length === 0) return notYet(`No deployed stack of this workspace has an API for ${condition.say}.`, `Deploy an API that does this: ${condition.say}.`);
  // The requests make things: only a person decides that they are made.
  if (!facts.options.trying) return { kind: "unknown", reason: "It has to be tried by a request.", next: 'Use "Check" on this item.' };
  let failure = "";
  for (const url of urls) {
    const answer = await tryApi(url, condition, scope);
    if (answer === undefined) return met(condition.say, scope);
    failure = answer;
  }
  return notYet(`${capital(condition.say)} does not work yet: ${failure}`, "Look at the function's log, mend it and deploy again.", 1);
}

/** What went wrong; undefined if nothing did. */
async function tryApi(base: string, { steps }: HttpCondition, { facts }: Scope): Promise<string | undefined> {
  const taken: Record<string, string> = {};
  for (const { method, path, json, status, location, take } of steps) {
    const to = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(taken[name] ?? ""));
    const request = `${method} ${to}`;
    try {
      const { href } = await assertLoopbackUrl(base);
      const timeout = AbortSignal.timeout(REQUEST_MS);
      const response = await fetch(href + to, {
        method,
        // The redirect is what is looked at; where it leads is not on this machine.
        redirect: "manual",
        headers: json ? { "content-type": "application/json" } : {},
        body: json ? JSON.stringify(json) : undefined,
        signal: facts.signal ? AbortSignal.any([facts.signal, timeout]) : timeout,
      });
      const text = await response.text();
      if (!status.includes(response.status)) return `${request} answered ${response.status}.`;
      if (location !== undefined && response.headers.get("location") !== location) return `${request} leads to ${response.headers.get("location") ?? "nowhere"}.`;
      if (!take) continue;
      const value = takenFrom(text, take.from);
      if (value === undefined) return `${request} gave none of ${take.from.join(", ")}.`;
      taken[take.name] = value;
    } catch (error) {
      facts.signal?.throwIfAborted();
      return `${request} failed: ${errorMessage(error)}`;
    }
  }
  return undefined;
}

function takenFrom(text: string, names: string[]): string | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  const value = typeof body === "object" && body !== null ? names.map((name) => (body as Record<string, unknown>)[name]).find((each) => typeof each === "string" && each !== "") : undefined;
  if (typeof value !== "string") return undefined;
  return URL.canParse(value) ? new URL(value).pathname.split("/").pop() : value;
}

export async function checkHolds(condition: HoldsCondition, scope: Scope): Promise<Finding> {
  const { facts, stack } = scope;
  if (!stack) return NO_PROJECT;
  const candidates = stack.everything.flatMap((resource) => {
    const ref = refOf(resource, condition, stack.everything);
    return ref ? [{ resource, ref }] : [];
  });
  if (candidates.length === 0) return notYet(`No deployed stack of this workspace has ${condition.say}.`, `Deploy what makes ${condition.say}.`);
  const emulator = await facts.emulator();
  if (!emulator || !facts.options.openContents) return EMULATOR_OFF;
  const contents = facts.options.openContents(emulator.endpoint);
  try {
    for (const { resource, ref } of candidates) {
      const count = await countIn(contents, ref, facts.signal);
      if (count >= condition.min) return met(`${wordFor(resource)} ${resource.title} holds ${count}`, scope);
    }
    return notYet(`Nothing deployed holds ${condition.say} yet.`, undefined, 1);
  } finally {
    contents.close();
  }
}

async function countIn(contents: EmulatorContents, ref: ContentsRef, signal?: AbortSignal): Promise<number> {
  const page = await contents.children(ref, { signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    // What the state has and the emulator lacks was lost by a reset: it holds nothing.
    if (error instanceof Error) return { nodes: [] };
    throw error;
  });
  return page.nodes.length;
}

function refOf(resource: Recorded, condition: HoldsCondition, all: Recorded[]): ContentsRef | undefined {
  const text = (name: string): string | undefined => (typeof resource.outputs[name] === "string" ? resource.outputs[name] : undefined);
  const region = text("arn")?.split(":")[3] || text("region") || "us-east-1";
  if (condition.queue && resource.type === "aws:sqs/queue:Queue") {
    const url = text("url") ?? resource.id;
    const takesFailed = all.some((other) => other !== resource && matchesAny(other.values("redrivePolicy.deadLetterTargetArn"), { of: resource.type }, (_, value) => (isNamedBy(resource, value) ? [resource] : [])));
    return url && (condition.queue === "any" || takesFailed) ? { kind: "queue", region, url } : undefined;
  }
  if (condition.bucket && /^aws:s3\/bucket(?:V2)?:/.test(resource.type)) return { kind: "bucket", bucket: text("bucket") ?? resource.id ?? resource.name };
  if (condition.table && resource.type === "aws:dynamodb/table:Table") return { kind: "table", region, table: text("name") ?? resource.id ?? resource.name };
  return undefined;
}
