/** The rules of a bucket's lifecycle, in Pulumi's shape and in S3's. Pure. */

import type { LifecycleRule, LifecycleRuleFilter } from "@aws-sdk/client-s3";
import { t, type ValuesOf } from "../../schema";
import { tagList, tagMap } from "../../tags";
import { rfc3339 } from "../timestamps";

const STORAGE_CLASSES = ["GLACIER", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "DEEP_ARCHIVE", "GLACIER_IR"] as const;

const atLeast = (least: number, hint = "") => (value: number) =>
  Number.isInteger(value) && value >= least ? undefined : `must be a whole number, ${least} or more${hint}.`;
const bytes = atLeast(1, "; leave it out for any size");
const midnight = (date: string) =>
  /^\d{4}-\d\d-\d\dT00:00:00Z$/.test(date) && !Number.isNaN(Date.parse(date))
    ? undefined
    : "must be midnight in UTC, such as '2030-01-31T00:00:00Z'.";

const filter = {
  and: t.object({
    objectSizeGreaterThan: t.number({ check: bytes }),
    objectSizeLessThan: t.number({ check: bytes }),
    prefix: t.string({ default: "" }),
    tags: t.map(t.string()),
  }),
  objectSizeGreaterThan: t.number({ computed: true, check: bytes }),
  objectSizeLessThan: t.number({ computed: true, check: bytes }),
  prefix: t.string({ default: "" }),
  tag: t.object({ key: t.string({ required: true }), value: t.string({ required: true }) }),
};

/** A rule's own `prefix` is left out: S3 no longer wants it, a filter's does the same, and the emulator forgets it. */
const rule = {
  abortIncompleteMultipartUpload: t.object({ daysAfterInitiation: t.number({ check: atLeast(1) }) }),
  expiration: t.object({
    date: t.string({ check: midnight }),
    days: t.number({ computed: true, check: atLeast(1) }),
    expiredObjectDeleteMarker: t.boolean({ default: false }),
  }),
  filter: t.object(filter, {
    check: ({ prefix, ...others }) =>
      Object.values({ ...others, prefix: prefix || undefined }).filter((part) => part !== undefined).length <= 1
        ? undefined
        : "must say one thing only: put several into its 'and'.",
  }),
  id: t.string({ required: true, check: (id) => (id.length >= 1 && id.length <= 255 ? undefined : "must have 1 to 255 characters.") }),
  noncurrentVersionExpiration: t.object({
    newerNoncurrentVersions: t.number({ check: atLeast(1) }),
    noncurrentDays: t.number({ required: true, check: atLeast(1) }),
  }),
  noncurrentVersionTransitions: t.set(
    t.object({
      newerNoncurrentVersions: t.number({ check: atLeast(1) }),
      noncurrentDays: t.number({ required: true, check: atLeast(0) }),
      storageClass: t.string({ required: true, oneOf: STORAGE_CLASSES }),
    }),
  ),
  status: t.string({ required: true, oneOf: ["Enabled", "Disabled"] }),
  transitions: t.set(
    t.object({
      date: t.string({ check: midnight }),
      days: t.number({ computed: true, check: atLeast(0) }),
      storageClass: t.string({ required: true, oneOf: STORAGE_CLASSES }),
    }),
  ),
};

export const lifecycleRules = t.list(t.object(rule), {
  check: (rules) => (rules.length > 0 ? undefined : "must have a rule at least."),
});

type Rule = ValuesOf<typeof rule>;
type Filter = ValuesOf<typeof filter>;

