import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setDone } from "../../src/core/learning/plan/editPlan";
import { parsePlan } from "../../src/core/learning/plan/parsePlan";
import { itemsOf } from "../../src/shared/learning/progress";
import { type ProgressReport, progressReport } from "../../src/shared/learning/progressReport";
import { Bench, type GraphPage } from "./support";
import type { ThemeName } from "./themes";

const shipped = readFileSync(join(__dirname, "..", "..", "walkthroughs", "learning-plan.md"), "utf8");

/** The shipped plan with this many items of its first phase done, one of them proved. */
function report(done: number, what = "bucket site-1a2b3c4 in stack dev"): ProgressReport {
  const [phase] = parsePlan(shipped).groups;
  const ids = itemsOf(phase!).slice(0, done).map(({ id }) => id);
  const plan = parsePlan(setDone(shipped, ids, true, { today: "2026-11-25" }));
  const evidence = ids.slice(0, 1).map((item) => ({ item, what, time: "2026-11-25T14:05:00Z" }));
  return progressReport({ plan, evidence, kindOf: () => "manual", practices: [] });
}

describe("The Progress editor's page", function () {
  this.timeout(60_000);
  let bench: Bench;
  let open: GraphPage | undefined;
  before(async () => (bench = await Bench.start()));
  after(() => bench.stop());
  afterEach(async () => {
    const page = open;
    open = undefined;
    await page?.close();
    assert.deepEqual(page?.problems ?? [], [], "the console has no error, no warning and no policy violation");
  });

  async function showing(shown: ProgressReport, theme?: ThemeName): Promise<GraphPage> {
    open = await bench.open({ view: "progress", theme });
    await open.tell({ kind: "report", report: shown });
    await open.page.getByText("of 242 items done").waitFor();
    return open;
  }

  it("shows every phase with its dates and its bar, what is next, and what was proved", async () => {
    const { page } = await showing(report(3));
    const rows = await page.locator("tbody tr").allInnerTexts();
    assert.equal(rows.length, 12);
    assert.match(rows[0] ?? "", /Phase 1: Foundations\s+3 of 20\s+In Progress\s+2026-11-25/);
    assert.equal(await page.getByRole("progressbar", { name: "Phase 1: Foundations" }).getAttribute("aria-valuenow"), "15");
    await page.getByText("Run pulumi new to create your first project").waitFor();
    assert.match(await page.locator("ul li").innerText(), /Install Pulumi CLI.*\s+bucket site-1a2b3c4 in stack dev/);
  });

  it("says what to do before anything is verified", async () => {
    const { page } = await showing(report(0));
    await page.getByText("Nothing is verified yet.").waitFor();
  });

  it("tells the extension what was pressed, and keeps the focus when the plan changes", async () => {
    const shown = await showing(report(1));
    const phase = shown.page.getByRole("button", { name: "Phase 2: Intermediate Skills" });
    await phase.focus();
    await shown.page.keyboard.press("Enter");
    assert.deepEqual(await shown.sent("openGroup"), [{ kind: "openGroup", id: "phase-2" }]);
    await shown.tell({ kind: "report", report: report(2) });
    await shown.page.getByText("2 of 242 items done").waitFor();
    assert.equal(await shown.page.evaluate(() => document.activeElement?.textContent), "Phase 2: Intermediate Skills");
    for (const [button, kind] of [["Continue", "continue"], ["Open Plan", "openPlan"], ["Export as Markdown", "export"], ["Save as Image", "image"]] as const) {
      await shown.page.getByText(button, { exact: true }).click();
      assert.equal((await shown.sent(kind)).length, 1, button);
    }
  });

  it("takes words of programs for text", async () => {
    const { page } = await showing(report(1, '<img src=x onerror="alert(1)"> in stack dev'));
    await page.getByText('<img src=x onerror="alert(1)"> in stack dev').waitFor();
    assert.equal(await page.locator("li img").count(), 0);
  });

  for (const theme of ["light", "dark", "highContrast"] as ThemeName[]) {
    it(`has no serious finding of axe-core in ${theme}`, async () => {
      const page = await showing(report(20), theme);
      assert.deepEqual(page.problems, []);
      assert.deepEqual(await page.seriousFindings(), []);
    });
  }
});
