/** The cache behaviours of a distribution: their schema, and the way to AWS and back. Pure. */

import type { CacheBehavior, DefaultCacheBehavior, ForwardedValues } from "@aws-sdk/client-cloudfront";
import { t, type ValuesOf } from "../../schema";
import { counted, itemsOf } from "./lists";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "OPTIONS", "DELETE"] as const;
type Method = (typeof METHODS)[number];

const EVENTS = ["viewer-request", "viewer-response", "origin-request", "origin-response"] as const;
const FUNCTION_EVENTS = ["viewer-request", "viewer-response"] as const;
const POLICIES = ["allow-all", "https-only", "redirect-to-https"] as const;

/** How long AWS keeps what a behaviour without a cache policy serves, if nobody says it. */
const DEFAULT_TTL = 86_400;
const MAX_TTL = 31_536_000;

const shared = {
  allowedMethods: t.set(t.string({ oneOf: METHODS }), { required: true }),
  cachePolicyId: t.string(),
  cachedMethods: t.set(t.string({ oneOf: METHODS }), { required: true }),
  compress: t.boolean({ default: false }),
  defaultTtl: t.number({ computed: true }),
  fieldLevelEncryptionId: t.string(),
  functionAssociations: t.set(
    t.object({ eventType: t.string({ required: true, oneOf: FUNCTION_EVENTS }), functionArn: t.string({ required: true }) }),
  ),
  grpcConfig: t.object({ enabled: t.boolean({ computed: true }) }, { computed: true }),
  lambdaFunctionAssociations: t.set(
    t.object({
      eventType: t.string({ required: true, oneOf: EVENTS }),
      includeBody: t.boolean({ default: false }),
      lambdaArn: t.string({ required: true }),
    }),
  ),
  maxTtl: t.number({ computed: true }),
  minTtl: t.number({ default: 0 }),
  originRequestPolicyId: t.string(),
  realtimeLogConfigArn: t.string(),
  responseHeadersPolicyId: t.string(),
  smoothStreaming: t.boolean(),
  targetOriginId: t.string({ required: true }),
  viewerProtocolPolicy: t.string({ required: true, oneOf: POLICIES }),
};

const forwardedValues = {
  headers: t.set(t.string(), { computed: true }),
  queryString: t.boolean({ required: true }),
  queryStringCacheKeys: t.list(t.string(), { computed: true }),
};
const forward = t.string({ required: true, oneOf: ["all", "none", "whitelist"] });

export const defaultBehavior = {
  ...shared,
  forwardedValues: t.object({
    ...forwardedValues,
    cookies: t.object({ forward, whitelistedNames: t.set(t.string(), { computed: true }) }, { required: true }),
  }),
  trustedKeyGroups: t.list(t.string(), { computed: true }),
  trustedSigners: t.list(t.string(), { computed: true }),
};

export const orderedBehavior = {
  ...shared,
  forwardedValues: t.object({
    ...forwardedValues,
    cookies: t.object({ forward, whitelistedNames: t.set(t.string()) }, { required: true }),
  }),
  pathPattern: t.string({ required: true }),
  trustedKeyGroups: t.list(t.string()),
  trustedSigners: t.list(t.string()),
};

type Behavior = ValuesOf<typeof defaultBehavior>;
type OrderedBehavior = ValuesOf<typeof orderedBehavior>;

export function orderedToAws(given: OrderedBehavior): CacheBehavior {
  return { ...behaviorToAws(given), PathPattern: given.pathPattern };
}

