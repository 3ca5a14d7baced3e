import { defineResource } from "../../definition";
import { ProviderError } from "../../errors";
import { t } from "../../schema";
import { NO_SUCH_ENTITY } from "./documents";
import { attachedPolicies } from "./role";

export const rolePolicyAttachment = defineResource({
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  regional: false,
  inputs: {
    policyArn: t.string({ required: true, replaces: true }),
    role: t.string({ required: true, replaces: true }),
  },
  outputs: {},
  notFound: NO_SUCH_ENTITY,

  async create(context, given) {
    const iam = await context.client("iam");
    await iam.attachRolePolicy({ RoleName: given.role, PolicyArn: given.policyArn });
    return `${given.role}/${given.policyArn}`;
  },

  async read(context, id) {
    const iam = await context.client("iam");
    const { RoleName, PolicyArn } = partsOf(id);
    if (!(await attachedPolicies(iam, RoleName)).includes(PolicyArn)) return undefined;
    return { policyArn: PolicyArn, role: RoleName };
  },

  async delete(context, id) {
    const iam = await context.client("iam");
    await iam.detachRolePolicy(partsOf(id));
  },
});

function partsOf(id: string): { RoleName: string; PolicyArn: string } {
  const [, RoleName, PolicyArn] = /^([^/]+)\/(.+)$/.exec(id) ?? [];
  if (RoleName === undefined || PolicyArn === undefined) {
    throw new ProviderError(`'${id}' is no id of an attachment. It reads ROLE/POLICY_ARN, such as 'reader/arn:aws:iam::aws:policy/ReadOnlyAccess'.`);
  }
  return { RoleName, PolicyArn };
}
