import { evaluatePolicy } from "./bucketPolicy";

/** What decides whether strangers may read a bucket's objects. */
export interface BucketAccess {
  /** The bucket policy as JSON text. */
  policy?: string;
  /** Of the bucket's public access block. */
  restrictPublicBuckets: boolean;
  ignorePublicAcls: boolean;
  /** False with the object ownership BucketOwnerEnforced, the default of new buckets. */
  aclsEnabled: boolean;
}

export interface AccessVerdict {
  allowed: boolean;
  /** For the learner, when not allowed: which of S3's rules is in the way. */
  why?: string;
}

/**
 * Whether an unsigned request may read `key`, as S3 decides it: an explicit Deny wins, then an Allow of the policy,
 * then the object's ACL. `objectAclIsPublic` is asked only when it matters.
 */
export async function mayReadAnonymously(
  access: BucketAccess,
  target: { bucket: string; key: string; context: Readonly<Record<string, string>> },
  objectAclIsPublic: () => Promise<boolean>,
): Promise<AccessVerdict> {
  const verdict =
    access.policy === undefined
      ? "silent"
      : evaluatePolicy(access.policy, {
          action: "s3:GetObject",
          resource: `arn:aws:s3:::${target.bucket}/${target.key}`,
          context: target.context,
        });
  if (verdict === "deny") return { allowed: false, why: "The bucket policy denies s3:GetObject on this object." };
  if (verdict === "allow" && !access.restrictPublicBuckets) return { allowed: true };
  if (access.aclsEnabled && !access.ignorePublicAcls && (await objectAclIsPublic())) return { allowed: true };
  if (verdict === "allow") {
    const why = "The bucket policy allows it, but the public access block sets public policies aside (restrictPublicBuckets is on).";
    return { allowed: false, why };
  }
  if (access.policy === undefined) {
    const why = 'The bucket has no policy. A website needs one that allows the principal "*" the action s3:GetObject on its objects.';
    return { allowed: false, why };
  }
  if (verdict === "unreadable") return { allowed: false, why: "The bucket policy is not readable as a policy." };
  const why = `No statement of the bucket policy allows the principal "*" the action s3:GetObject on arn:aws:s3:::${target.bucket}/${target.key}.`;
  return { allowed: false, why };
}
