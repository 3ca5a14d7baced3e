import { defineResource } from "../../definition";
import { ProviderError } from "../../errors";
import { t } from "../../schema";
import { checkName, decodeDocument, NO_SUCH_ENTITY } from "./documents";

export const rolePolicy = defineResource({
  type: "aws:iam/rolePolicy:RolePolicy",
  regional: false,
  inputs: {
    name: t.string({ replaces: true, autoName: { maxLength: 128, prefixInput: "namePrefix" }, check: checkName(128) }),
    namePrefix: t.string({ replaces: true, local: true, computed: true }),
    policy: t.json({ required: true }),
    role: t.string({ required: true, replaces: true }),
  },
  outputs: {},
  notFound: NO_SUCH_ENTITY,

  async create(context, given) {
    const iam = await context.client("iam");
    await iam.putRolePolicy({ RoleName: given.role, PolicyName: given.name, PolicyDocument: given.policy });
    return `${given.role}:${given.name}`;
  },

  async read(context, id) {
    const iam = await context.client("iam");
    const { RoleName, PolicyName } = partsOf(id);
    const { PolicyDocument } = await iam.getRolePolicy({ RoleName, PolicyName });
    return { name: PolicyName, policy: decodeDocument(PolicyDocument), role: RoleName };
  },

  async update(context, id, { news, changed }) {
    const iam = await context.client("iam");
    if (changed("policy")) await iam.putRolePolicy({ ...partsOf(id), PolicyDocument: news.policy });
  },

  async delete(context, id) {
    const iam = await context.client("iam");
    await iam.deleteRolePolicy(partsOf(id));
  },
});

/** Neither name can hold a colon. */
function partsOf(id: string): { RoleName: string; PolicyName: string } {
  const [RoleName, PolicyName, ...rest] = id.split(":");
  if (!RoleName || !PolicyName || rest.length > 0) {
    throw new ProviderError(`'${id}' is no id of a role's policy. It reads ROLE:POLICY, such as 'reader:read-table'.`);
  }
  return { RoleName, PolicyName };
}
