import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { CheckOutcome } from "../../../../../src/shared/learning/evidence";
import { verificationFile } from "../../../../../src/core/learning/verify/rule";
import { loadVerification, type Verification } from "../../../../../src/core/learning/verify/verification";
import { buildWorld, type World } from "../../../../support/learningWorld";
import { tempFolders } from "../../../../support/tempFolder";
import { phases1to2 } from "./rules/phases1to2";
import type { RuleCases } from "./rules/cases";

const root = join(__dirname, "..", "..", "..", "..", "..");
const templates = join(root, "templates");
const cases: RuleCases = { ...phases1to2 };

describe("the rules of the learning plan", function () {
  this.timeout(60_000);
  const temp = tempFolders();
  let verification: Verification;
  before(async () => {
    verification = await loadVerification(root);
  });

  const outcome = async (item: string, world: World): Promise<CheckOutcome> => {
    const found = await verification.checkItem(item, await buildWorld(temp.make(), world, templates));
    assert.ok(found);
    return found;
  };

  it("have three cases each", () => {
    const { rules } = verificationFile.parse(parse(readFileSync(join(root, "walkthroughs", "verification.yaml"), "utf8")));
    assert.deepEqual(Object.keys(rules).filter((item) => !cases[item]), []);
    assert.deepEqual(Object.keys(cases).filter((item) => !rules[item]), []);
  });

  for (const [item, { evidence, nearMiss, missing }] of Object.entries(cases)) {
    it(`${item}: done with evidence, not without it, and not by a near miss`, async () => {
      const done = await outcome(item, evidence);
      assert.equal(done.kind, "done", JSON.stringify(done));
      assert.ok(done.kind === "done" && done.evidence.what.length > 5);
      const empty = await outcome(item, {});
      assert.equal(empty.kind, "notYet", JSON.stringify(empty));
      assert.ok(empty.kind === "notYet" && /^[A-Z].*\.$/s.test(empty.missing) && /[.!]$/.test(empty.next), JSON.stringify(empty));
      const near = await outcome(item, nearMiss);
      assert.equal(near.kind, "notYet", JSON.stringify(near));
      if (missing && near.kind === "notYet") assert.match(near.missing, missing);
    });
  }
});