export function behaviorToAws(given: Behavior): DefaultCacheBehavior {
  const hasValues = given.forwardedValues !== undefined;
  return {
    AllowedMethods: { ...required(given.allowedMethods), CachedMethods: required(given.cachedMethods) },
    CachePolicyId: given.cachePolicyId,
    Compress: given.compress,
    FieldLevelEncryptionId: given.fieldLevelEncryptionId ?? "",
    ForwardedValues: given.forwardedValues && forwardedToAws(given.forwardedValues),
    FunctionAssociations: counted(
      given.functionAssociations?.map((each) => ({ EventType: each.eventType, FunctionARN: each.functionArn })),
    ),
    GrpcConfig: { Enabled: given.grpcConfig?.enabled ?? false },
    LambdaFunctionAssociations: counted(
      given.lambdaFunctionAssociations?.map((each) => ({
        EventType: each.eventType,
        IncludeBody: each.includeBody,
        LambdaFunctionARN: each.lambdaArn,
      })),
    ),
    // With a cache policy, the times are the policy's.
    MinTTL: hasValues ? given.minTtl : given.minTtl || undefined,
    DefaultTTL: given.defaultTtl ?? (hasValues ? DEFAULT_TTL : undefined),
    MaxTTL: given.maxTtl ?? (hasValues ? MAX_TTL : undefined),
    OriginRequestPolicyId: given.originRequestPolicyId,
    RealtimeLogConfigArn: given.realtimeLogConfigArn,
    ResponseHeadersPolicyId: given.responseHeadersPolicyId,
    SmoothStreaming: given.smoothStreaming ?? false,
    TargetOriginId: given.targetOriginId,
    TrustedKeyGroups: { Enabled: Boolean(given.trustedKeyGroups?.length), ...counted(given.trustedKeyGroups) },
    TrustedSigners: { Enabled: Boolean(given.trustedSigners?.length), ...counted(given.trustedSigners) },
    ViewerProtocolPolicy: given.viewerProtocolPolicy,
  };
}

function required<T>(items: readonly T[]): { Quantity: number; Items: T[] } {
  return { Quantity: items.length, Items: [...items] };
}

function forwardedToAws(given: NonNullable<Behavior["forwardedValues"]>): ForwardedValues {
  const names = given.cookies.whitelistedNames;
  return {
    Cookies: { Forward: given.cookies.forward, WhitelistedNames: names?.length ? counted(names) : undefined },
    Headers: counted(given.headers),
    QueryString: given.queryString,
    QueryStringCacheKeys: counted(given.queryStringCacheKeys),
  };
}

export function orderedFromAws(found: CacheBehavior): OrderedBehavior {
  return { ...behaviorFromAws(found as DefaultCacheBehavior), pathPattern: found.PathPattern ?? "" };
}

export function behaviorFromAws(found: DefaultCacheBehavior): Behavior {
  return {
    allowedMethods: (found.AllowedMethods?.Items ?? []) as Method[],
    cachePolicyId: found.CachePolicyId,
    cachedMethods: (found.AllowedMethods?.CachedMethods?.Items ?? []) as Method[],
    compress: found.Compress ?? false,
    defaultTtl: found.DefaultTTL ?? 0,
    fieldLevelEncryptionId: found.FieldLevelEncryptionId,
    forwardedValues: found.ForwardedValues && forwardedFromAws(found.ForwardedValues),
    functionAssociations: itemsOf(found.FunctionAssociations)?.map((each) => ({
      eventType: each.EventType as (typeof FUNCTION_EVENTS)[number],
      functionArn: each.FunctionARN ?? "",
    })),
    grpcConfig: { enabled: found.GrpcConfig?.Enabled ?? false },
    lambdaFunctionAssociations: itemsOf(found.LambdaFunctionAssociations)?.map((each) => ({
      eventType: each.EventType as (typeof EVENTS)[number],
      includeBody: each.IncludeBody ?? false,
      lambdaArn: each.LambdaFunctionARN ?? "",
    })),
    maxTtl: found.MaxTTL ?? 0,
    minTtl: found.MinTTL ?? 0,
    originRequestPolicyId: found.OriginRequestPolicyId,
    realtimeLogConfigArn: found.RealtimeLogConfigArn,
    responseHeadersPolicyId: found.ResponseHeadersPolicyId,
    smoothStreaming: found.SmoothStreaming ?? false,
    targetOriginId: found.TargetOriginId ?? "",
    trustedKeyGroups: itemsOf(found.TrustedKeyGroups),
    trustedSigners: itemsOf(found.TrustedSigners),
    viewerProtocolPolicy: found.ViewerProtocolPolicy as (typeof POLICIES)[number],
  };
}

function forwardedFromAws(found: ForwardedValues): NonNullable<Behavior["forwardedValues"]> {
  return {
    cookies: {
      forward: (found.Cookies?.Forward ?? "none") as "all",
      whitelistedNames: itemsOf(found.Cookies?.WhitelistedNames),
    },
    headers: itemsOf(found.Headers),
    queryString: found.QueryString ?? false,
    queryStringCacheKeys: itemsOf(found.QueryStringCacheKeys),
  };
}
