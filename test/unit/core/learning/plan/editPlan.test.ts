import assert from "node:assert/strict";
import { setDone, settle } from "../../../../../src/core/learning/plan/editPlan";
import { parsePlan } from "../../../../../src/core/learning/plan/parsePlan";
import { UserError } from "../../../../../src/core/errors";
import { changedLines, itemsOf, smallText } from "./plans";

describe("ticking the learning plan", function () {
  this.timeout(30_000);
  const shipped = parsePlan(smallText);
  const account = "phase-1/getting-started/create-a-pulumi-cloud-account-free";
  const site = "mini-projects/1-static-site-generator-pipeline";
  const siteItems = itemsOf(shipped).filter(({ id, estimate }) => id.startsWith(site) && !estimate).map(({ id }) => id);
  const phase = (group: string) => itemsOf(shipped).filter(({ id }) => id.startsWith(`${group}/`)).map(({ id }) => id);
  const tick = (text: string, ids: string[], today = "2026-11-25") => setDone(text, ids, true, { shipped, today });
  const untick = (text: string, ids: string[]) => setDone(text, ids, false, { shipped, today: "2026-12-24" });

  it("writes the box and begins the phase in the table", () => {
    assert.deepEqual(changedLines(smallText, tick(smallText, [account])), [
      "-- [ ] Create a Pulumi Cloud account (free tier)",
      "+- [x] Create a Pulumi Cloud account (free tier)",
      "-| 1. Foundations | Not Started | | |",
      "+| 1. Foundations | In Progress | 2026-11-25 | |",
    ]);
  });

  it("is taken back to the byte when it is unticked", () => {
    assert.equal(untick(tick(smallText, [account]), [account]), smallText);
    assert.equal(untick(tick(smallText, phase("mini-projects")), phase("mini-projects")), smallText);
  });

  it("changes nothing for what is ticked already or isn't in the plan", () => {
    const ticked = tick(smallText, [account]);
    assert.equal(tick(ticked, [account], "2027-01-01"), ticked);
    assert.equal(tick(smallText, ["phase-9/no/such-item"]), smallText);
  });

  it("ticks the estimate with the last other item of its section and unticks it with the first", () => {
    const almost = tick(smallText, siteItems.slice(1));
    assert.doesNotMatch(almost, /\[x\] Estimated/);
    const all = tick(almost, siteItems.slice(0, 1));
    assert.deepEqual(changedLines(almost, all).filter((line) => line.startsWith("+")), ["+- [x] S3 bucket for hosting", "+- [x] Estimated time: 2-3 hours"]);
    assert.equal(untick(all, siteItems.slice(0, 1)), almost);
    assert.equal(tick(smallText, [`${site}/estimated-time-2-3-hours`]), smallText);
  });

  it("completes a phase on the day of its last item and opens it again", () => {
    const ids = phase("phase-1");
    const begun = tick(smallText, ids.slice(1));
    const done = tick(begun, ids.slice(0, 1), "2026-12-01");
    assert.deepEqual(changedLines(begun, done).slice(2), ["-| 1. Foundations | In Progress | 2026-11-25 | |", "+| 1. Foundations | Completed | 2026-11-25 | 2026-12-01 |"]);
    assert.equal(untick(done, ids.slice(0, 1)), begun);
  });

  it("keeps what somebody wrote into the table in another way", () => {
    const copy = smallText.replace("| 1. Foundations | Not Started | | |", "| 1. Foundations | blocked 🙈 | last Monday | someday |");
    assert.deepEqual(changedLines(copy, tick(copy, phase("phase-1"))).filter((line) => line.startsWith("-|")), []);
    const dated = smallText.replace("| 1. Foundations | Not Started | | |", "| 1. Foundations | not started | 3. Mai | |");
    const ticked = tick(dated, [account]);
    assert.ok(ticked.includes("| 1. Foundations | In Progress | 3. Mai | |"));
    assert.ok(untick(ticked, [account]).includes("| 1. Foundations | Not Started | 3. Mai | |"));
  });

  it("keeps columns lined up where they are, and never touches another row", () => {
    const table = [
      "| Phase          | Status      | Started    | Completed  |",
      "|----------------|-------------|------------|------------|",
      "| 1. Foundations | Not Started |            |            |",
      "| Mini Projects  | Not Started |            |            |",
    ];
    const copy = `${smallText.slice(0, smallText.indexOf("| Phase |"))}${table.join("\n")}\n`;
    assert.deepEqual(changedLines(copy, tick(copy, [account])).slice(2), [`-${table[2]}`, "+| 1. Foundations | In Progress | 2026-11-25 |            |"]);
    assert.equal(untick(tick(copy, [account]), [account]), copy);
  });

  it("finds its cells in other orders, in short rows and beside escaped bars", () => {
    const rewritten = (rows: string) => `${smallText.slice(0, smallText.indexOf("| Phase |"))}${rows}\n`;
    const moved = rewritten("Phase | Completed | Status | Started | Notes\n---|---|---|---|---\nMini Projects | | Not Started | | a \\| b `c \\| d`");
    assert.match(tick(moved, siteItems), /^Mini Projects \| \| In Progress \| 2026-11-25 \| a \\\| b `c \\\| d`$/m);
    const short = rewritten("| Phase | Status | Started | Completed |\n|---|---|---|---|\n| 1. Foundations |");
    assert.match(tick(short, phase("phase-1")), /^\| 1\. Foundations \| Completed \| 2026-11-25 \| 2026-11-25 \|$/m);
  });

  it("edits CRLF, tabs in boxes and boxes that go over a line's end", () => {
    const copy = smallText.replace("- [ ] Create a", "- [\t] Create a").replace("- [ ] Run `pulumi", "- [\n] Run `pulumi").replace(/\n/g, "\r\n");
    const ticked = tick(copy, [account, "phase-1/getting-started/run-pulumi-new-to-create-your"]);
    assert.equal(ticked, copy.replace("[\t]", "[x]").replace("[\r\n]", "[x]").replace("| 1. Foundations | Not Started | | |", "| 1. Foundations | In Progress | 2026-11-25 | |"));
  });

  it("brings estimates and table up to date with ticks made by hand, and only them", () => {
    const byHand = smallText.replace("- [ ] S3 bucket for hosting", "- [X] S3 bucket for hosting").replace("- [ ] Lambda triggered", "- [x] Lambda triggered").replace("- [ ] CloudFront", "- [x] CloudFront");
    assert.deepEqual(changedLines(byHand, settle(byHand, { shipped, today: "2026-11-25" })).filter((line) => line.startsWith("+")), [
      "+- [x] Estimated time: 2-3 hours",
      "+| Mini Projects | In Progress | 2026-11-25 | |",
    ]);
    const planned = smallText.replace("| Mini Projects | Not Started | | |", "| Mini Projects | Not Started | 2027-01-01 | |");
    assert.equal(settle(planned, { shipped, today: "2026-11-25" }), planned);
  });

  it("refuses a file with conflict markers and says what to do", () => {
    const copy = `${smallText}\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> laptop\n`;
    assert.throws(() => tick(copy, [account]), (error: unknown) => error instanceof UserError && error.code === "plan-conflict" && /line \d+/.test(error.message) && /<<<<<<</.test(error.hint!));
  });
});
