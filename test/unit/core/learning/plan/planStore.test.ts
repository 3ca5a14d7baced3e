import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, realpath, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../../../../src/core/errors";
import { parsePlan } from "../../../../../src/core/learning/plan/parsePlan";
import { PLAN_FILE, type PlanState, PlanStore, type PlanStoreOptions } from "../../../../../src/core/learning/plan/planStore";
import { withFileLock } from "../../../../../src/core/process/fileLock";
import { item, itemsOf, smallText } from "./plans";

describe("the learner's copy of the plan", function () {
  this.timeout(60_000);
  const account = "phase-1/getting-started/create-a-pulumi-cloud-account-free";
  const bucket = "mini-projects/1-static-site-generator-pipeline/s3-bucket-for-hosting";
  let folder: string;
  let workspace: string;
  let storage: string;
  let file: string;
  const stores: PlanStore[] = [];

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "lab-plan-")));
    [workspace, storage] = [join(folder, "work"), join(folder, "storage")];
    file = join(workspace, PLAN_FILE);
    await mkdir(workspace);
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) store.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const open = (options: Partial<PlanStoreOptions> = {}): PlanStore => {
    const store = new PlanStore({ workspace, storage, shipped: smallText, now: () => new Date(2026, 10, 25, 23, 59), ...options });
    stores.push(store);
    return store;
  };
  const text = (): Promise<string> => readFile(file, "utf8");
  const code = (expected: string) => (error: unknown) => error instanceof UserError && error.code === expected && (error.hint ?? "").length > 20;
  /** Resolves when the store has told of a change after which the copy is `wanted`: a save may be seen half done first. */
  const changeOf = (store: PlanStore, wanted: (state: PlanState) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const listening = store.onDidChange(() => {
        void store.read().then((state) => {
          if (!wanted(state)) return;
          listening.dispose();
          resolve();
        });
      });
    });
  const hasAccount = (state: PlanState): boolean => itemsOf(state.plan).some(({ id, done }) => id === account && done);

  it("is the shipped plan until something is ticked, then a file in the workspace with the learner's day", async () => {
    const store = open();
    const before = await store.read();
    assert.deepEqual([before.exists, before.deleted, itemsOf(before.plan).length], [false, false, itemsOf(parsePlan(smallText)).length]);
    await store.setDone([account], false);
    assert.deepEqual(await readdir(workspace).then((names) => names.filter((name) => !name.startsWith("."))), []);
    const { state, changed, missing } = await store.setDone([account, "no/such/item"], true);
    assert.deepEqual([state.exists, changed, missing], [true, [account], ["no/such/item"]]);
    assert.match(await text(), /- \[x\] Create a Pulumi Cloud/);
    assert.match(await text(), /\| 1\. Foundations \| In Progress \| 2026-11-25 \| \|/);
    assert.equal(item((await open().read()).plan, account).done, true);
  });

  it("tells which estimates changed along", async () => {
    const section = parsePlan(smallText).groups.flatMap((group) => group.sections).find(({ id }) => id.startsWith("mini-projects/1"))!;
    const { changed } = await open().setDone(section.items.filter(({ estimate }) => !estimate).map(({ id }) => id), true);
    assert.deepEqual(changed, section.items.map(({ id }) => id));
  });

  it("gives the edits for text that isn't saved, and leaves the file alone", async () => {
    await writeFile(file, smallText);
    const unsaved = `${smallText}\nnot saved yet\n`;
    const edits = open().editsFor(unsaved, [account], true);
    const at = unsaved.indexOf("[ ] Create a Pulumi Cloud") + 1;
    assert.deepEqual(edits.find(({ start }) => start === at), { start: at, end: at + 1, text: "x" });
    assert.equal(await text(), smallText);
  });

  it("ticks what is in the file at that moment, not what was read before", async () => {
    const [one, other] = [open(), open()];
    await Promise.all([one.read(), other.read()]);
    await one.setDone([account], true);
    await writeFile(file, (await text()).replace("### Core", "Von Hand geschrieben.\n\n### Core"));
    await other.setDone([bucket], true);
    assert.match(await text(), /Von Hand/);
    const { plan } = await one.read();
    assert.ok(item(plan, account).done && item(plan, bucket).done);
  });

  it("loses no tick of two processes that tick fifty items each", async function () {
    this.timeout(300_000);
    const shipped = `# P\n\n## Phase 1: A\n\n### S\n${Array.from({ length: 100 }, (_, index) => `- [ ] number ${index} of many`).join("\n")}\n`;
    const ids = itemsOf(parsePlan(shipped)).map(({ id }) => id);
    const module = join(__dirname, "../../../../../src/core/learning/plan/planStore.ts");
    const run = async (half: string[]): Promise<unknown> => {
      const program = `
        const { PlanStore } = require(${JSON.stringify(module)});
        const store = new PlanStore(${JSON.stringify({ workspace, storage, shipped })});
        (async () => { for (const id of ${JSON.stringify(half)}) await store.setDone([id], true); })();`;
      const child = spawn(process.execPath, ["--require", "tsx/cjs", "-e", program], { stdio: ["ignore", "ignore", "inherit"] });
      return (await once(child, "exit"))[0];
    };
    assert.deepEqual(await Promise.all([run(ids.slice(0, 50)), run(ids.slice(50))]), [0, 0]);
    const left = itemsOf(parsePlan(await text())).filter(({ done }) => !done);
    assert.deepEqual(left.map(({ id }) => id), []);
  });

  it("makes no lab folder of its own below one that is there, and keeps what it notes of each plan apart", async () => {
    await mkdir(join(folder, ".pulumi-lab"));
    const other = join(folder, "other");
    await mkdir(other);
    await open().setDone([account], true);
    await open({ workspace: other }).setDone([account], true);
    assert.deepEqual([await readdir(workspace), await readdir(other)], [[PLAN_FILE], [PLAN_FILE]]);
    const notes = (await readdir(join(folder, ".pulumi-lab"))).filter((name) => name.endsWith(".json"));
    assert.equal(notes.length, 2);
  });

  it("can be stopped while another process has the file", async () => {
    const store = open();
    const stop = new AbortController();
    await withFileLock(join(workspace, ".pulumi-lab", "learning-plan.lock"), async () => {
      const waiting = store.setDone([account], true, stop.signal);
      stop.abort();
      await assert.rejects(waiting, code("cancelled"));
    });
    assert.deepEqual((await readdir(workspace)).filter((name) => name.endsWith(".md")), []);
  });

  it("tells of edits by hand, replaced files and deleted ones, and of none after it is disposed of", async () => {
    await writeFile(file, smallText);
    const store = open();
    await store.open();
    let change = changeOf(store, hasAccount);
    await writeFile(file, smallText.replace("- [ ] Create a Pulumi", "- [x] Create a Pulumi"));
    await change;
    change = changeOf(store, (state) => state.exists && !hasAccount(state) && itemsOf(state.plan).length > 40);
    await writeFile(join(workspace, "other"), smallText);
    await rename(join(workspace, "other"), file);
    await change;
    change = changeOf(store, ({ deleted }) => deleted);
    await rm(file);
    await change;
    let told = 0;
    store.onDidChange(() => told++);
    store.dispose();
    await writeFile(file, "changed");
    await store.refresh();
    assert.equal(told, 0);
  });

  it("tells another window of a tick, and its own once", async () => {
    await writeFile(file, smallText);
    const [one, other] = [open(), open()];
    await Promise.all([one.open(), other.open()]);
    let own = 0;
    one.onDidChange(() => own++);
    const change = changeOf(other, hasAccount);
    await one.setDone([account], true);
    await change;
    await one.refresh();
    assert.equal(own, 1);
  });

  it("leaves a read-only file as it is", async () => {
    await writeFile(file, smallText);
    await chmod(file, 0o444);
    const store = open();
    assert.equal((await store.read()).readOnly, true);
    await assert.rejects(store.setDone([account], true), code("plan-read-only"));
    assert.equal(await text(), smallText);
    assert.deepEqual((await readdir(workspace)).filter((name) => name !== ".pulumi-lab"), [PLAN_FILE]);
    await chmod(file, 0o664);
    await store.setDone([account], true);
    assert.equal((await stat(file)).mode & 0o777, 0o664);
  });

  it("leaves a link a link", async () => {
    await writeFile(join(folder, "elsewhere.md"), smallText);
    await symlink(join(folder, "elsewhere.md"), file);
    await open().setDone([account], true);
    assert.equal(await readlink(file), join(folder, "elsewhere.md"));
    assert.match(await readFile(join(folder, "elsewhere.md"), "utf8"), /\[x\] Create/);
  });

  it("leaves files with conflict markers and files in other encodings as they are", async () => {
    const conflict = `${smallText}\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n`;
    await writeFile(file, conflict);
    const store = open();
    assert.deepEqual((await store.read()).plan.problems.map(({ kind }) => kind), ["conflict"]);
    await assert.rejects(store.setDone([account], true), code("plan-conflict"));
    await assert.rejects(store.adopt({ again: true }), code("plan-conflict"));
    assert.equal(await text(), conflict);
    const latin = Buffer.from("- [ ] Gr\u00fc\u00dfe", "latin1");
    await writeFile(file, latin);
    await assert.rejects(store.read(), code("plan-unreadable"));
    await assert.rejects(store.setDone([account], true), code("plan-unreadable"));
    assert.deepEqual(await readFile(file), latin);
  });

  it("keeps showing a deleted copy, doesn't tick a new one in silence, and restores it or begins anew", async () => {
    const store = open();
    await store.setDone([account], true);
    await writeFile(file, `${await text()}\nMy own words.\n`);
    const { text: last } = await store.read();
    await rm(file);
    const gone = await store.read();
    assert.deepEqual([gone.exists, gone.deleted, item(gone.plan, account).done], [false, true, true]);
    await assert.rejects(store.setDone([bucket], true), code("plan-deleted"));
    assert.equal((await store.restore()).text, last);
    await store.setDone([bucket], true);
    await rm(file);
    assert.equal((await store.create()).text, smallText);
    assert.equal(await text(), smallText);
  });

  it("moves into a workspace that is made later, and joins the ticks with those that are there", async () => {
    const store = open({ workspace: undefined });
    await store.open();
    await store.setDone([account], true);
    assert.equal(store.file, join(storage, PLAN_FILE));
    await writeFile(file, smallText.replace("- [ ] S3 bucket for hosting", "- [x] S3 bucket for hosting"));
    const { plan } = await store.useWorkspace(workspace);
    assert.ok(item(plan, account).done && item(plan, bucket).done);
    assert.deepEqual(itemsOf(parsePlan(await text())).filter(({ done }) => done).map(({ id }) => id), [account, bucket]);
    assert.ok(!(await readdir(storage)).includes(PLAN_FILE));
    const empty = join(folder, "second");
    await mkdir(empty);
    assert.equal((await store.useWorkspace(empty)).exists, false);
  });

  it("keeps both copies when they can't be joined", async () => {
    const store = open({ workspace: undefined });
    await store.setDone([account], true);
    await writeFile(file, `${smallText}\n<<<<<<< HEAD\n`);
    await assert.rejects(store.useWorkspace(workspace), code("plan-conflict"));
    assert.equal(await text(), `${smallText}\n<<<<<<< HEAD\n`);
    assert.match(await readFile(join(storage, PLAN_FILE), "utf8"), /\[x\] Create/);
    await writeFile(file, smallText);
    assert.ok(item((await store.open()).plan, account).done);
  });

  it("adopts an older copy once; what is deleted afterwards stays deleted", async () => {
    const older = smallText.replace("- [ ] DLQ for failed messages\n", "").replace("- [ ] Create a Pulumi", "- [x] Create a Pulumi");
    await writeFile(file, older);
    const store = open();
    assert.deepEqual((await store.adopt())?.items, ["mini-projects/2-webhook-processor/dlq-for-failed-messages"]);
    assert.equal(await text(), smallText.replace("- [ ] Create a Pulumi", "- [x] Create a Pulumi"));
    await writeFile(file, older);
    assert.equal(await open().adopt(), undefined);
    assert.equal(await text(), older);
    const newer = open({ shipped: smallText.replace("- [ ] SQS queue for buffering", "- [ ] SQS queue for buffering\n- [ ] Entirely new thing to learn about") });
    assert.equal((await newer.adopt())?.items.length, 2);
    assert.equal(await open({ workspace: undefined }).adopt(), undefined);
  });
});
