import assert from "node:assert/strict";
import { describeLifecycle, type Lab } from "./harness";

async function find(lab: Lab, name: string) {
  const { logGroups } = await (await lab.aws("logs")).describeLogGroups({ logGroupNamePrefix: name });
  return logGroups?.find((group) => group.logGroupName === name);
}

describeLifecycle({
  type: "aws:cloudwatch/logGroup:LogGroup",
  inputs: () => ({ retentionInDays: 14, tags: { team: "learners" } }),
  verify: async (lab, { id, state }) => {
    assert.match(id, /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["arn"], `arn:aws:logs:us-east-1:000000000000:log-group:${id}`);
    assert.equal(state["logGroupClass"], "STANDARD");
    assert.equal((await find(lab, id))?.retentionInDays, 14);
  },
  update: {
    inputs: () => ({ tags: { team: "teachers" } }),
    paths: ["retentionInDays", "tags.team"],
    verify: async (lab, { id }) => assert.equal((await find(lab, id))?.retentionInDays, undefined),
  },
  replaces: { name: () => ({ name: "/another/group" }), logGroupClass: () => ({ logGroupClass: "INFREQUENT_ACCESS" }) },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("logs")).putRetentionPolicy({ logGroupName: id, retentionInDays: 3 });
    },
    path: "retentionInDays",
  },
  unknownToImport: ["skipDestroy"],
  gone: async (lab, { id }) => (await find(lab, id)) === undefined,
});
