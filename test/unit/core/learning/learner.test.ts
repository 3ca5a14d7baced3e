import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Learner, type LearnerOptions } from "../../../../src/core/learning/learner";
import { PLAN_FILE, PlanStore } from "../../../../src/core/learning/plan/planStore";
import { EvidenceStore } from "../../../../src/core/learning/verify/evidenceStore";
import { loadVerification, type Verification } from "../../../../src/core/learning/verify/verification";
import { buildWorld, type World } from "../../../support/learningWorld";
import { tempFolders } from "../../../support/tempFolder";
import { item, shippedText } from "./plan/plans";

const root = join(__dirname, "..", "..", "..", "..");
const installed = "phase-1/getting-started/install-pulumi-cli-brew-install-pulumi";
const made = "phase-1/getting-started/run-pulumi-new-to-create-your";
const practised = "phase-1/core-concepts/practice-with-pulumi-preview-pulumi-up";
const account = "phase-1/getting-started/create-a-pulumi-cloud-account-free";
const now = new Date("2026-11-25T14:05:00.000Z");

describe("a learner", function () {
  this.timeout(30_000);
  const temp = tempFolders();
  const stores: PlanStore[] = [];
  let verification: Verification;
  before(async () => {
    verification = await loadVerification(root);
  });
  afterEach(() => {
    for (const store of stores.splice(0)) store.dispose();
  });

  const worldWith: World = { tools: { pulumi: { version: "3.259.0" } }, ran: [{ operation: "new" }] };

  /** Somebody at work in a folder: real files of the plan, of the evidence, and of what was done. */
  async function learning(world: World = worldWith, more: Partial<LearnerOptions> = {}) {
    const folder = temp.make();
    const look = await buildWorld(folder, world, join(root, "templates"));
    return at(folder, { look: async () => look, ...more });
  }

  function at(folder: string, more: Partial<LearnerOptions> & Pick<LearnerOptions, "look">) {
    const store = new PlanStore({ workspace: folder, storage: join(folder, "..", "no-storage"), shipped: shippedText, now: () => now });
    stores.push(store);
    const evidence = new EvidenceStore(folder);
    const learner = new Learner({ store, verification, evidence, isLearning: async () => true, now: () => now, ...more });
    const isDone = async (id: string) => item((await store.read()).plan, id).done;
    return { folder, store, evidence, learner, isDone };
  }

  it("sees items tick themselves, each with what proves it, and once only", async () => {
    const { folder, learner, evidence, isDone } = await learning();
    const found = await learner.verify();
    assert.deepEqual(found.map((each) => each.item).sort(), [installed, made].sort());
    assert.ok(found.every(({ what, time }) => what.length > 0 && time === now.toISOString()));
    assert.deepEqual([await isDone(installed), await isDone(made), await isDone(practised)], [true, true, false]);
    assert.equal(readFileSync(join(folder, PLAN_FILE), "utf8").match(/- \[x\]/g)?.length, 2);
    assert.deepEqual([...(await evidence.all()).values()], found);
    assert.deepEqual(await learner.verify(), []);
  });

  it("has the last word: what was unticked stays so until the learner asks", async () => {
    const { store, learner, evidence, isDone } = await learning();
    await learner.verify();
    await store.setDone([made], false);
    assert.deepEqual(await learner.verify(), []);
    assert.equal(await isDone(made), false);
    assert.ok((await evidence.all()).has(made), "what was proved is not forgotten");
    assert.equal((await learner.check(made))?.kind, "done");
    assert.equal(await isDone(made), true);
  });

  it("may tick before anything is proved; a check then adds the proof", async () => {
    const { store, learner, evidence } = await learning();
    await store.setDone([made], true);
    assert.deepEqual((await learner.verify()).map((each) => each.item), [installed]);
    assert.equal((await learner.check(made))?.kind, "done");
    assert.equal((await evidence.all()).get(made)?.time, now.toISOString());
  });

  it("who does not learn here finds no new file, and a folder that can't be looked at stays as it is", async () => {
    const folder = temp.make();
    temp.write(folder, { "shop/Pulumi.yaml": "name: shop\nruntime: nodejs\n", "shop/index.ts": "export const a = 1;\n" });
    const before = readdirSync(folder, { recursive: true }).sort();
    const world = await buildWorld(temp.make(), worldWith, join(root, "templates"));
    const look = async () => ({ ...world, workspace: folder });
    const someone = at(folder, { look, isLearning: async () => false });
    assert.deepEqual(await someone.learner.verify(), []);
    const untrusted = at(folder, { look: async () => undefined });
    assert.deepEqual(await untrusted.learner.verify(), []);
    assert.equal((await untrusted.learner.check(installed))?.kind, "unknown");
    assert.deepEqual(readdirSync(folder, { recursive: true }).sort(), before);
    // The very same folder, once somebody learns in it: the test above would see a file.
    assert.deepEqual((await at(folder, { look }).learner.verify()).map((each) => each.item), [installed]);
    assert.notDeepEqual(readdirSync(folder, { recursive: true }).sort(), before);
  });

  it("is told what is missing, and nothing is written for it", async () => {
    const { folder, learner } = await learning();
    const outcome = await learner.check(practised);
    assert.ok(outcome?.kind === "notYet" && outcome.missing !== "" && outcome.next !== "");
    assert.equal(await learner.check(account), undefined, "an item without a rule can't be checked");
    assert.deepEqual(readdirSync(folder).filter((name) => !name.startsWith(".")), []);
  });

  it("keeps no proof of a tick that could not be written: it would be taken for one that was taken back", async () => {
    const { folder, store, evidence, learner } = await learning();
    const failing = at(folder, { look: async () => buildWorld(folder, worldWith, join(root, "templates")), store: { read: () => store.read(), setDone: () => Promise.reject(new Error("The disk is full.")) } });
    await assert.rejects(failing.learner.verify(), /disk is full/);
    assert.equal((await evidence.all()).size, 0);
    assert.equal((await learner.verify()).length, 2);
  });

  it("passes a quiz by answers alone, also where no folder is open", async () => {
    const { learner, evidence, isDone } = await learning();
    const quiz = [...verification.quizzes.keys()][0]!;
    await learner.passQuiz(quiz, 3);
    assert.equal(await isDone(quiz), true);
    assert.equal((await evidence.all()).get(quiz)?.what, "3 of 3 questions answered right");

    const storage = temp.make();
    const store = new PlanStore({ storage, shipped: shippedText });
    stores.push(store);
    const alone = new Learner({ store, verification, evidence: undefined, look: async () => undefined, isLearning: async () => true });
    await alone.passQuiz(quiz, 3);
    assert.equal(item((await store.read()).plan, quiz).done, true);
    assert.deepEqual([(await alone.evidence()).size, await alone.verify()], [0, []]);
  });
});
