import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import { describeLifecycle, labScope, type Lab } from "./harness";

const REPOSITORY = "aws:ecr/repository:Repository";

async function described(lab: Lab, name: string) {
  return (await (await lab.aws("ecr")).describeRepositories({ repositoryNames: [name] })).repositories?.[0];
}

async function tags(lab: Lab, resourceArn: unknown) {
  return (await (await lab.aws("ecr")).listTagsForResource({ resourceArn: String(resourceArn) })).tags;
}

const gone = async (lab: Lab, { id }: { id: string }): Promise<boolean> => {
  try {
    await described(lab, id);
    return false;
  } catch (error) {
    return isAwsError(error, "RepositoryNotFoundException");
  }
};

describeLifecycle({
  type: REPOSITORY,
  inputs: () => ({
    imageTagMutability: "IMMUTABLE",
    imageScanningConfiguration: { scanOnPush: true },
    encryptionConfigurations: [{ encryptionType: "KMS" }],
    tags: { team: "learners" },
  }),
  verify: async (lab, { id, state }) => {
    assert.match(id, /^main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["arn"], `arn:aws:ecr:us-east-1:000000000000:repository/${id}`);
    assert.equal(state["registryId"], "000000000000");
    const found = await described(lab, id);
    assert.equal(state["repositoryUrl"], found?.repositoryUri);
    assert.deepEqual([found?.imageTagMutability, found?.imageScanningConfiguration?.scanOnPush], ["IMMUTABLE", true]);
    assert.equal(found?.encryptionConfiguration?.encryptionType, "KMS");
    assert.deepEqual(await tags(lab, state["arn"]), [{ Key: "team", Value: "learners" }]);
  },
  update: {
    inputs: () => ({ encryptionConfigurations: [{ encryptionType: "KMS" }], tags: { phase: "two" } }),
    paths: ["imageScanningConfiguration", "imageTagMutability", "tags.phase", "tags.team"],
    verify: async (lab, { id, state }) => {
      const found = await described(lab, id);
      assert.deepEqual([found?.imageTagMutability, found?.imageScanningConfiguration?.scanOnPush], ["MUTABLE", false]);
      assert.deepEqual(await tags(lab, state["arn"]), [{ Key: "phase", Value: "two" }]);
    },
  },
  replaces: {
    name: () => ({ name: "lab/another" }),
    "encryptionConfigurations[0].encryptionType": () => ({ encryptionConfigurations: [{ encryptionType: "AES256" }] }),
  },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("ecr")).putImageTagMutability({ repositoryName: id, imageTagMutability: "IMMUTABLE" });
    },
    path: "imageTagMutability",
  },
  gone,
});

describe("a plain repository", () => {
  describeLifecycle({
    type: REPOSITORY,
    inputs: () => ({}),
    verify: async (lab, { id, state }) => {
      assert.equal(state["imageTagMutability"], "MUTABLE");
      assert.equal(state["encryptionConfigurations"], undefined);
      assert.equal((await described(lab, id))?.encryptionConfiguration?.encryptionType, "AES256");
    },
    gone,
  });
});

describe(`${REPOSITORY} with images`, function () {
  this.timeout(60_000);
  const scope = labScope();
  const withImage = async (forceDelete: boolean) => {
    const made = await scope.lab.provider.create(REPOSITORY, "images", { name: scope.lab.name("images"), forceDelete, imageTagMutability: "MUTABLE" });
    scope.owns(made);
    await (await scope.lab.aws("ecr")).putImage({ repositoryName: made.id, imageManifest: "{}", imageTag: "latest" });
    return made;
  };

  it("is deleted by force only", async () => {
    const careful = await withImage(false);
    await assert.rejects(scope.lab.provider.delete(careful), /ecr\.DeleteRepository failed: RepositoryNotEmptyException/);
    await (await scope.lab.aws("ecr")).batchDeleteImage({ repositoryName: careful.id, imageIds: [{ imageTag: "latest" }] });
    const forced = await withImage(true);
    await scope.lab.provider.delete(forced);
    assert.ok(await gone(scope.lab, forced));
  });
});
