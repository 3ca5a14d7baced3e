import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { parsePlan } from "../../../../../src/core/learning/plan/parsePlan";
import { passesQuiz, quizzesFile } from "../../../../../src/core/learning/verify/quiz";
import { verificationFile } from "../../../../../src/core/learning/verify/rule";
import { loadVerification } from "../../../../../src/core/learning/verify/verification";
import { listTemplates } from "../../../../../src/core/scaffold/manifest";
import { buildWorld, resource } from "../../../../support/learningWorld";
import { tempFolders } from "../../../../support/tempFolder";

const root = join(__dirname, "..", "..", "..", "..", "..");
const read = (name: string): unknown => parse(readFileSync(join(root, "walkthroughs", name), "utf8"));
const { rules, outside, manual } = verificationFile.parse(read("verification.yaml"));
const quizzes = quizzesFile.parse(read("quizzes.yaml"));

function planItems(): string[] {
  return parsePlan(readFileSync(join(root, "walkthroughs", "learning-plan.md"), "utf8")).groups.flatMap(({ sections }) => sections.flatMap(({ items }) => items.map(({ id }) => id)));
}

describe("the shipped verification", function () {
  this.timeout(60_000);
  const temp = tempFolders();

  it("knows each item of the plan as exactly one kind, and no other items", () => {
    const named = [...Object.keys(rules), ...Object.keys(quizzes), ...Object.keys(outside), ...manual];
    assert.deepEqual([...named].sort(), [...planItems()].sort());
    assert.ok(Object.keys(rules).length >= 100);
    assert.ok(Object.keys(quizzes).length >= 25);
  });

  it("names what it asks for in words that a sentence can carry", () => {
    const says = JSON.stringify(rules).matchAll(/"say":"([^"]+)"/g);
    for (const [, say = ""] of says) assert.doesNotMatch(say, /[.!?]$/, say);
  });

  it("puts right answers in different places, and explains each answer", () => {
    const places = Object.values(quizzes).flatMap((questions) => questions.map(({ answers }) => answers.findIndex(({ right }) => right)));
    for (const place of [0, 1, 2]) assert.ok(places.filter((each) => each === place).length > places.length / 5, `place ${place}`);
    for (const questions of Object.values(quizzes)) {
      assert.ok(new Set(questions.map(({ answers }) => answers.findIndex(({ right }) => right))).size > 1);
      for (const { ask, answers } of questions) {
        assert.match(ask, /[?]$/);
        assert.equal(new Set(answers.map(({ text }) => text)).size, answers.length, ask);
        for (const { why } of answers) assert.match(why, /[.!?}`')]$/, why);
      }
    }
  });

  it("tells kinds, and outside services, apart; a learner's own item is ticked by hand", async () => {
    const verification = await loadVerification(root);
    assert.deepEqual(verification.kindOf("phase-2/resource-dependencies/create-explicit-dependencies-with-dependson"), { kind: "verified" });
    assert.deepEqual(verification.kindOf("phase-1/core-concepts/learn-about-state-and-how-pulumi"), { kind: "quiz" });
    assert.deepEqual(verification.kindOf("phase-1/getting-started/create-a-pulumi-cloud-account-free"), { kind: "manual", outside: "an account with Pulumi Cloud" });
    assert.deepEqual(verification.kindOf("phase-1/my-own-item"), { kind: "manual" });
    assert.equal(await verification.checkItem("phase-1/my-own-item", await buildWorld(temp.make(), {}, join(root, "templates"))), undefined);
  });

  it("passes a quiz by three right answers only", async () => {
    const quiz = (await loadVerification(root)).quizOf("phase-1/core-concepts/learn-about-state-and-how-pulumi");
    assert.ok(quiz);
    const right = quiz.questions.map(({ answers }) => answers.findIndex((each) => each.right));
    assert.equal(passesQuiz(quiz, right), true);
    assert.equal(passesQuiz(quiz, [...right.slice(0, 2), ((right[2] ?? 0) + 1) % 3]), false);
    assert.equal(passesQuiz(quiz, right.slice(0, 2)), false);
  });

  it("looks at all rules at once, makes no request by itself, and stops when it is told to", async () => {
    const verification = await loadVerification(root);
    const api = [resource("apigatewayv2/api:Api", "links", { protocolType: "HTTP" }), resource("apigatewayv2/stage:Stage", "stage", { apiId: "links-1a2b3c4", name: "$default" })];
    const world = { stack: { resources: [...api, resource("dynamodb/table:Table", "data", { hashKey: "shortCode" })] }, emulator: { name: "MiniStack", endpoint: "http://127.0.0.1:9" } };
    const options = await buildWorld(temp.make(), world, join(root, "templates"));
    const outcomes = await verification.verifyWorkspace(options);
    assert.equal(outcomes.size, Object.keys(rules).length);
    assert.deepEqual(outcomes.get("linkshortener/phase-a-foundation-localstack/storage-layer"), { kind: "done", evidence: { what: "table data-1a2b3c4 in stack dev", project: "shop", stack: "dev" } });
    assert.equal(outcomes.get("linkshortener/phase-a-foundation-localstack/testing")?.kind, "unknown");
    const some = await verification.verifyWorkspace({ ...options, tools: () => assert.fail("no tool is asked for") }, new Set(["linkshortener/phase-a-foundation-localstack/storage-layer"]));
    assert.deepEqual([...some.values()].map(({ kind }) => kind), ["done"]);
    const stopped = new AbortController();
    stopped.abort();
    await assert.rejects(verification.verifyWorkspace({ ...options, signal: stopped.signal }), { name: "AbortError" });
  });

  it("finds in an untouched lab what its template's manifest names, and nothing else", async () => {
    const verification = await loadVerification(root);
    const items = parsePlan(readFileSync(join(root, "walkthroughs", "learning-plan.md"), "utf8")).groups.flatMap(({ sections }) => sections.flatMap((section) => section.items));
    for (const template of await listTemplates(join(root, "templates"))) {
      const sources = readdirSync(template.dir, { recursive: true, encoding: "utf8" }).filter((file) => /\.(?:ts|json)$/.test(file) && !file.includes("node_modules"));
      const files = Object.fromEntries(sources.map((file) => [file, readFileSync(join(template.dir, file), "utf8")]));
      const [first, ...others] = template.resourceTypes.map((type, index) => resource(type, `r${index}`, { tagsAll: { a: "b" } }));
      assert.ok(first);
      const resources = [first, ...others.map((each) => ({ ...each, dependsOn: [first.name], state: { ignoreChanges: ["tags"] } }))];
      const world = { projects: { lab: { template: template.id, files, stacks: { dev: { resources, outputs: { url: "http://x" }, ran: [{ operation: "preview" }, { operation: "deploy" }, { operation: "check" }] } } } } };
      const outcomes = await verification.verifyWorkspace(await buildWorld(temp.make(), world, join(root, "templates")));
      const done = [...outcomes].filter(([, { kind }]) => kind === "done").map(([item]) => item);
      assert.deepEqual(done, items.filter(({ text }) => template.items.includes(text)).map(({ id }) => id), template.id);
    }
  });

  it("does not take an emulator that is off for a proof of anything", async () => {
    const verification = await loadVerification(root);
    const failed = resource("sqs/queue:Queue", "failed");
    const jobs = resource("sqs/queue:Queue", "jobs", { redrivePolicy: JSON.stringify({ deadLetterTargetArn: failed.outputs.arn, maxReceiveCount: 3 }) });
    const outcome = await verification.checkItem("mini-projects/2-webhook-processor/dlq-for-failed-messages", await buildWorld(temp.make(), { stack: { resources: [failed, jobs] } }, join(root, "templates")));
    assert.equal(outcome?.kind, "unknown");
    assert.match((outcome as { next: string }).next, /^Start the emulator/);
  });
});
