import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { parse } from "yaml";
import type { CheckOutcome } from "../../../../../src/shared/learning/evidence";
import { verificationFile } from "../../../../../src/core/learning/verify/rule";
import { loadVerification, type Verification } from "../../../../../src/core/learning/verify/verification";
import { buildWorld, type World } from "../../../../support/learningWorld";
import { tempFolders } from "../../../../support/tempFolder";
import { phases1to2 } from "./rules/phases1to2";
import { phase3 } from "./rules/phase3";
import { phase35 } from "./rules/phase35";
import { phases4to5 } from "./rules/phases4to5";
import { agents } from "./rules/agents";
import type { Answer, RuleCases } from "./rules/cases";
import { handsOn } from "./rules/handsOn";
import { linkshortener } from "./rules/linkshortener";
import { miniProjects } from "./rules/miniProjects";

const root = join(__dirname, "..", "..", "..", "..", "..");
const templates = join(root, "templates");
const cases: RuleCases = { ...phases1to2, ...phase3, ...phase35, ...phases4to5, ...handsOn, ...linkshortener, ...miniProjects, ...agents };

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

  /** Runs the check while something answers in the place of an emulator's API. */
  const answered = async (item: string, world: World, answer: Answer | undefined): Promise<CheckOutcome> => {
    if (!answer) return outcome(item, world);
    const server = createServer((request, response) => {
      const { status, location, body } = answer(`${request.method} ${request.url}`);
      response.writeHead(status, location ? { location } : {}).end(body === undefined ? "" : JSON.stringify(body));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      return await outcome(item, { ...world, emulator: { name: "MiniStack", endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  };

  it("have three cases each", () => {
    const { rules } = verificationFile.parse(parse(readFileSync(join(root, "walkthroughs", "verification.yaml"), "utf8")));
    assert.deepEqual(Object.keys(rules).filter((item) => !cases[item]), []);
    assert.deepEqual(Object.keys(cases).filter((item) => !rules[item]), []);
  });

  for (const [item, { evidence, nearMiss, missing, answers }] of Object.entries(cases)) {
    it(`${item}: done with evidence, not without it, and not by a near miss`, async () => {
      const done = await answered(item, evidence, answers?.evidence);
      assert.equal(done.kind, "done", JSON.stringify(done));
      assert.ok(done.kind === "done" && done.evidence.what.length > 5);
      const empty = await outcome(item, {});
      assert.equal(empty.kind, "notYet", JSON.stringify(empty));
      assert.ok(empty.kind === "notYet" && /^[A-Z].*\.$/s.test(empty.missing) && /[.!]$/.test(empty.next), JSON.stringify(empty));
      const near = await answered(item, nearMiss, answers?.nearMiss);
      assert.equal(near.kind, "notYet", JSON.stringify(near));
      if (missing && near.kind === "notYet") assert.match(near.missing, missing);
    });
  }
});
