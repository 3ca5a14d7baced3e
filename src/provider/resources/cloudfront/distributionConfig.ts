/** What a distribution is made of: its schema, and the way to AWS and back. Pure. */

import type { DistributionConfig, ViewerCertificate } from "@aws-sdk/client-cloudfront";
import { t, type ValuesOf } from "../../schema";
import { behaviorFromAws, behaviorToAws, defaultBehavior, orderedBehavior, orderedFromAws, orderedToAws } from "./behaviors";
import { counted, itemsOf } from "./lists";
import { groupFromAws, groupToAws, originFields, originFromAws, originGroupFields, originToAws } from "./origins";

/** What AWS says of a distribution with its own certificate. */
const LOWEST_PROTOCOL = "TLSv1";

export const distributionFields = {
  aliases: t.set(t.string()),
  comment: t.string({ check: (text) => (text.length <= 128 ? undefined : "must have at most 128 characters.") }),
  customErrorResponses: t.set(
    t.object({
      errorCachingMinTtl: t.number(),
      errorCode: t.number({ required: true }),
      responseCode: t.number(),
      responsePagePath: t.string(),
    }),
  ),
  defaultCacheBehavior: t.object(defaultBehavior, { required: true }),
  defaultRootObject: t.string(),
  enabled: t.boolean({ required: true }),
  httpVersion: t.string({ default: "http2", oneOf: ["http1.1", "http2", "http3", "http2and3"] }),
  isIpv6Enabled: t.boolean({ default: false }),
  loggingConfig: t.object({ bucket: t.string(), includeCookies: t.boolean({ default: false }), prefix: t.string() }),
  orderedCacheBehaviors: t.list(t.object(orderedBehavior)),
  originGroups: t.set(t.object(originGroupFields)),
  origins: t.set(t.object(originFields), { required: true }),
  priceClass: t.string({ default: "PriceClass_All", oneOf: ["PriceClass_All", "PriceClass_200", "PriceClass_100"] }),
  restrictions: t.object(
    {
      geoRestriction: t.object(
        {
          locations: t.set(t.string(), { computed: true }),
          restrictionType: t.string({ required: true, oneOf: ["none", "whitelist", "blacklist"] }),
        },
        { required: true },
      ),
    },
    { required: true },
  ),
  viewerCertificate: t.object(
    {
      acmCertificateArn: t.string(),
      cloudfrontDefaultCertificate: t.boolean(),
      iamCertificateId: t.string(),
      minimumProtocolVersion: t.string({ default: LOWEST_PROTOCOL }),
      sslSupportMethod: t.string({ oneOf: ["sni-only", "vip", "static-ip"] }),
    },
    { required: true },
  ),
  webAclId: t.string(),
};

type Settings = ValuesOf<typeof distributionFields>;
/** The same, with none forgotten. */
type Found = { [K in keyof typeof distributionFields]: Settings[K] | undefined };

export function configToAws(given: Settings, CallerReference: string): DistributionConfig {
  const logging = given.loggingConfig;
  const geo = given.restrictions.geoRestriction;
  const origins = given.origins.map(originToAws);
  return {
    CallerReference,
    Aliases: counted(given.aliases),
    CacheBehaviors: counted(given.orderedCacheBehaviors?.map(orderedToAws)),
    Comment: given.comment ?? "",
    CustomErrorResponses: counted(
      given.customErrorResponses?.map((each) => ({
        ErrorCode: each.errorCode,
        ErrorCachingMinTTL: each.errorCachingMinTtl,
        ResponseCode: each.responseCode === undefined ? "" : String(each.responseCode),
        ResponsePagePath: each.responsePagePath ?? "",
      })),
    ),
    DefaultCacheBehavior: behaviorToAws(given.defaultCacheBehavior),
    DefaultRootObject: given.defaultRootObject ?? "",
    Enabled: given.enabled,
    HttpVersion: given.httpVersion,
    IsIPV6Enabled: given.isIpv6Enabled,
    Logging: {
      Enabled: Boolean(logging?.bucket),
      Bucket: logging?.bucket ?? "",
      IncludeCookies: logging?.includeCookies ?? false,
      Prefix: logging?.prefix ?? "",
    },
    OriginGroups: counted(given.originGroups?.map(groupToAws)),
    Origins: { Quantity: origins.length, Items: origins },
    PriceClass: given.priceClass,
    Restrictions: { GeoRestriction: { RestrictionType: geo.restrictionType, ...counted(geo.locations) } },
    ViewerCertificate: certificateToAws(given.viewerCertificate),
    WebACLId: given.webAclId ?? "",
  };
}

function certificateToAws(given: Settings["viewerCertificate"]): ViewerCertificate {
  return {
    ACMCertificateArn: given.acmCertificateArn,
    CloudFrontDefaultCertificate: given.cloudfrontDefaultCertificate,
    IAMCertificateId: given.iamCertificateId,
    MinimumProtocolVersion: given.minimumProtocolVersion as ViewerCertificate["MinimumProtocolVersion"],
    SSLSupportMethod: given.sslSupportMethod,
  };
}

export function configFromAws(found: DistributionConfig): Found {
  const geo = found.Restrictions?.GeoRestriction;
  const certificate = found.ViewerCertificate;
  return {
    aliases: itemsOf(found.Aliases),
    comment: found.Comment,
    customErrorResponses: itemsOf(found.CustomErrorResponses)?.map((each) => ({
      errorCode: each.ErrorCode ?? 0,
      errorCachingMinTtl: each.ErrorCachingMinTTL,
      responseCode: each.ResponseCode ? Number(each.ResponseCode) : undefined,
      responsePagePath: each.ResponsePagePath,
    })),
    defaultCacheBehavior: behaviorFromAws(found.DefaultCacheBehavior ?? ({} as NonNullable<DistributionConfig["DefaultCacheBehavior"]>)),
    defaultRootObject: found.DefaultRootObject,
    enabled: found.Enabled ?? false,
    httpVersion: (found.HttpVersion ?? "http2") as Settings["httpVersion"],
    isIpv6Enabled: found.IsIPV6Enabled ?? false,
    loggingConfig: found.Logging?.Bucket
      ? { bucket: found.Logging.Bucket, includeCookies: found.Logging.IncludeCookies ?? false, prefix: found.Logging.Prefix }
      : undefined,
    orderedCacheBehaviors: itemsOf(found.CacheBehaviors)?.map(orderedFromAws),
    originGroups: itemsOf(found.OriginGroups)?.map(groupFromAws),
    origins: (found.Origins?.Items ?? []).map(originFromAws),
    priceClass: (found.PriceClass ?? "PriceClass_All") as Settings["priceClass"],
    restrictions: {
      geoRestriction: {
        locations: itemsOf(geo),
        restrictionType: (geo?.RestrictionType ?? "none") as Settings["restrictions"]["geoRestriction"]["restrictionType"],
      },
    },
    viewerCertificate: {
      acmCertificateArn: certificate?.ACMCertificateArn,
      cloudfrontDefaultCertificate: certificate?.CloudFrontDefaultCertificate ?? false,
      iamCertificateId: certificate?.IAMCertificateId,
      minimumProtocolVersion: certificate?.MinimumProtocolVersion ?? LOWEST_PROTOCOL,
      sslSupportMethod: certificate?.SSLSupportMethod,
    },
    webAclId: found.WebACLId,
  };
}
