import { defineResource } from "../../definition";
import { t } from "../../schema";
import { tagChanges, tagList, tagMap } from "../../tags";

/** Exclusions from the mutability of image tags are left out: the emulator keeps none. */
export const repository = defineResource({
  type: "aws:ecr/repository:Repository",
  inputs: {
    encryptionConfigurations: t.list(
      t.object({ encryptionType: t.string({ default: "AES256", oneOf: ["AES256", "KMS", "KMS_DSSE"] }), kmsKey: t.string({ computed: true }) }),
      { replaces: true, check: (list) => (list.length <= 1 ? undefined : "must have one entry at most.") },
    ),
    forceDelete: t.boolean({ default: false, local: true }),
    imageScanningConfiguration: t.object({ scanOnPush: t.boolean({ required: true }) }),
    imageTagMutability: t.string({ default: "MUTABLE", oneOf: ["MUTABLE", "IMMUTABLE"] }),
    name: t.string({
      replaces: true,
      autoName: { maxLength: 256, transform: (name) => name.toLowerCase() },
      check: (name) =>
        name.length >= 2 && name.length <= 256 && /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/.test(name)
          ? undefined
          : "must have 2 to 256 lower-case letters and digits, with single characters of ._-/ between them.",
    }),
    tags: t.tags(),
  },
  outputs: { arn: t.string(), registryId: t.string(), repositoryUrl: t.string() },
  notFound: ["RepositoryNotFoundException"],

  async create(context, given) {
    const ecr = await context.client("ecr");
    const encryption = given.encryptionConfigurations?.[0];
    await ecr.createRepository({
      repositoryName: given.name,
      encryptionConfiguration: encryption && { encryptionType: encryption.encryptionType, kmsKey: encryption.kmsKey },
      imageScanningConfiguration: given.imageScanningConfiguration,
      imageTagMutability: given.imageTagMutability,
      tags: tagList(given.tagsAll),
    });
    return given.name;
  },

  async read(context, id, prior) {
    const ecr = await context.client("ecr");
    const found = (await ecr.describeRepositories({ repositoryNames: [id] })).repositories?.[0];
    if (found === undefined) return undefined;
    const { tags } = await ecr.listTagsForResource({ resourceArn: found.repositoryArn });
    const encryption = found.encryptionConfiguration;
    // What every repository has needs no saying.
    const usual = (encryption?.encryptionType ?? "AES256") === "AES256" && !prior.encryptionConfigurations?.length;
    return {
      encryptionConfigurations:
        encryption === undefined || usual
          ? undefined
          : [{ encryptionType: encryption.encryptionType as "AES256", kmsKey: encryption.kmsKey }],
      imageScanningConfiguration: { scanOnPush: found.imageScanningConfiguration?.scanOnPush ?? false },
      imageTagMutability: found.imageTagMutability as "MUTABLE" | undefined,
      name: id,
      tags: tagMap(tags),
      arn: found.repositoryArn,
      registryId: found.registryId,
      repositoryUrl: found.repositoryUri,
    };
  },

  async update(context, id, { olds, news, state, changed }) {
    const ecr = await context.client("ecr");
    if (changed("imageTagMutability")) {
      await ecr.putImageTagMutability({ repositoryName: id, imageTagMutability: news.imageTagMutability });
    }
    if (changed("imageScanningConfiguration")) {
      await ecr.putImageScanningConfiguration({
        repositoryName: id,
        imageScanningConfiguration: { scanOnPush: news.imageScanningConfiguration?.scanOnPush ?? false },
      });
    }
    if (changed("tags")) {
      const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
      if (remove.length > 0) await ecr.untagResource({ resourceArn: state.arn, tagKeys: remove });
      if (Object.keys(set).length > 0) await ecr.tagResource({ resourceArn: state.arn, tags: tagList(set) });
    }
  },

  async delete(context, id, state) {
    const ecr = await context.client("ecr");
    await ecr.deleteRepository({ repositoryName: id, force: state.forceDelete });
  },
});
