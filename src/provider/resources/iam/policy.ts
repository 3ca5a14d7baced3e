import type { IAM } from "@aws-sdk/client-iam";
import { defineResource } from "../../definition";
import { t } from "../../schema";
import { tagChanges, tagList, tagMap } from "../../tags";
import { allPages, checkName, checkPath, decodeDocument, NO_SUCH_ENTITY } from "./documents";

/** AWS keeps no more. */
const MOST_VERSIONS = 5;

export const policy = defineResource({
  type: "aws:iam/policy:Policy",
  regional: false,
  inputs: {
    description: t.string({ replaces: true }),
    name: t.string({ replaces: true, autoName: { maxLength: 128, prefixInput: "namePrefix" }, check: checkName(128) }),
    namePrefix: t.string({ replaces: true, local: true, computed: true }),
    path: t.string({ default: "/", replaces: true, check: checkPath }),
    policy: t.json({ required: true }),
    tags: t.tags(),
  },
  outputs: {
    arn: t.string(),
    attachmentCount: t.number(),
    policyId: t.string(),
  },
  notFound: NO_SUCH_ENTITY,

  async create(context, given) {
    const iam = await context.client("iam");
    const { Policy: made } = await iam.createPolicy({
      PolicyName: given.name,
      PolicyDocument: given.policy,
      Description: given.description,
      Path: given.path,
      Tags: tagList(given.tagsAll),
    });
    return made?.Arn ?? "";
  },

  async read(context, id) {
    const iam = await context.client("iam");
    const { Policy: found } = await iam.getPolicy({ PolicyArn: id });
    const { PolicyVersion: version } = await iam.getPolicyVersion({ PolicyArn: id, VersionId: found?.DefaultVersionId });
    return {
      description: found?.Description,
      name: found?.PolicyName,
      path: found?.Path,
      policy: decodeDocument(version?.Document),
      tags: tagMap(found?.Tags),
      arn: found?.Arn,
      attachmentCount: found?.AttachmentCount,
      policyId: found?.PolicyId,
    };
  },

  async update(context, id, { olds, news, changed }) {
    const iam = await context.client("iam");
    if (changed("policy")) {
      await makeRoom(iam, id);
      await iam.createPolicyVersion({ PolicyArn: id, PolicyDocument: news.policy, SetAsDefault: true });
    }
    if (changed("tags")) {
      const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
      if (remove.length > 0) await iam.untagPolicy({ PolicyArn: id, TagKeys: remove });
      if (Object.keys(set).length > 0) await iam.tagPolicy({ PolicyArn: id, Tags: tagList(set) });
    }
  },

  async delete(context, id) {
    const iam = await context.client("iam");
    for (const VersionId of await spareVersions(iam, id)) await iam.deletePolicyVersion({ PolicyArn: id, VersionId });
    await iam.deletePolicy({ PolicyArn: id });
  },
});

async function makeRoom(iam: IAM, PolicyArn: string): Promise<void> {
  const spare = await spareVersions(iam, PolicyArn);
  if (spare.length + 1 >= MOST_VERSIONS) await iam.deletePolicyVersion({ PolicyArn, VersionId: spare[0] });
}

/** All but the default one, the oldest first. */
async function spareVersions(iam: IAM, PolicyArn: string): Promise<string[]> {
  const versions = await allPages((Marker) => iam.listPolicyVersions({ PolicyArn, Marker }), (page) => page.Versions);
  return versions
    .filter((version) => !version.IsDefaultVersion)
    .map((version) => version.VersionId ?? "")
    .sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
}
