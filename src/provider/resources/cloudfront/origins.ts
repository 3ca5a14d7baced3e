/** The origins of a distribution and their groups: their schema, and the way to AWS and back. Pure. */

import type { Origin, OriginGroup } from "@aws-sdk/client-cloudfront";
import { t, type ValuesOf } from "../../schema";
import { counted, itemsOf } from "./lists";

const PROTOCOLS = ["SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2"] as const;

export const originFields = {
  connectionAttempts: t.number({ default: 3, check: (times) => (times >= 1 && times <= 3 ? undefined : "must be 1 to 3.") }),
  connectionTimeout: t.number({ default: 10, check: (seconds) => (seconds >= 1 && seconds <= 10 ? undefined : "must be 1 to 10 seconds.") }),
  customHeaders: t.set(t.object({ name: t.string({ required: true }), value: t.string({ required: true }) })),
  customOriginConfig: t.object({
    httpPort: t.number({ required: true }),
    httpsPort: t.number({ required: true }),
    originKeepaliveTimeout: t.number({ default: 5 }),
    originProtocolPolicy: t.string({ required: true, oneOf: ["http-only", "https-only", "match-viewer"] }),
    originReadTimeout: t.number({ default: 30 }),
    originSslProtocols: t.set(t.string({ oneOf: PROTOCOLS }), { required: true }),
  }),
  domainName: t.string({ required: true }),
  originAccessControlId: t.string(),
  originId: t.string({ required: true }),
  originPath: t.string({
    check: (path) => (path === "" || /^\/.*[^/]$/.test(path) ? undefined : "must begin with a slash, and not end with one."),
  }),
  originShield: t.object({ enabled: t.boolean({ required: true }), originShieldRegion: t.string() }),
  responseCompletionTimeout: t.number({ computed: true }),
  s3OriginConfig: t.object({ originAccessIdentity: t.string({ required: true }) }),
};

export const originGroupFields = {
  failoverCriteria: t.object({ statusCodes: t.set(t.number(), { required: true }) }, { required: true }),
  members: t.list(t.object({ originId: t.string({ required: true }) }), {
    required: true,
    check: (members) => (members.length === 2 ? undefined : "must be two."),
  }),
  originId: t.string({ required: true }),
};

type OriginValues = ValuesOf<typeof originFields>;
type GroupValues = ValuesOf<typeof originGroupFields>;

export function originToAws(given: OriginValues): Origin {
  const custom = given.customOriginConfig;
  return {
    Id: given.originId,
    DomainName: given.domainName,
    OriginPath: given.originPath ?? "",
    OriginAccessControlId: given.originAccessControlId ?? "",
    ConnectionAttempts: given.connectionAttempts,
    ConnectionTimeout: given.connectionTimeout,
    ResponseCompletionTimeout: given.responseCompletionTimeout,
    CustomHeaders: counted(given.customHeaders?.map((header) => ({ HeaderName: header.name, HeaderValue: header.value }))),
    CustomOriginConfig: custom && {
      HTTPPort: custom.httpPort,
      HTTPSPort: custom.httpsPort,
      OriginKeepaliveTimeout: custom.originKeepaliveTimeout,
      OriginProtocolPolicy: custom.originProtocolPolicy,
      OriginReadTimeout: custom.originReadTimeout,
      OriginSslProtocols: { Quantity: custom.originSslProtocols.length, Items: custom.originSslProtocols },
    },
    OriginShield: given.originShield && { Enabled: given.originShield.enabled, OriginShieldRegion: given.originShield.originShieldRegion },
    // One that says nothing of its kind is a bucket.
    S3OriginConfig: custom ? undefined : { OriginAccessIdentity: given.s3OriginConfig?.originAccessIdentity ?? "" },
  };
}

export function originFromAws(found: Origin): OriginValues {
  const custom = found.CustomOriginConfig;
  const identity = found.S3OriginConfig?.OriginAccessIdentity;
  return {
    connectionAttempts: found.ConnectionAttempts ?? 3,
    connectionTimeout: found.ConnectionTimeout ?? 10,
    customHeaders: itemsOf(found.CustomHeaders)?.map((header) => ({ name: header.HeaderName ?? "", value: header.HeaderValue ?? "" })),
    customOriginConfig: custom && {
      httpPort: custom.HTTPPort ?? 80,
      httpsPort: custom.HTTPSPort ?? 443,
      originKeepaliveTimeout: custom.OriginKeepaliveTimeout ?? 5,
      originProtocolPolicy: (custom.OriginProtocolPolicy ?? "http-only") as "http-only",
      originReadTimeout: custom.OriginReadTimeout ?? 30,
      originSslProtocols: (custom.OriginSslProtocols?.Items ?? []) as "TLSv1.2"[],
    },
    domainName: found.DomainName ?? "",
    originAccessControlId: found.OriginAccessControlId || undefined,
    originId: found.Id ?? "",
    originPath: found.OriginPath || undefined,
    originShield: found.OriginShield && {
      enabled: found.OriginShield.Enabled ?? false,
      originShieldRegion: found.OriginShield.OriginShieldRegion,
    },
    responseCompletionTimeout: found.ResponseCompletionTimeout ?? 0,
    s3OriginConfig: identity ? { originAccessIdentity: identity } : undefined,
  };
}

export function groupToAws(given: GroupValues): OriginGroup {
  const codes = given.failoverCriteria.statusCodes;
  return {
    Id: given.originId,
    FailoverCriteria: { StatusCodes: { Quantity: codes.length, Items: codes } },
    Members: { Quantity: given.members.length, Items: given.members.map((member) => ({ OriginId: member.originId })) },
  };
}

export function groupFromAws(found: OriginGroup): GroupValues {
  return {
    failoverCriteria: { statusCodes: found.FailoverCriteria?.StatusCodes?.Items ?? [] },
    members: (found.Members?.Items ?? []).map((member) => ({ originId: member.OriginId ?? "" })),
    originId: found.Id ?? "",
  };
}
