import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import { describeLifecycle, labScope, type Lab } from "./harness";

const SECRET = "aws:secretsmanager/secret:Secret";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";

const allow = (action: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*", Action: action, Resource: "*" }] });

async function described(lab: Lab, SecretId: string) {
  return (await lab.aws("secretsmanager")).describeSecret({ SecretId });
}

describeLifecycle({
  type: SECRET,
  inputs: () => ({
    description: "Of the house",
    kmsKeyId: "alias/house",
    policy: allow("secretsmanager:GetSecretValue"),
    recoveryWindowInDays: 7,
    tags: { team: "learners" },
  }),
  verify: async (lab, { id, state }) => {
    assert.match(String(state["name"]), /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.ok(id.startsWith(`arn:aws:secretsmanager:us-east-1:000000000000:secret:${String(state["name"])}-`));
    assert.equal(state["arn"], id);
    const found = await described(lab, id);
    assert.deepEqual([found.Description, found.KmsKeyId, found.Tags], ["Of the house", "alias/house", [{ Key: "team", Value: "learners" }]]);
    assert.match((await (await lab.aws("secretsmanager")).getResourcePolicy({ SecretId: id })).ResourcePolicy ?? "", /GetSecretValue/);
  },
  update: {
    inputs: () => ({ policy: "{}", recoveryWindowInDays: 30, tags: { phase: "two" } }),
    paths: ["description", "kmsKeyId", "policy", "recoveryWindowInDays", "tags.phase", "tags.team"],
    verify: async (lab, { id }) => {
      const found = await described(lab, id);
      assert.deepEqual([found.Description || undefined, found.KmsKeyId], [undefined, undefined]);
      assert.deepEqual(found.Tags, [{ Key: "phase", Value: "two" }]);
      assert.equal((await (await lab.aws("secretsmanager")).getResourcePolicy({ SecretId: id })).ResourcePolicy, undefined);
    },
  },
  replaces: { name: () => ({ name: "another" }) },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("secretsmanager")).updateSecret({ SecretId: id, Description: "Strange" });
    },
    path: "description",
  },
  unknownToImport: ["recoveryWindowInDays"],
  gone: async (lab, { id }) => (await described(lab, id)).DeletedDate !== undefined,
});

describe("a secret without a time to recover", () => {
  describeLifecycle({
    type: SECRET,
    inputs: () => ({ namePrefix: "house/", recoveryWindowInDays: 0 }),
    verify: async (lab, { id, state }) => {
      assert.match(String(state["name"]), /^house\/\d+$/);
      assert.equal((await described(lab, id)).Name, state["name"]);
    },
    unknownToImport: ["namePrefix", "recoveryWindowInDays"],
    gone: async (lab, { id }) => {
      try {
        await described(lab, id);
        return false;
      } catch (error) {
        return isAwsError(error, "ResourceNotFoundException");
      }
    },
  });
});

async function labels(lab: Lab, id: string): Promise<string[]> {
  const [SecretId, VersionId = ""] = id.split("|");
  return (await described(lab, SecretId ?? "")).VersionIdsToStages?.[VersionId] ?? [];
}

describeLifecycle({
  type: VERSION,
  prepare: (lab) => lab.make(SECRET, { recoveryWindowInDays: 0 }),
  inputs: (secret) => ({ secretId: secret.id, secretString: JSON.stringify({ user: "anna", password: "open sesame" }) }),
  verify: async (lab, { id, state }, secret) => {
    assert.equal(id, `${secret.id}|${String(state["versionId"])}`);
    assert.equal(state["secretArn"], secret.id);
    assert.deepEqual(state["versionStages"], ["AWSCURRENT"]);
    const { SecretString } = await (await lab.aws("secretsmanager")).getSecretValue({ SecretId: secret.id });
    assert.deepEqual(JSON.parse(SecretString ?? ""), { user: "anna", password: "open sesame" });
  },
  update: {
    inputs: (secret) => ({
      secretId: secret.id,
      secretString: JSON.stringify({ user: "anna", password: "open sesame" }),
      versionStages: ["AWSCURRENT", "blessed"],
    }),
    paths: ["versionStages[1]"],
    verify: async (lab, { id }) => assert.deepEqual([...(await labels(lab, id))].sort(), ["AWSCURRENT", "blessed"]),
  },
  replaces: {
    secretId: () => ({ secretId: "another", secretString: "x" }),
    secretString: (secret) => ({ secretId: secret.id, secretString: "another" }),
  },
  drift: {
    act: async (lab, { id }) => {
      const [SecretId, VersionId] = id.split("|");
      await (await lab.aws("secretsmanager")).updateSecretVersionStage({ SecretId, VersionStage: "blessed", RemoveFromVersionId: VersionId });
    },
    path: "versionStages[1]",
  },
  outlivesDeletion: true,
  gone: async (lab, { id }) => (await labels(lab, id)).join() === "AWSCURRENT",
});

describe("a version of bytes that is not the current one", () => {
  describeLifecycle({
    type: VERSION,
    prepare: (lab) => lab.make(SECRET, { recoveryWindowInDays: 0 }),
    inputs: (secret) => ({ secretId: secret.state["name"], secretBinary: Buffer.from([0, 255, 7]).toString("base64"), versionStages: ["draft"] }),
    verify: async (lab, { state }, secret) => {
      assert.equal(state["secretId"], secret.state["name"]);
      assert.equal(state["secretArn"], secret.id);
      const { SecretBinary } = await (await lab.aws("secretsmanager")).getSecretValue({ SecretId: secret.id, VersionStage: "draft" });
      assert.deepEqual([...(SecretBinary ?? [])], [0, 255, 7]);
    },
    update: {
      inputs: (secret) => ({
        secretId: secret.state["name"],
        secretBinary: Buffer.from([0, 255, 7]).toString("base64"),
        versionStages: ["final"],
      }),
      paths: ["versionStages[0]"],
      verify: async (lab, { id }) => assert.deepEqual(await labels(lab, id), ["final"]),
    },
    unknownToImport: ["secretId"],
    outlivesDeletion: true,
    gone: async (lab, { id }) => (await labels(lab, id)).length === 0,
  });
});

describe(`${VERSION}, its value`, function () {
  this.timeout(60_000);
  const scope = labScope();

  it("is secret in the state, whatever the program called it", async () => {
    const secret = await scope.lab.make(SECRET, { recoveryWindowInDays: 0 });
    const inputs = { secretId: secret.id, secretString: "open sesame" };
    const made = await scope.lab.provider.create(VERSION, "value", inputs);
    scope.owns(made);
    assert.deepEqual(made.secrets, { secretString: true });
  });

  it("comes as text or as bytes", async () => {
    const { failures } = await scope.lab.provider.check(VERSION, "value", { secretId: "x" });
    assert.match(failures[0]?.reason ?? "", /one of 'secretString' and 'secretBinary'/);
  });

  it("is gone when the secret waits for its deletion", async () => {
    const secret = await scope.lab.make(SECRET, {});
    const made = await scope.lab.provider.create(VERSION, "value", { secretId: secret.id, secretString: "open sesame" });
    await scope.lab.provider.delete(secret);
    assert.equal(await scope.lab.provider.read(VERSION, "value", made.id, made), undefined);
    await scope.lab.provider.delete(made);
  });
});
