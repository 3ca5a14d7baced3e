import type { BucketCannedACL, GetBucketAclOutput, Grant } from "@aws-sdk/client-s3";
import type { Context } from "../../context";
import { defineResource, type Inputs } from "../../definition";
import { t } from "../../schema";

const TYPE = "aws:s3/bucketAcl:BucketAcl";
const CANNED = ["private", "public-read", "public-read-write", "authenticated-read", "log-delivery-write", "aws-exec-read"] as const;
type Canned = (typeof CANNED)[number];

const inputs = {
  bucket: t.string({ required: true, replaces: true }),
  acl: t.string({ oneOf: CANNED }),
  accessControlPolicy: t.object(
    {
      grants: t.set(
        t.object({
          // No e-mail addresses: S3 turns them into ids, and few regions take them at all.
          grantee: t.object({
            id: t.string(),
            type: t.string({ required: true, oneOf: ["CanonicalUser", "Group"] }),
            uri: t.string(),
          }),
          permission: t.string({ required: true, oneOf: ["FULL_CONTROL", "WRITE", "WRITE_ACP", "READ", "READ_ACP"] }),
        }),
      ),
      owner: t.object(
        {
          // AWS no longer tells it.
          displayName: t.string({ computed: true, local: true }),
          id: t.string({ required: true }),
        },
        { required: true },
      ),
    },
    { computed: true, changesWith: ["acl"] },
  ),
};

export const bucketAcl = defineResource({
  type: TYPE,
  inputs,
  outputs: {},
  notFound: ["NoSuchBucket"],

  check(given) {
    if ((given["acl"] === undefined) !== (given["accessControlPolicy"] === undefined)) return [];
    return [{ property: "acl", reason: `${TYPE}: exactly one of 'acl' and 'accessControlPolicy' is required.` }];
  },

  async create(context, given) {
    await put(context, given.bucket, given);
    return given.acl === undefined ? given.bucket : `${given.bucket},${given.acl}`;
  },

  async read(context, id, prior) {
    const s3 = await context.client("s3");
    const [bucket = id, fromId] = id.split(",");
    const found = await s3.getBucketAcl({ Bucket: bucket });
    // The id says what the ACL was at first: of an import nothing else is known.
    const imported = prior.bucket === undefined;
    const known = imported ? fromId : prior.acl;
    const acl = known === undefined ? undefined : cannedAcl(found, known);
    // A program gives one of the two, so that an import must not find both.
    return { bucket, acl, accessControlPolicy: imported && acl !== undefined ? undefined : policyOf(found) };
  },

  async update(context, id, { news }) {
    await put(context, id.split(",")[0] ?? id, news);
  },

  // A bucket always has an ACL: as with the official provider, it stays as it is.
  delete: () => Promise.resolve(),
});

async function put(context: Context, bucket: string, { acl, accessControlPolicy: policy }: Inputs<typeof inputs>): Promise<void> {
  const s3 = await context.client("s3");
  if (policy === undefined) {
    // The SDK's type knows only some of the names.
    await s3.putBucketAcl({ Bucket: bucket, ACL: acl as BucketCannedACL | undefined });
    return;
  }
  const grants = policy.grants?.map(({ grantee, permission }): Grant => ({
    Grantee: grantee && { Type: grantee.type, ID: grantee.id, URI: grantee.uri },
    Permission: permission,
  }));
  const owner = { ID: policy.owner.id, DisplayName: policy.owner.displayName };
  await s3.putBucketAcl({ Bucket: bucket, AccessControlPolicy: { Owner: owner, Grants: grants ?? [] } });
}

function policyOf({ Owner, Grants = [] }: GetBucketAclOutput) {
  return {
    owner: { id: Owner?.ID ?? "" },
    grants: Grants.map(({ Grantee, Permission }) => ({
      grantee: { id: Grantee?.ID, type: Grantee?.Type === "Group" ? ("Group" as const) : ("CanonicalUser" as const), uri: Grantee?.URI },
      permission: Permission ?? "READ",
    })),
  };
}

const GROUPS = {
  everyone: "http://acs.amazonaws.com/groups/global/AllUsers",
  anyAccount: "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
  logDelivery: "http://acs.amazonaws.com/groups/s3/LogDelivery",
};

/** What each canned ACL grants beside the owner's full control. (That to EC2 goes to a user whom only AWS has.) */
const GRANTED: Record<Canned, string[]> = {
  "private": [],
  "aws-exec-read": [],
  "public-read": [`READ ${GROUPS.everyone}`],
  "public-read-write": [`READ ${GROUPS.everyone}`, `WRITE ${GROUPS.everyone}`],
  "authenticated-read": [`READ ${GROUPS.anyAccount}`],
  "log-delivery-write": [`READ_ACP ${GROUPS.logDelivery}`, `WRITE ${GROUPS.logDelivery}`],
};

/** S3 answers with grants, never with a name: `known` where it grants just these, else another that does, else none. */
function cannedAcl({ Grants = [], Owner }: GetBucketAclOutput, known: string): Canned | undefined {
  const isOwners = ({ Grantee, Permission }: Grant) => Grantee?.ID === Owner?.ID && Permission === "FULL_CONTROL";
  if (!Grants.some(isOwners)) return undefined;
  const others = Grants.filter((grant) => !isOwners(grant)).map(({ Grantee, Permission }) => `${Permission} ${Grantee?.URI ?? Grantee?.ID}`);
  const fits = (name: Canned) => JSON.stringify(others.sort()) === JSON.stringify(GRANTED[name]);
  return CANNED.find((name) => name === known && fits(name)) ?? CANNED.find(fits);
}
