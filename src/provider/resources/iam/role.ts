import type { IAM } from "@aws-sdk/client-iam";
import type { CheckFailure } from "../../check";
import { defineResource } from "../../definition";
import { t } from "../../schema";
import { tagChanges, tagList, tagMap } from "../../tags";
import { rfc3339 } from "../timestamps";
import { allPages, checkName, checkPath, decodeDocument, NO_SUCH_ENTITY } from "./documents";

interface InlinePolicy {
  name?: string;
  policy?: string;
}

export const role = defineResource({
  type: "aws:iam/role:Role",
  regional: false,
  inputs: {
    assumeRolePolicy: t.json({ required: true }),
    description: t.string(),
    forceDetachPolicies: t.boolean({ default: false, local: true }),
    /** Exclusive where it is set, and none of our business where it isn't: so it is for managedPolicyArns. */
    inlinePolicies: t.set(t.object({ name: t.string({ computed: true }), policy: t.json() }), { computed: true }),
    managedPolicyArns: t.set(t.string(), { computed: true }),
    maxSessionDuration: t.number({
      default: 3600,
      check: (seconds) => (seconds >= 3600 && seconds <= 43200 ? undefined : "must be 3600 to 43200 seconds."),
    }),
    name: t.string({
      replaces: true,
      autoName: { maxLength: 64, prefixInput: "namePrefix" },
      check: checkName(64),
    }),
    namePrefix: t.string({ replaces: true, local: true, computed: true }),
    path: t.string({ default: "/", replaces: true, check: checkPath }),
    permissionsBoundary: t.string(),
    tags: t.tags(),
  },
  outputs: {
    arn: t.string(),
    createDate: t.string(),
    uniqueId: t.string(),
  },
  notFound: NO_SUCH_ENTITY,

  check(given) {
    const policies = Array.isArray(given["inlinePolicies"]) ? (given["inlinePolicies"] as InlinePolicy[]) : [];
    return policies.flatMap((policy, index): CheckFailure[] => {
      if ((policy.name === undefined) === (policy.policy === undefined)) return [];
      const property = `inlinePolicies[${index}]`;
      return [{ property, reason: `aws:iam/role:Role: '${property}' needs both 'name' and 'policy'. Empty, it removes all inline policies.` }];
    });
  },

  async create(context, given) {
    const iam = await context.client("iam");
    await iam.createRole({
      RoleName: given.name,
      AssumeRolePolicyDocument: given.assumeRolePolicy,
      Description: given.description,
      MaxSessionDuration: given.maxSessionDuration,
      Path: given.path,
      PermissionsBoundary: given.permissionsBoundary,
      Tags: tagList(given.tagsAll),
    });
    context.created(given.name);
    if (given.inlinePolicies) await setInlinePolicies(iam, given.name, given.inlinePolicies);
    if (given.managedPolicyArns) await setAttachments(iam, given.name, given.managedPolicyArns);
    return given.name;
  },

  async read(context, id, prior) {
    const iam = await context.client("iam");
    const { Role: found } = await iam.getRole({ RoleName: id });
    const inlinePolicies = await readInlinePolicies(iam, id);
    const saysNone = inlinePolicies.length === 0 && prior.inlinePolicies?.every((policy) => policy.name === undefined);
    return {
      assumeRolePolicy: decodeDocument(found?.AssumeRolePolicyDocument),
      description: found?.Description,
      inlinePolicies: saysNone ? prior.inlinePolicies : inlinePolicies,
      managedPolicyArns: await attachedPolicies(iam, id),
      maxSessionDuration: found?.MaxSessionDuration,
      name: id,
      path: found?.Path,
      permissionsBoundary: found?.PermissionsBoundary?.PermissionsBoundaryArn,
      tags: tagMap(found?.Tags),
      arn: found?.Arn,
      createDate: rfc3339(found?.CreateDate),
      uniqueId: found?.RoleId,
    };
  },

  async update(context, id, { olds, news, changed }) {
    const iam = await context.client("iam");
    const RoleName = id;
    if (changed("assumeRolePolicy")) await iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: news.assumeRolePolicy });
    if (changed("maxSessionDuration")) await iam.updateRole({ RoleName, MaxSessionDuration: news.maxSessionDuration });
    // The emulator's UpdateRole takes an empty description for none given; this older call clears it there and on AWS.
    if (changed("description")) await iam.updateRoleDescription({ RoleName, Description: news.description ?? "" });
    if (changed("permissionsBoundary")) {
      const PermissionsBoundary = news.permissionsBoundary;
      if (PermissionsBoundary) await iam.putRolePermissionsBoundary({ RoleName, PermissionsBoundary });
      else await iam.deleteRolePermissionsBoundary({ RoleName });
    }
    if (changed("inlinePolicies")) await setInlinePolicies(iam, id, news.inlinePolicies ?? []);
    if (changed("managedPolicyArns")) await setAttachments(iam, id, news.managedPolicyArns ?? []);
    if (changed("tags")) {
      const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
      if (remove.length > 0) await iam.untagRole({ RoleName, TagKeys: remove });
      if (Object.keys(set).length > 0) await iam.tagRole({ RoleName, Tags: tagList(set) });
    }
  },

  async delete(context, id, state) {
    const iam = await context.client("iam");
    if (state.forceDetachPolicies || state.inlinePolicies?.length) await setInlinePolicies(iam, id, []);
    if (state.forceDetachPolicies || state.managedPolicyArns?.length) await setAttachments(iam, id, []);
    await leaveInstanceProfiles(iam, id);
    await iam.deleteRole({ RoleName: id });
  },
});

