import { defineResource } from "../../definition";
import { t } from "../../schema";
import { checkName, checkPath, NO_SUCH_ENTITY } from "./documents";

/** The emulator can neither rename nor move a group: here each change replaces it. */
export const group = defineResource({
  type: "aws:iam/group:Group",
  regional: false,
  inputs: {
    name: t.string({ replaces: true, autoName: { maxLength: 128 }, check: checkName(128) }),
    path: t.string({ default: "/", replaces: true, check: checkPath }),
  },
  outputs: { arn: t.string(), uniqueId: t.string() },
  notFound: NO_SUCH_ENTITY,

  async create(context, given) {
    const iam = await context.client("iam");
    await iam.createGroup({ GroupName: given.name, Path: given.path });
    return given.name;
  },

  async read(context, id) {
    const iam = await context.client("iam");
    const { Group: found } = await iam.getGroup({ GroupName: id });
    return { name: id, path: found?.Path, arn: found?.Arn, uniqueId: found?.GroupId };
  },

  async delete(context, id) {
    const iam = await context.client("iam");
    await iam.deleteGroup({ GroupName: id });
  },
});
