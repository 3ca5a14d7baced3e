import type { KMS } from "@aws-sdk/client-kms";
import type { CheckFailure } from "../../check";
import { defineResource } from "../../definition";
import { isAwsError } from "../../errors";
import { t } from "../../schema";
import { tagChanges } from "../../tags";
import { UNKNOWN } from "../../wire";

const TYPE = "aws:kms/key:Key";

/** The kinds of keys that the emulator can make: no ML-DSA, no SM2, and no key agreement. */
const SPECS = [
  "SYMMETRIC_DEFAULT", "RSA_2048", "RSA_3072", "RSA_4096", "HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512",
  "ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1", "ECC_NIST_EDWARDS25519",
] as const;

/** Key stores outside KMS are left out: the emulator has none. */
export const key = defineResource({
  type: TYPE,
  inputs: {
    bypassPolicyLockoutSafetyCheck: t.boolean({ default: false, local: true }),
    customerMasterKeySpec: t.string({ default: "SYMMETRIC_DEFAULT", replaces: true, oneOf: SPECS }),
    deletionWindowInDays: t.number({
      local: true,
      check: (days) => (days >= 7 && days <= 30 ? undefined : "must be 7 to 30 days."),
    }),
    description: t.string({
      computed: true,
      check: (text) => (text.length <= 8192 ? undefined : "must have at most 8192 characters."),
    }),
    enableKeyRotation: t.boolean({ default: false }),
    isEnabled: t.boolean({ default: true }),
    keyUsage: t.string({ default: "ENCRYPT_DECRYPT", replaces: true, oneOf: ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC"] }),
    multiRegion: t.boolean({ computed: true, replaces: true }),
    policy: t.json({ computed: true }),
    rotationPeriodInDays: t.number({
      computed: true,
      changesWith: ["enableKeyRotation"],
      check: (days) => (days >= 90 && days <= 2560 ? undefined : "must be 90 to 2560 days."),
    }),
    tags: t.tags(),
  },
  outputs: { arn: t.string(), keyId: t.string() },
  notFound: ["NotFoundException"],

  check(given) {
    const failures: CheckFailure[] = [];
    const rotates = given["enableKeyRotation"];
    if (given["rotationPeriodInDays"] !== undefined && rotates !== true && rotates !== UNKNOWN) {
      failures.push({ property: "rotationPeriodInDays", reason: `${TYPE}: 'rotationPeriodInDays' needs 'enableKeyRotation: true'.` });
    }
    const spec = given["customerMasterKeySpec"];
    if (rotates === true && spec !== "SYMMETRIC_DEFAULT" && spec !== UNKNOWN) {
      failures.push({ property: "enableKeyRotation", reason: `${TYPE}: 'enableKeyRotation' is for symmetric keys only. Leave it out.` });
    }
    return failures;
  },

  async create(context, given) {
    const kms = await context.client("kms");
    const { KeyMetadata: made } = await kms.createKey({
      BypassPolicyLockoutSafetyCheck: given.bypassPolicyLockoutSafetyCheck,
      Description: given.description,
      KeySpec: given.customerMasterKeySpec,
      KeyUsage: given.keyUsage,
      MultiRegion: given.multiRegion,
      Policy: given.policy,
      Tags: kmsTags(given.tagsAll),
    });
    const id = made?.KeyId ?? "";
    context.created(id);
    if (given.enableKeyRotation) await setRotation(kms, id, true, given.rotationPeriodInDays);
    if (!given.isEnabled) await kms.disableKey({ KeyId: id });
    return id;
  },

  async read(context, id) {
    const kms = await context.client("kms");
    const { KeyMetadata: found } = await kms.describeKey({ KeyId: id });
    if (found === undefined || found.KeyState === "PendingDeletion") return undefined;
    const KeyId = found.KeyId;
    const { Policy } = await kms.getKeyPolicy({ KeyId, PolicyName: "default" });
    const rotation = found.KeySpec === "SYMMETRIC_DEFAULT" ? await kms.getKeyRotationStatus({ KeyId }) : undefined;
    return {
      customerMasterKeySpec: found.KeySpec as (typeof SPECS)[number] | undefined,
      description: found.Description,
      enableKeyRotation: rotation?.KeyRotationEnabled ?? false,
      isEnabled: found.Enabled ?? false,
      keyUsage: found.KeyUsage as "ENCRYPT_DECRYPT" | undefined,
      multiRegion: found.MultiRegion ?? false,
      policy: Policy,
      rotationPeriodInDays: rotation?.KeyRotationEnabled ? rotation.RotationPeriodInDays : undefined,
      tags: await readTags(kms, id),
      arn: found.Arn,
      keyId: KeyId,
    };
  },

  async update(context, id, { olds, news, changed }) {
    const kms = await context.client("kms");
    // A key that is off takes no other change: it goes on first, and off last.
    if (changed("isEnabled") && news.isEnabled) await kms.enableKey({ KeyId: id });
    if (changed("enableKeyRotation", "rotationPeriodInDays")) {
      await setRotation(kms, id, news.enableKeyRotation, news.rotationPeriodInDays);
    }
    if (changed("description")) await kms.updateKeyDescription({ KeyId: id, Description: news.description ?? "" });
    if (changed("policy")) {
      await kms.putKeyPolicy({
        KeyId: id,
        PolicyName: "default",
        Policy: news.policy,
        BypassPolicyLockoutSafetyCheck: news.bypassPolicyLockoutSafetyCheck,
      });
    }
    if (changed("tags")) {
      const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
      if (remove.length > 0) await kms.untagResource({ KeyId: id, TagKeys: remove });
      if (Object.keys(set).length > 0) await kms.tagResource({ KeyId: id, Tags: kmsTags(set) });
    }
    if (changed("isEnabled") && !news.isEnabled) await kms.disableKey({ KeyId: id });
  },

  async delete(context, id, state) {
    const kms = await context.client("kms");
    try {
      await kms.scheduleKeyDeletion({ KeyId: id, PendingWindowInDays: state.deletionWindowInDays });
    } catch (error) {
      // Its deletion is scheduled already.
      if (!isAwsError(error, "KMSInvalidStateException")) throw error;
    }
  },
});

async function setRotation(kms: KMS, KeyId: string, enabled: boolean, RotationPeriodInDays: number | undefined): Promise<void> {
  if (enabled) await kms.enableKeyRotation({ KeyId, RotationPeriodInDays });
  else await kms.disableKeyRotation({ KeyId });
}

function kmsTags(tags: Record<string, string>): { TagKey: string; TagValue: string }[] {
  return Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
}

async function readTags(kms: KMS, KeyId: string): Promise<Record<string, string> | undefined> {
  const tags: Record<string, string> = {};
  let Marker: string | undefined;
  do {
    const page = await kms.listResourceTags({ KeyId, Marker });
    for (const tag of page.Tags ?? []) tags[tag.TagKey ?? ""] = tag.TagValue ?? "";
    Marker = page.Truncated ? page.NextMarker : undefined;
  } while (Marker !== undefined);
  return Object.keys(tags).length > 0 ? tags : undefined;
}