export function toS3(given: Rule): LifecycleRule {
  const { abortIncompleteMultipartUpload: abort, expiration, noncurrentVersionExpiration: noncurrent } = given;
  return {
    ID: given.id,
    Status: given.status,
    // Without one, a rule is for all objects, too; but S3 wants it.
    Filter: given.filter ? filterToS3(given.filter) : { Prefix: "" },
    AbortIncompleteMultipartUpload: abort && { DaysAfterInitiation: abort.daysAfterInitiation },
    Expiration: expiration && {
      Date: dateOf(expiration.date),
      Days: expiration.days,
      // S3 takes it alone only.
      ExpiredObjectDeleteMarker: expiration.expiredObjectDeleteMarker || undefined,
    },
    NoncurrentVersionExpiration: noncurrent && {
      NewerNoncurrentVersions: noncurrent.newerNoncurrentVersions,
      NoncurrentDays: noncurrent.noncurrentDays,
    },
    NoncurrentVersionTransitions: given.noncurrentVersionTransitions?.map((transition) => ({
      NewerNoncurrentVersions: transition.newerNoncurrentVersions,
      NoncurrentDays: transition.noncurrentDays,
      StorageClass: transition.storageClass,
    })),
    Transitions: given.transitions?.map(({ date, days, storageClass }) => ({
      Date: dateOf(date),
      Days: date === undefined ? (days ?? 0) : days,
      StorageClass: storageClass,
    })),
  };
}

function filterToS3({ and, tag, prefix, objectSizeGreaterThan, objectSizeLessThan }: Filter): LifecycleRuleFilter {
  if (and) {
    return {
      And: {
        Prefix: and.prefix || undefined,
        Tags: and.tags && tagList(and.tags),
        ObjectSizeGreaterThan: and.objectSizeGreaterThan,
        ObjectSizeLessThan: and.objectSizeLessThan,
      },
    };
  }
  if (tag) return { Tag: { Key: tag.key, Value: tag.value } };
  if (objectSizeGreaterThan !== undefined) return { ObjectSizeGreaterThan: objectSizeGreaterThan };
  if (objectSizeLessThan !== undefined) return { ObjectSizeLessThan: objectSizeLessThan };
  return { Prefix: prefix };
}

export function fromS3(found: LifecycleRule): Rule {
  const { AbortIncompleteMultipartUpload: abort, Expiration: expiration, NoncurrentVersionExpiration: noncurrent } = found;
  return {
    id: found.ID ?? "",
    status: found.Status ?? "Disabled",
    filter: filterFromS3(found.Filter ?? {}),
    abortIncompleteMultipartUpload: abort && { daysAfterInitiation: abort.DaysAfterInitiation },
    expiration: expiration && {
      date: rfc3339(expiration.Date),
      days: expiration.Days,
      expiredObjectDeleteMarker: expiration.ExpiredObjectDeleteMarker ?? false,
    },
    noncurrentVersionExpiration: noncurrent && {
      newerNoncurrentVersions: noncurrent.NewerNoncurrentVersions,
      noncurrentDays: noncurrent.NoncurrentDays ?? 0,
    },
    noncurrentVersionTransitions: found.NoncurrentVersionTransitions?.map((transition) => ({
      newerNoncurrentVersions: transition.NewerNoncurrentVersions,
      noncurrentDays: transition.NoncurrentDays ?? 0,
      storageClass: transition.StorageClass ?? "GLACIER",
    })),
    transitions: found.Transitions?.map(({ Date: date, Days, StorageClass }) => ({
      date: rfc3339(date),
      days: Days,
      storageClass: StorageClass ?? "GLACIER",
    })),
  };
}

function filterFromS3({ And, Tag, Prefix, ObjectSizeGreaterThan, ObjectSizeLessThan }: LifecycleRuleFilter): Filter {
  return {
    and: And && {
      objectSizeGreaterThan: sizeOf(And.ObjectSizeGreaterThan),
      objectSizeLessThan: sizeOf(And.ObjectSizeLessThan),
      prefix: And.Prefix ?? "",
      tags: tagMap(And.Tags),
    },
    objectSizeGreaterThan: sizeOf(ObjectSizeGreaterThan),
    objectSizeLessThan: sizeOf(ObjectSizeLessThan),
    prefix: Prefix ?? "",
    tag: Tag && { key: Tag.Key ?? "", value: Tag.Value ?? "" },
  };
}

/** S3 says 0 where nothing was said. */
function sizeOf(size: number | undefined): number | undefined {
  return size === 0 ? undefined : size;
}

function dateOf(date: string | undefined): Date | undefined {
  return date === undefined ? undefined : new Date(date);
}
