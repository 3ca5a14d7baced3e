import type { IAM } from "@aws-sdk/client-iam";
import { defineResource } from "../../definition";
import { isAwsError } from "../../errors";
import { t } from "../../schema";
import { tagChanges, tagList, tagMap } from "../../tags";
import { allPages, checkName, checkPath, NO_SUCH_ENTITY } from "./documents";

/** The emulator can neither rename nor move a user: here a change of the name or the path replaces it. */
export const user = defineResource({
  type: "aws:iam/user:User",
  regional: false,
  inputs: {
    forceDestroy: t.boolean({ default: false, local: true }),
    name: t.string({ replaces: true, autoName: { maxLength: 64 }, check: checkName(64) }),
    path: t.string({ default: "/", replaces: true, check: checkPath }),
    permissionsBoundary: t.string(),
    tags: t.tags(),
  },
  outputs: { arn: t.string(), uniqueId: t.string() },
  notFound: NO_SUCH_ENTITY,

  async create(context, given) {
    const iam = await context.client("iam");
    await iam.createUser({
      UserName: given.name,
      Path: given.path,
      PermissionsBoundary: given.permissionsBoundary,
      Tags: tagList(given.tagsAll),
    });
    return given.name;
  },

  async read(context, id) {
    const iam = await context.client("iam");
    const { User: found } = await iam.getUser({ UserName: id });
    return {
      name: id,
      path: found?.Path,
      permissionsBoundary: found?.PermissionsBoundary?.PermissionsBoundaryArn,
      tags: tagMap(found?.Tags),
      arn: found?.Arn,
      uniqueId: found?.UserId,
    };
  },

  async update(context, id, { olds, news, changed }) {
    const iam = await context.client("iam");
    const UserName = id;
    if (changed("permissionsBoundary")) {
      const PermissionsBoundary = news.permissionsBoundary;
      if (PermissionsBoundary) await iam.putUserPermissionsBoundary({ UserName, PermissionsBoundary });
      else await iam.deleteUserPermissionsBoundary({ UserName });
    }
    if (changed("tags")) {
      const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
      if (remove.length > 0) await iam.untagUser({ UserName, TagKeys: remove });
      if (Object.keys(set).length > 0) await iam.tagUser({ UserName, Tags: tagList(set) });
    }
  },

  async delete(context, id, state) {
    const iam = await context.client("iam");
    await leaveGroups(iam, id);
    if (state.forceDestroy) await takeCredentials(iam, id);
    await iam.deleteUser({ UserName: id });
  },
});

async function leaveGroups(iam: IAM, UserName: string): Promise<void> {
  const groups = await allPages((Marker) => iam.listGroupsForUser({ UserName, Marker }), (page) => page.Groups);
  for (const { GroupName } of groups) await iam.removeUserFromGroup({ GroupName, UserName });
}

/** What the emulator knows of: access keys, MFA devices and the password. */
async function takeCredentials(iam: IAM, UserName: string): Promise<void> {
  const keys = await allPages((Marker) => iam.listAccessKeys({ UserName, Marker }), (page) => page.AccessKeyMetadata);
  for (const { AccessKeyId } of keys) await iam.deleteAccessKey({ UserName, AccessKeyId });
  const devices = await allPages((Marker) => iam.listMFADevices({ UserName, Marker }), (page) => page.MFADevices);
  for (const { SerialNumber } of devices) await iam.deactivateMFADevice({ UserName, SerialNumber });
  try {
    await iam.deleteLoginProfile({ UserName });
  } catch (error) {
    if (!isAwsError(error, ...NO_SUCH_ENTITY)) throw error;
  }
}
