import type { BucketCannedACL } from "@aws-sdk/client-s3";
import { defineResource } from "../../definition";
import { t } from "../../schema";

const ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";
const AUTHENTICATED_USERS = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";

/** Grants of one's own (`accessControlPolicy`) are left out: the emulator answers with those of the canned lists. */
export const bucketAcl = defineResource({
  type: "aws:s3/bucketAcl:BucketAcl",
  inputs: {
    acl: t.string({ oneOf: ["private", "public-read", "public-read-write", "authenticated-read", "log-delivery-write"] }),
    bucket: t.string({ required: true, replaces: true }),
  },
  outputs: {},
  notFound: ["NoSuchBucket"],

  check: (given) =>
    given["acl"] === undefined ? [{ property: "acl", reason: "aws:s3/bucketAcl:BucketAcl: 'acl' is required, such as 'private' or 'public-read'." }] : [],

  async create(context, given) {
    const s3 = await context.client("s3");
    await s3.putBucketAcl({ Bucket: given.bucket, ACL: cannedAcl(given.acl) });
    return `${given.bucket},${given.acl ?? ""}`;
  },

  async read(context, id, prior) {
    const s3 = await context.client("s3");
    const [bucket = id, named] = id.split(",");
    const { Grants = [] } = await s3.getBucketAcl({ Bucket: bucket });
    const granted = (uri: string, permission: string): boolean => Grants.some((grant) => grant.Grantee?.URI === uri && grant.Permission === permission);
    const shown = granted(ALL_USERS, "WRITE") ? "public-read-write" : granted(ALL_USERS, "READ") ? "public-read" : granted(AUTHENTICATED_USERS, "READ") ? "authenticated-read" : "private";
    // S3 tells grants, not the list that made them; log delivery's can't be told from none on an emulator.
    const known = prior.acl ?? named;
    return { acl: known === "log-delivery-write" && shown === "private" ? known : shown, bucket };
  },

  async update(context, id, { news }) {
    const s3 = await context.client("s3");
    await s3.putBucketAcl({ Bucket: news.bucket, ACL: cannedAcl(news.acl) });
  },

  async delete() {
    // A bucket always has an access control list: AWS's own provider leaves it as it is, too.
  },
});

/** The SDK's type lacks the list for logs, which S3 itself has. */
function cannedAcl(acl: string | undefined): BucketCannedACL | undefined {
  return acl as BucketCannedACL | undefined;
}
