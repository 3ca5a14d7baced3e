import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { defineResource } from "../../definition";
import { t } from "../../schema";
import { tagChanges, tagList, tagMap } from "../../tags";

/** Replicas are left out: the emulator makes none, and can't take them away. Managed external secrets too. */
export const secret = defineResource({
  type: "aws:secretsmanager/secret:Secret",
  inputs: {
    description: t.string(),
    forceOverwriteReplicaSecret: t.boolean({ default: false, local: true }),
    kmsKeyId: t.string(),
    name: t.string({
      replaces: true,
      autoName: { maxLength: 512, prefixInput: "namePrefix" },
      check: (name) => (/^[\w/+=.@-]{1,512}$/.test(name) ? undefined : "must have 1 to 512 letters, digits and characters of /_+=.@-"),
    }),
    namePrefix: t.string({ replaces: true, local: true, computed: true }),
    /** `{}` removes it. */
    policy: t.json({ computed: true }),
    recoveryWindowInDays: t.number({
      default: 30,
      local: true,
      check: (days) => (days === 0 || (days >= 7 && days <= 30) ? undefined : "must be 0 or 7 to 30 days."),
    }),
    tags: t.tags(),
  },
  outputs: { arn: t.string() },
  notFound: ["ResourceNotFoundException"],

  async create(context, given) {
    const secrets = await context.client("secretsmanager");
    const { ARN = "" } = await secrets.createSecret({
      Name: given.name,
      Description: given.description,
      KmsKeyId: given.kmsKeyId,
      ForceOverwriteReplicaSecret: given.forceOverwriteReplicaSecret,
      Tags: tagList(given.tagsAll),
    });
    context.created(ARN);
    if (given.policy !== undefined) await putPolicy(secrets, ARN, given.policy);
    return ARN;
  },

  async read(context, id, prior) {
    const secrets = await context.client("secretsmanager");
    const found = await secrets.describeSecret({ SecretId: id });
    if (found.DeletedDate !== undefined) return undefined;
    const { ResourcePolicy } = await secrets.getResourcePolicy({ SecretId: id });
    return {
      description: found.Description,
      kmsKeyId: found.KmsKeyId,
      name: found.Name,
      policy: ResourcePolicy ?? (isNoPolicy(prior.policy) ? prior.policy : undefined),
      tags: tagMap(found.Tags),
      arn: found.ARN,
    };
  },

  async update(context, id, { olds, news, changed }) {
    const secrets = await context.client("secretsmanager");
    if (changed("description", "kmsKeyId")) {
      await secrets.updateSecret({ SecretId: id, Description: news.description ?? "", KmsKeyId: news.kmsKeyId ?? "" });
    }
    if (changed("policy")) await putPolicy(secrets, id, news.policy);
    if (changed("tags")) {
      const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
      if (remove.length > 0) await secrets.untagResource({ SecretId: id, TagKeys: remove });
      if (Object.keys(set).length > 0) await secrets.tagResource({ SecretId: id, Tags: tagList(set) });
    }
  },

  async delete(context, id, state) {
    const secrets = await context.client("secretsmanager");
    const window = state.recoveryWindowInDays ?? 30;
    if (window === 0) {
      await secrets.deleteSecret({ SecretId: id, ForceDeleteWithoutRecovery: true });
      return;
    }
    const { DeletedDate } = await secrets.describeSecret({ SecretId: id });
    if (DeletedDate === undefined) await secrets.deleteSecret({ SecretId: id, RecoveryWindowInDays: window });
  },
});

async function putPolicy(secrets: SecretsManager, SecretId: string, policy: string | undefined): Promise<void> {
  if (policy === undefined || isNoPolicy(policy)) await secrets.deleteResourcePolicy({ SecretId });
  else await secrets.putResourcePolicy({ SecretId, ResourcePolicy: policy });
}

function isNoPolicy(policy: string | undefined): boolean {
  return policy !== undefined && /^\s*\{\s*\}\s*$/.test(policy);
}
