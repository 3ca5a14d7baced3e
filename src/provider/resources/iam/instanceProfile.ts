import type { IAM } from "@aws-sdk/client-iam";
import { defineResource } from "../../definition";
import { isAwsError } from "../../errors";
import { t } from "../../schema";
import { tagChanges, tagList, tagMap } from "../../tags";
import { rfc3339 } from "../timestamps";
import { checkName, checkPath, NO_SUCH_ENTITY } from "./documents";

export const instanceProfile = defineResource({
  type: "aws:iam/instanceProfile:InstanceProfile",
  regional: false,
  inputs: {
    name: t.string({ replaces: true, autoName: { maxLength: 128, prefixInput: "namePrefix" }, check: checkName(128) }),
    namePrefix: t.string({ replaces: true, local: true, computed: true }),
    path: t.string({ default: "/", replaces: true, check: checkPath }),
    role: t.string(),
    tags: t.tags(),
  },
  outputs: { arn: t.string(), createDate: t.string(), uniqueId: t.string() },
  notFound: NO_SUCH_ENTITY,

  async create(context, given) {
    const iam = await context.client("iam");
    const InstanceProfileName = given.name;
    await iam.createInstanceProfile({ InstanceProfileName, Path: given.path, Tags: tagList(given.tagsAll) });
    context.created(given.name);
    if (given.role !== undefined) await iam.addRoleToInstanceProfile({ InstanceProfileName, RoleName: given.role });
    return given.name;
  },

  async read(context, id) {
    const iam = await context.client("iam");
    const { InstanceProfile: found } = await iam.getInstanceProfile({ InstanceProfileName: id });
    return {
      name: id,
      path: found?.Path,
      role: found?.Roles?.[0]?.RoleName,
      tags: tagMap(found?.Tags),
      arn: found?.Arn,
      createDate: rfc3339(found?.CreateDate),
      uniqueId: found?.InstanceProfileId,
    };
  },

  async update(context, id, { olds, news, changed }) {
    const iam = await context.client("iam");
    const InstanceProfileName = id;
    if (changed("role")) {
      await takeRolesOut(iam, id);
      if (news.role !== undefined) await iam.addRoleToInstanceProfile({ InstanceProfileName, RoleName: news.role });
    }
    if (changed("tags")) {
      const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
      if (remove.length > 0) await iam.untagInstanceProfile({ InstanceProfileName, TagKeys: remove });
      if (Object.keys(set).length > 0) await iam.tagInstanceProfile({ InstanceProfileName, Tags: tagList(set) });
    }
  },

  async delete(context, id) {
    const iam = await context.client("iam");
    await takeRolesOut(iam, id);
    await iam.deleteInstanceProfile({ InstanceProfileName: id });
  },
});

/** A profile holds one role at most, and AWS deletes none that holds one. */
async function takeRolesOut(iam: IAM, InstanceProfileName: string): Promise<void> {
  const { InstanceProfile } = await iam.getInstanceProfile({ InstanceProfileName });
  for (const { RoleName } of InstanceProfile?.Roles ?? []) {
    try {
      await iam.removeRoleFromInstanceProfile({ InstanceProfileName, RoleName });
    } catch (error) {
      if (!isAwsError(error, ...NO_SUCH_ENTITY)) throw error;
    }
  }
}
