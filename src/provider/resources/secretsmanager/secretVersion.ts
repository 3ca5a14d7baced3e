import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import type { CheckFailure } from "../../check";
import { defineResource } from "../../definition";
import { ProviderError } from "../../errors";
import { t } from "../../schema";

const TYPE = "aws:secretsmanager/secretVersion:SecretVersion";
const CURRENT = "AWSCURRENT";

export const secretVersion = defineResource({
  type: TYPE,
  inputs: {
    secretBinary: t.string({ replaces: true, secret: true }),
    secretId: t.string({ required: true, replaces: true }),
    secretString: t.string({ replaces: true, secret: true }),
    versionStages: t.set(t.string(), { computed: true }),
  },
  outputs: {
    arn: t.string(),
    hasSecretStringWo: t.boolean(),
    secretArn: t.string(),
    versionId: t.string(),
  },
  // A secret that waits for its deletion answers with InvalidRequestException.
  notFound: ["ResourceNotFoundException", "InvalidRequestException"],

  check(given): CheckFailure[] {
    const values = ["secretString", "secretBinary"].filter((input) => given[input] !== undefined);
    if (values.length === 1) return [];
    return [{ property: "secretString", reason: `${TYPE}: needs one of 'secretString' and 'secretBinary', and not both.` }];
  },

  async create(context, given) {
    const secrets = await context.client("secretsmanager");
    const made = await secrets.putSecretValue({
      SecretId: given.secretId,
      SecretString: given.secretString,
      SecretBinary: given.secretBinary === undefined ? undefined : Buffer.from(given.secretBinary, "base64"),
      VersionStages: given.versionStages,
    });
    return `${made.ARN}|${made.VersionId}`;
  },

  async read(context, id, prior) {
    const secrets = await context.client("secretsmanager");
    const { SecretId, VersionId } = partsOf(id);
    const found = await secrets.getSecretValue({ SecretId, VersionId });
    return {
      secretBinary: found.SecretBinary && found.SecretBinary.length > 0 ? Buffer.from(found.SecretBinary).toString("base64") : undefined,
      secretId: prior.secretId ?? SecretId,
      secretString: found.SecretString,
      versionStages: found.VersionStages,
      arn: found.ARN,
      hasSecretStringWo: false,
      secretArn: found.ARN,
      versionId: found.VersionId,
    };
  },

  async update(context, id, { news, state }) {
    const secrets = await context.client("secretsmanager");
    const { SecretId, VersionId } = partsOf(id);
    const before = state.versionStages ?? [];
    const wanted = news.versionStages ?? [];
    for (const stage of wanted.filter((each) => !before.includes(each))) {
      const RemoveFromVersionId = await holderOf(secrets, SecretId, stage);
      await secrets.updateSecretVersionStage({ SecretId, VersionStage: stage, MoveToVersionId: VersionId, RemoveFromVersionId });
    }
    await removeStages(secrets, id, before.filter((each) => !wanted.includes(each)));
  },

  /** AWS deletes versions that have no label. The current one can't lose its label: it lives as long as its secret. */
  async delete(context, id) {
    const secrets = await context.client("secretsmanager");
    const { VersionStages } = await secrets.getSecretValue(partsOf(id));
    await removeStages(secrets, id, VersionStages ?? []);
  },
});

function partsOf(id: string): { SecretId: string; VersionId: string } {
  const [SecretId, VersionId] = id.split("|");
  if (!SecretId || !VersionId) throw new ProviderError(`'${id}' is no secret and version: a version is imported as ARN|VERSION-ID.`);
  return { SecretId, VersionId };
}

async function holderOf(secrets: SecretsManager, SecretId: string, stage: string): Promise<string | undefined> {
  const { VersionIdsToStages } = await secrets.describeSecret({ SecretId });
  return Object.entries(VersionIdsToStages ?? {}).find(([, stages]) => stages.includes(stage))?.[0];
}

async function removeStages(secrets: SecretsManager, id: string, stages: readonly string[]): Promise<void> {
  const { SecretId, VersionId } = partsOf(id);
  for (const VersionStage of stages.filter((stage) => stage !== CURRENT)) {
    await secrets.updateSecretVersionStage({ SecretId, VersionStage, RemoveFromVersionId: VersionId });
  }
}
