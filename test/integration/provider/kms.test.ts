import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import { describeLifecycle, labScope, type Lab } from "./harness";

const KEY = "aws:kms/key:Key";

function policy(action: string): string {
  const statement = { Sid: "Owner", Effect: "Allow", Principal: { AWS: "arn:aws:iam::000000000000:root" }, Action: action, Resource: "*" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

async function metadata(lab: Lab, KeyId: string) {
  return (await (await lab.aws("kms")).describeKey({ KeyId })).KeyMetadata;
}

const keyGone = async (lab: Lab, { id }: { id: string }) => (await metadata(lab, id))?.KeyState === "PendingDeletion";

describeLifecycle({
  type: KEY,
  inputs: () => ({
    description: "Encrypts orders",
    deletionWindowInDays: 7,
    enableKeyRotation: true,
    rotationPeriodInDays: 120,
    policy: policy("kms:*"),
    tags: { team: "learners" },
  }),
  verify: async (lab, { id, state }) => {
    assert.equal(state["keyId"], id);
    assert.equal(state["arn"], `arn:aws:kms:us-east-1:000000000000:key/${id}`);
    const kms = await lab.aws("kms");
    assert.equal((await metadata(lab, id))?.Description, "Encrypts orders");
    const rotation = await kms.getKeyRotationStatus({ KeyId: id });
    assert.deepEqual([rotation.KeyRotationEnabled, rotation.RotationPeriodInDays], [true, 120]);
    assert.deepEqual(JSON.parse((await kms.getKeyPolicy({ KeyId: id, PolicyName: "default" })).Policy ?? ""), JSON.parse(policy("kms:*")));
    assert.deepEqual((await kms.listResourceTags({ KeyId: id })).Tags, [{ TagKey: "team", TagValue: "learners" }]);
    const { CiphertextBlob } = await kms.encrypt({ KeyId: id, Plaintext: Buffer.from("hello") });
    assert.equal(Buffer.from((await kms.decrypt({ CiphertextBlob })).Plaintext ?? []).toString(), "hello");
  },
  update: {
    inputs: () => ({ description: "Off duty", isEnabled: false, policy: policy("kms:Describe*"), tags: { team: "teachers", phase: "two" } }),
    paths: ["description", "deletionWindowInDays", "enableKeyRotation", "isEnabled", "policy", "tags.phase", "tags.team"],
    verify: async (lab, { id }) => {
      const kms = await lab.aws("kms");
      const found = await metadata(lab, id);
      assert.deepEqual([found?.Description, found?.KeyState], ["Off duty", "Disabled"]);
      assert.equal((await kms.getKeyRotationStatus({ KeyId: id })).KeyRotationEnabled, false);
      assert.match((await kms.getKeyPolicy({ KeyId: id, PolicyName: "default" })).Policy ?? "", /kms:Describe\*/);
      assert.equal((await kms.listResourceTags({ KeyId: id })).Tags?.length, 2);
    },
  },
  replaces: {
    customerMasterKeySpec: () => ({ customerMasterKeySpec: "RSA_2048" }),
    keyUsage: () => ({ customerMasterKeySpec: "RSA_2048", keyUsage: "SIGN_VERIFY" }),
    multiRegion: () => ({ multiRegion: true }),
  },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("kms")).enableKey({ KeyId: id });
    },
    path: "isEnabled",
  },
  unknownToImport: ["deletionWindowInDays"],
  gone: keyGone,
});

describe("a key that signs", () => {
  describeLifecycle({
    type: KEY,
    inputs: () => ({ customerMasterKeySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY", multiRegion: true, isEnabled: false }),
    verify: async (lab, { id, state }) => {
      assert.match(id, /^mrk-/);
      assert.equal(state["enableKeyRotation"], false);
      const found = await metadata(lab, id);
      assert.deepEqual([found?.KeySpec, found?.KeyUsage, found?.Enabled], ["ECC_NIST_P256", "SIGN_VERIFY", false]);
    },
    update: {
      inputs: () => ({ customerMasterKeySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY", multiRegion: true, description: "Signs" }),
      paths: ["description", "isEnabled"],
      verify: async (lab, { id }) => {
        const request = { KeyId: id, Message: Buffer.from("order 1"), SigningAlgorithm: "ECDSA_SHA_256" as const };
        const kms = await lab.aws("kms");
        const { Signature } = await kms.sign(request);
        assert.equal((await kms.verify({ ...request, Signature })).SignatureValid, true);
      },
    },
    gone: keyGone,
  });
});

describe(`${KEY}, refusals`, function () {
  this.timeout(60_000);
  const scope = labScope();

  it("name what doesn't go together", async () => {
    const refused = async (inputs: Record<string, boolean | number | string>) => {
      const { failures } = await scope.lab.provider.check(KEY, "Main", inputs);
      return failures.map((failure) => failure.property);
    };
    assert.deepEqual(await refused({ rotationPeriodInDays: 100 }), ["rotationPeriodInDays"]);
    assert.deepEqual(await refused({ enableKeyRotation: true, customerMasterKeySpec: "RSA_2048" }), ["enableKeyRotation"]);
    assert.deepEqual(await refused({ customerMasterKeySpec: "SM2" }), ["customerMasterKeySpec"]);
    assert.deepEqual(await refused({ deletionWindowInDays: 3 }), ["deletionWindowInDays"]);
  });
});

describeLifecycle({
  type: "aws:kms/alias:Alias",
  prepare: async (lab) => ({ first: await lab.make(KEY, {}), second: await lab.make(KEY, {}) }),
  inputs: ({ first }) => ({ targetKeyId: first.id }),
  verify: async (lab, { id, state }, { first }) => {
    assert.match(id, /^alias\/Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["arn"], `arn:aws:kms:us-east-1:000000000000:${id}`);
    assert.equal(state["targetKeyArn"], first.state["arn"]);
    assert.equal((await metadata(lab, id))?.KeyId, first.id);
  },
  update: {
    // By its ARN this time.
    inputs: ({ second }) => ({ targetKeyId: second.state["arn"] }),
    paths: ["targetKeyId"],
    verify: async (lab, { id, state }, { second }) => {
      assert.equal(state["targetKeyArn"], second.state["arn"]);
      assert.equal((await metadata(lab, id))?.KeyId, second.id);
    },
  },
  replaces: { name: ({ first }) => ({ name: "alias/another", targetKeyId: first.id }) },
  drift: {
    act: async (lab, { id }, { first }) => {
      await (await lab.aws("kms")).updateAlias({ AliasName: id, TargetKeyId: first.id });
    },
    path: "targetKeyId",
  },
  gone: async (lab, { id }) => {
    try {
      await metadata(lab, id);
      return false;
    } catch (error) {
      return isAwsError(error, "NotFoundException");
    }
  },
});
