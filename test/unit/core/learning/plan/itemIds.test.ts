import assert from "node:assert/strict";
import fc from "fast-check";
import { groupId, rowGroupId } from "../../../../../src/core/learning/plan/itemIds";
import { parsePlan } from "../../../../../src/core/learning/plan/parsePlan";
import { itemsOf, shippedText, smallText } from "./plans";

describe("ids of the learning plan's items", function () {
  this.timeout(120_000);
  const small = parsePlan(smallText);

  /** Id of the item of a copy whose words contain `part`. */
  const idOf = (copy: string, part: string, shipped = small): string => {
    const found = itemsOf(parsePlan(copy, shipped)).filter(({ plain }) => plain.includes(part));
    assert.equal(found.length, 1, part);
    return found[0]!.id;
  };

  it("come from bold first words, or from the first six words", () => {
    const ids = itemsOf(parsePlan(shippedText)).map(({ id }) => id);
    for (const id of [
      "phase-1/getting-started/install-pulumi-cli-brew-install-pulumi",
      "phase-1-5/migration-path/phase-1",
      "linkshortener/phase-a-foundation-localstack/storage-layer",
      "mini-projects/1-static-site-generator-pipeline/estimated-time-2-3-hours",
      "tenantforge/phase-f-production-hardening/billing-integration",
    ]) assert.ok(ids.includes(id), id);
    assert.ok(ids.every((id) => /^[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*){2}$/.test(id)));
  });

  it("name groups by heading and row alike", () => {
    assert.equal(groupId('Pet Project: "LogSherlock" (AI-Powered Log Analysis)'), "logsherlock");
    assert.equal(rowGroupId("Pet Project: LogSherlock (AIOps)"), "logsherlock");
    assert.equal(groupId("Phase 3.5: Architecture Patterns"), rowGroupId("3.5. Architecture"));
    assert.equal(groupId("2025 goals"), "2025-goals");
  });

  it("are numbered where words repeat in a section", () => {
    const plan = parsePlan("## A\n### B\n- [ ] same words\n- [ ] same words 2\n- [ ] same words\n");
    assert.deepEqual(itemsOf(plan).map(({ id }) => id), ["a/b/same-words", "a/b/same-words-2", "a/b/same-words-3"]);
  });

  it("stay when lines of the whole plan are put in another order, ticked and indented", () => {
    const shipped = parsePlan(shippedText);
    const words = new Map(itemsOf(shipped).filter(({ estimate }) => !estimate).map(({ id, text }) => [id, text]));
    const sections = shipped.groups.flatMap((group) => group.sections.map((section) => ({ group, section }))).filter(({ section }) => section.items.length > 0);
    const order = fc.sample(fc.shuffledSubarray(sections, { minLength: sections.length }), { numRuns: 3, seed: 7 });
    for (const shuffled of order) {
      const copy = shuffled.map(({ group, section }) => `## ${group.title}\n### ${section.title}\n${[...section.items].reverse().map(({ text }) => `* [x]  ${text}`).join("\n")}\n`).join("\n");
      const found = itemsOf(parsePlan(copy, shipped)).filter(({ estimate }) => !estimate);
      assert.deepEqual(new Map(found.map(({ id, text }) => [id, text])), new Map([...words].sort(([one], [other]) => found.findIndex(({ id }) => id === one) - found.findIndex(({ id }) => id === other))));
    }
  });

  it("stay when an item moves to another section or phase, and when a heading is reworded", () => {
    const line = "- [ ] Use `pulumi config set` for stack configuration\n";
    const moved = smallText.replace(line, "").replace("### 5. Chat Bot Backend\n", `### 5. Chat Bot Backend\n${line}`);
    assert.equal(idOf(moved, "pulumi config set for"), "phase-1/configuration-secrets/use-pulumi-config-set-for-stack");
    const renamed = smallText.replace("### 1. Static Site Generator Pipeline", "### Static pages").replace("## Mini Projects (Quick Wins with LocalStack)", "## Small ones");
    assert.deepEqual(itemsOf(parsePlan(renamed, small)).map(({ id }) => id), itemsOf(small).map(({ id }) => id));
  });

  it("stay when an item is reworded a little", () => {
    const reworded = smallText
      .replace("Install Pulumi CLI (`brew install pulumi` or equivalent)", "Instal the Pulumi CLI (`brew install pulumi`)")
      .replace("CloudFront distribution", "CloudFront distributions")
      .replace("**Storage Layer**: DynamoDB table for URL mappings", "**Storage Layer**: S3 instead of a table")
      .replace("Understand encryption and secret providers", "understand secret providers and encryption!");
    assert.deepEqual(itemsOf(parsePlan(reworded, small)).map(({ id }) => id), itemsOf(small).map(({ id }) => id));
  });

  it("are a learner's own for what is not in the shipped plan, and stay when it moves", () => {
    const own = smallText.replace("### Core Concepts\n", "### Core Concepts\n- [ ] Ask Maria how our state is kept\n");
    const id = idOf(own, "Maria");
    assert.match(id, /^own\/ask-maria-how-our-state-is-[0-9a-f]{8}$/);
    const moved = smallText.replace("### 5. Chat", "- [x] Ask Maria how our state is kept\n\n### 5. Chat");
    assert.equal(idOf(moved, "Maria"), id);
    assert.deepEqual(itemsOf(parsePlan(own, small)).filter((item) => !item.own).map((item) => item.id), itemsOf(small).map((item) => item.id));
  });

  it("don't go to an item that only resembles a shipped one which is there itself", () => {
    const copy = smallText.replace("- [ ] S3 bucket for hosting\n", "- [x] S3 bucket for hosting it\n- [ ] S3 bucket for hosting\n");
    const items = itemsOf(parsePlan(copy, small)).filter(({ plain }) => plain.startsWith("S3 bucket for hosting"));
    assert.deepEqual(items.map(({ own, done }) => [own, done]), [[true, true], [false, false]]);
  });

  it("don't pass from an item that was deleted to another one of its section that is there twice", () => {
    for (const section of parsePlan(shippedText).groups.flatMap((group) => group.sections)) {
      const lines = section.items.filter(({ estimate }) => !estimate).map(({ text }) => `- [ ] ${text}`);
      const shipped = parsePlan(`## G\n### S\n${lines.join("\n")}\n`);
      lines.forEach((_, gone) => {
        const copy = lines.map((line, index) => (index === gone ? lines[(gone + 1) % lines.length] : line));
        const items = itemsOf(parsePlan(`## G\n### S\n${copy.join("\n")}\n`, shipped));
        assert.equal(items.filter(({ own }) => own).length, 1, lines[gone]);
      });
    }
  });
});
