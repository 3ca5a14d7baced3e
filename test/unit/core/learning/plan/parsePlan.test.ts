import assert from "node:assert/strict";
import { parsePlan } from "../../../../../src/core/learning/plan/parsePlan";
import { item, itemsOf, shippedText, smallText } from "./plans";

describe("the learning plan's text", function () {
  this.timeout(60_000);
  const shipped = parsePlan(shippedText);
  const small = parsePlan(smallText);

  it("has 12 groups, 54 sections with items and 242 items, and nothing is wrong with it", () => {
    assert.deepEqual(shipped.groups.map((group) => group.id), [
      "phase-1", "phase-1-5", "phase-2", "phase-3", "phase-3-5", "phase-4", "phase-5",
      "hands-on-projects", "linkshortener", "mini-projects", "logsherlock", "tenantforge",
    ]);
    assert.equal(shipped.groups.flatMap((group) => group.sections).filter((section) => section.items.length > 0).length, 54);
    assert.equal(itemsOf(shipped).length, 242);
    assert.equal(new Set(itemsOf(shipped).map(({ id }) => id)).size, 242);
    assert.deepEqual(shipped.problems, []);
    assert.ok(itemsOf(shipped).every(({ own, done }) => !own && !done));
  });

  it("tells every item's words, line and box as they are written", () => {
    const lines = shippedText.split("\n");
    for (const { text, line, box } of itemsOf(shipped)) {
      assert.equal(lines[line - 1], `- [ ] ${text}`);
      assert.equal(shippedText.slice(box - 1, box + 2), "[ ]");
      assert.equal(shippedText.slice(0, box).split("\n").length, line);
    }
  });

  it("keeps nested notes and code, outdented", () => {
    const code = item(shipped, "phase-1/localstack-setup-local-development/create-a-local-aws-provider-configuration").notes;
    assert.match(code, /^```typescript\nconst localAwsProvider = new aws\.Provider\("local", \{\n {4}skipCredentialsValidation: true,/);
    assert.match(code, /\n```$/);
    assert.equal(
      item(shipped, "linkshortener/phase-a-foundation-localstack/api-layer").notes,
      "- POST `/shorten` → creates short URL\n- GET `/{code}` → redirects to original URL",
    );
  });

  it("keeps what sections explain besides their items", () => {
    const section = (id: string) => shipped.groups.flatMap((group) => group.sections).find((candidate) => candidate.id === id)!;
    assert.match(section("phase-1-5/concept-mapping").body, /^\| AWS CDK \| Pulumi \| Notes \|[^]*ComponentResource \| Reusable patterns \|$/);
    assert.match(section("linkshortener/project-structure").body, /^```\nlinkshortener\/[^]*```$/);
    assert.equal(section("phase-1/getting-started").body, "");
    assert.match(shipped.groups[1]!.lead, /^\*For engineers coming from AWS CDK/);
  });

  it("reads estimates and the table", () => {
    assert.deepEqual(item(small, "mini-projects/1-static-site-generator-pipeline/estimated-time-2-3-hours").estimate, { minMinutes: 120, maxMinutes: 180 });
    assert.equal(item(small, "mini-projects/1-static-site-generator-pipeline/s3-bucket-for-hosting").estimate, undefined);
    assert.equal(shipped.progress!.length, 11);
    assert.deepEqual(shipped.progress!.map((row) => row.group), shipped.groups.map((group) => group.id).filter((id) => id !== "hands-on-projects").sort(byPlaceIn(shipped.progress!.map((row) => row.group))));
    assert.deepEqual(shipped.progress![1], { title: "1.5. CDK → Pulumi Transition", group: "phase-1-5", status: "Not Started", started: "", completed: "", line: shippedText.split("\n").indexOf("| 1.5. CDK → Pulumi Transition | Not Started | | |") + 1 });
  });

  it("reads a copy with CRLF and a byte order mark alike, with places that are its own", () => {
    const copy = `\ufeff${smallText.replace(/\n/g, "\r\n")}`.replace("- [ ] Create a Pulumi", "- [x] Create a Pulumi");
    const plan = parsePlan(copy, small);
    assert.deepEqual(itemsOf(plan).map(({ id, notes, line }) => [id, notes, line]), itemsOf(small).map(({ id, notes, line }) => [id, notes, line]));
    for (const { box, done } of itemsOf(plan)) assert.equal(copy[box], done ? "x" : " ");
    assert.deepEqual(itemsOf(plan).filter(({ done }) => done).map(({ id }) => id), ["phase-1/getting-started/create-a-pulumi-cloud-account-free"]);
    assert.deepEqual(plan.problems, []);
  });

  it("reads what learners write: other bullets, numbers, deeper boxes, quotes, items of their own anywhere", () => {
    const text = "- [x] Über alles lesen\n\n## Meine Phase ✨\n* [X] 日本語で書いた項目\n  1. [ ] erst dies\n     - [x] dann das\n\n### Fragen\n> - [ ] zitiert\n";
    const plan = parsePlan(text, small);
    assert.deepEqual(itemsOf(plan).map(({ plain, done, own }) => [plain, done, own]), [
      ["Über alles lesen", true, true],
      ["日本語で書いた項目", true, true],
      ["erst dies", false, true],
      ["dann das", true, true],
      ["zitiert", false, true],
    ]);
    for (const { box, done } of itemsOf(plan)) assert.match(text[box]!, done ? /[xX]/ : / /);
    assert.deepEqual(plan.groups.map(({ title }) => title), ["", "Meine Phase ✨"]);
  });

  it("reads both sides of a merge conflict as one and names the line", () => {
    const line = "- [ ] Create a Pulumi Cloud account (free tier)\n";
    const copy = smallText.replace(line, `<<<<<<< HEAD\n${line}- [x] only ours\n||||||| base\n- [ ] what both had\n=======\n- [x] Create a Pulumi Cloud account (free tier)\n- [ ] only theirs\n>>>>>>> laptop\n`);
    const plan = parsePlan(copy, small);
    const first = plan.groups[0]!.sections[0]!.items;
    assert.deepEqual(first.map(({ plain, done }) => [plain.slice(0, 24), done]), [
      ["Install Pulumi CLI (brew", false],
      ["Create a Pulumi Cloud ac", true],
      ["only ours", true],
      ["only theirs", false],
      ["Configure cloud provider", false],
      ["Run pulumi new to create", false],
      ["Understand project struc", false],
    ]);
    const number = copy.split("\n").indexOf("<<<<<<< HEAD") + 1;
    assert.deepEqual(plan.problems.map(({ kind, line }) => [kind, line]), [["conflict", number]]);
    for (const { line, plain } of first.slice(2)) assert.ok(copy.split("\n")[line - 1]!.replaceAll("`", "").includes(plain.slice(0, 20)));
    assert.equal(itemsOf(plan).length, itemsOf(small).length + 2);
  });

  it("does not take a heading's underline for a conflict", () => {
    const plan = parsePlan(smallText.replace("## Phase 1: Foundations", "Phase 1: Foundations\n=======").replace(/^# .*\n/, ""), small);
    assert.deepEqual(plan.problems, []);
    assert.ok(parsePlan(`${smallText}\n>>>>>>> forgotten\n`, small).problems.some(({ kind }) => kind === "conflict"));
  });

  it("names a code block that is never closed, one that swallows items, a lost table and doubled items", () => {
    const problems = (text: string) => parsePlan(text, small).problems.map(({ kind, line }) => [kind, line]);
    assert.deepEqual(problems(`${smallText}\n\`\`\`bash\nls\n`), [["openCode", smallText.split("\n").length + 1]]);
    const opened = smallText.replace("### Core Concepts\n", "### Core Concepts\n```\n").replace("### Configuration", "```\n### Configuration");
    assert.deepEqual(problems(opened), [["openCode", opened.split("\n").indexOf("### Core Concepts") + 2]]);
    assert.deepEqual(problems(smallText.slice(0, smallText.indexOf("| Phase |"))).map(([kind]) => kind), ["noTable"]);
    const doubled = smallText.replace("### Core Concepts", "- [ ] Create a Pulumi Cloud account (free tier)\n\n### Core Concepts");
    assert.deepEqual(problems(doubled), [["double", doubled.split("\n").lastIndexOf("- [ ] Create a Pulumi Cloud account (free tier)") + 1]]);
    const elsewhere = smallText.replace("### 5. Chat Bot Backend\n", "### 5. Chat Bot Backend\n- [ ] Create a Pulumi Cloud account (free tier)\n");
    assert.deepEqual(problems(elsewhere).map(([kind]) => kind), ["double"]);
  });

  it("makes something of every beginning of the plan", () => {
    for (let end = 0; end < smallText.length; end += 211) {
      const plan = parsePlan(smallText.slice(0, end), small);
      const known = itemsOf(plan).filter(({ own }) => !own);
      assert.ok(known.length >= itemsOf(parsePlan(smallText.slice(0, end))).length - 1, `up to ${end}`);
    }
  });
});

function byPlaceIn(order: (string | undefined)[]) {
  return (one: string, other: string): number => order.indexOf(one) - order.indexOf(other);
}