async function readInlinePolicies(iam: IAM, RoleName: string): Promise<{ name: string; policy?: string }[]> {
  const names = await inlinePolicyNames(iam, RoleName);
  return Promise.all(
    names.map(async (name) => {
      const { PolicyDocument } = await iam.getRolePolicy({ RoleName, PolicyName: name });
      return { name, policy: decodeDocument(PolicyDocument) };
    }),
  );
}

/** These, and no others. */
async function setInlinePolicies(iam: IAM, RoleName: string, wanted: readonly InlinePolicy[]): Promise<void> {
  for (const PolicyName of await inlinePolicyNames(iam, RoleName)) {
    if (!wanted.some((policy) => policy.name === PolicyName)) await iam.deleteRolePolicy({ RoleName, PolicyName });
  }
  for (const { name, policy } of wanted) {
    if (name !== undefined) await iam.putRolePolicy({ RoleName, PolicyName: name, PolicyDocument: policy });
  }
}

/** These, and no others. */
async function setAttachments(iam: IAM, RoleName: string, wanted: readonly string[]): Promise<void> {
  const attached = await attachedPolicies(iam, RoleName);
  for (const PolicyArn of attached) {
    if (!wanted.includes(PolicyArn)) await iam.detachRolePolicy({ RoleName, PolicyArn });
  }
  for (const PolicyArn of wanted) {
    if (!attached.includes(PolicyArn)) await iam.attachRolePolicy({ RoleName, PolicyArn });
  }
}

function inlinePolicyNames(iam: IAM, RoleName: string): Promise<string[]> {
  return allPages((Marker) => iam.listRolePolicies({ RoleName, Marker }), (page) => page.PolicyNames);
}

export function attachedPolicies(iam: IAM, RoleName: string): Promise<string[]> {
  return allPages(
    (Marker) => iam.listAttachedRolePolicies({ RoleName, Marker }),
    (page) => page.AttachedPolicies?.map((policy) => policy.PolicyArn ?? ""),
  );
}

/** AWS deletes no role that an instance profile holds. */
async function leaveInstanceProfiles(iam: IAM, RoleName: string): Promise<void> {
  const profiles = await allPages(
    (Marker) => iam.listInstanceProfilesForRole({ RoleName, Marker }),
    (page) => page.InstanceProfiles,
  );
  for (const { InstanceProfileName } of profiles) {
    await iam.removeRoleFromInstanceProfile({ InstanceProfileName, RoleName });
  }
}
