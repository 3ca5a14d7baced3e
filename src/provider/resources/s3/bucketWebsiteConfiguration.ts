import type { RoutingRule, WebsiteConfiguration } from "@aws-sdk/client-s3";
import type { CheckFailure } from "../../check";
import { defineResource, type Inputs } from "../../definition";
import { websiteDomain } from "../../regions";
import { t } from "../../schema";

const TYPE = "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration";
const PROTOCOLS = ["http", "https"] as const;

const inputs = {
  bucket: t.string({ required: true, replaces: true }),
  errorDocument: t.object({ key: t.string({ required: true }) }),
  indexDocument: t.object({
    suffix: t.string({
      required: true,
      check: (suffix) => (suffix === "" || suffix.includes("/") ? "must be the name of an object, without a slash." : undefined),
    }),
  }),
  redirectAllRequestsTo: t.object({ hostName: t.string({ required: true }), protocol: t.string({ oneOf: PROTOCOLS }) }),
  // The same rules, as objects and as JSON text: a program gives one of them, AWS's answer fills both.
  routingRules: t.list(
    t.object({
      condition: t.object({ httpErrorCodeReturnedEquals: t.string(), keyPrefixEquals: t.string() }),
      redirect: t.object(
        {
          hostName: t.string(),
          httpRedirectCode: t.string(),
          protocol: t.string({ oneOf: PROTOCOLS }),
          replaceKeyPrefixWith: t.string(),
          replaceKeyWith: t.string(),
        },
        { required: true },
      ),
    }),
    { computed: true, changesWith: ["routingRuleDetails"] },
  ),
  routingRuleDetails: t.json({
    computed: true,
    changesWith: ["routingRules"],
    check: (text) => (Array.isArray(JSON.parse(text)) ? undefined : "must be a JSON array of routing rules."),
  }),
};

export const bucketWebsiteConfiguration = defineResource({
  type: TYPE,
  inputs,
  outputs: { websiteDomain: t.string(), websiteEndpoint: t.string() },
  notFound: ["NoSuchWebsiteConfiguration", "NoSuchBucket"],

  check(given) {
    const failures: CheckFailure[] = [];
    const fail = (property: string, reason: string) => failures.push({ property, reason: `${TYPE}: ${reason}` });
    const redirects = given["redirectAllRequestsTo"] !== undefined;
    if (!redirects && given["indexDocument"] === undefined) {
      fail("indexDocument", "'indexDocument' or 'redirectAllRequestsTo' is required.");
    }
    for (const other of ["indexDocument", "errorDocument", "routingRules", "routingRuleDetails"]) {
      if (redirects && given[other] !== undefined) fail(other, `'${other}' can't be given with 'redirectAllRequestsTo'.`);
    }
    if (given["routingRules"] !== undefined && given["routingRuleDetails"] !== undefined) {
      fail("routingRuleDetails", "'routingRules' and 'routingRuleDetails' can't be given both.");
    }
    return failures;
  },

  async create(context, given) {
    const s3 = await context.client("s3");
    await s3.putBucketWebsite({ Bucket: given.bucket, WebsiteConfiguration: configuration(given) });
    return given.bucket;
  },

  async read(context, id) {
    const s3 = await context.client("s3");
    const found = await s3.getBucketWebsite({ Bucket: id });
    const { RoutingRules: rules = [], RedirectAllRequestsTo: redirect } = found;
    const domain = websiteDomain(context.region);
    return {
      bucket: id,
      indexDocument: found.IndexDocument?.Suffix === undefined ? undefined : { suffix: found.IndexDocument.Suffix },
      errorDocument: found.ErrorDocument?.Key === undefined ? undefined : { key: found.ErrorDocument.Key },
      redirectAllRequestsTo:
        redirect?.HostName === undefined ? undefined : { hostName: redirect.HostName, protocol: redirect.Protocol },
      routingRules: rules.map(ruleOf),
      routingRuleDetails: rules.length > 0 ? JSON.stringify(rules) : undefined,
      websiteDomain: domain,
      websiteEndpoint: `${id}.${domain}`,
    };
  },

  async update(context, id, { news, state }) {
    const s3 = await context.client("s3");
    // Rules that the program no longer names stay, as with the official provider: AWS's own are taken for them.
    const rules = { routingRules: news.routingRules ?? (news.routingRuleDetails === undefined ? state.routingRules : undefined) };
    const kept = news.redirectAllRequestsTo === undefined ? rules : {};
    await s3.putBucketWebsite({ Bucket: id, WebsiteConfiguration: configuration({ ...news, ...kept }) });
  },

  async delete(context, id) {
    const s3 = await context.client("s3");
    await s3.deleteBucketWebsite({ Bucket: id });
  },
});

function configuration(given: Inputs<typeof inputs>): WebsiteConfiguration {
  const { indexDocument, errorDocument, redirectAllRequestsTo: redirect, routingRules, routingRuleDetails } = given;
  const rules =
    routingRuleDetails === undefined ? routingRules?.map(ruleFor) : (JSON.parse(routingRuleDetails) as RoutingRule[]);
  return {
    ...(indexDocument ? { IndexDocument: { Suffix: indexDocument.suffix } } : {}),
    ...(errorDocument ? { ErrorDocument: { Key: errorDocument.key } } : {}),
    ...(redirect ? { RedirectAllRequestsTo: { HostName: redirect.hostName, Protocol: redirect.protocol } } : {}),
    ...(rules && rules.length > 0 ? { RoutingRules: rules } : {}),
  };
}

type Rule = NonNullable<Inputs<typeof inputs>["routingRules"]>[number];

function ruleFor({ condition, redirect }: Rule): RoutingRule {
  return {
    ...(condition
      ? {
          Condition: {
            HttpErrorCodeReturnedEquals: condition.httpErrorCodeReturnedEquals,
            KeyPrefixEquals: condition.keyPrefixEquals,
          },
        }
      : {}),
    Redirect: {
      HostName: redirect.hostName,
      HttpRedirectCode: redirect.httpRedirectCode,
      Protocol: redirect.protocol,
      ReplaceKeyPrefixWith: redirect.replaceKeyPrefixWith,
      ReplaceKeyWith: redirect.replaceKeyWith,
    },
  };
}

function ruleOf({ Condition: condition, Redirect: redirect }: RoutingRule): Rule {
  return {
    ...(condition
      ? {
          condition: {
            httpErrorCodeReturnedEquals: condition.HttpErrorCodeReturnedEquals,
            keyPrefixEquals: condition.KeyPrefixEquals,
          },
        }
      : {}),
    redirect: {
      hostName: redirect?.HostName,
      httpRedirectCode: redirect?.HttpRedirectCode,
      protocol: redirect?.Protocol,
      replaceKeyPrefixWith: redirect?.ReplaceKeyPrefixWith,
      replaceKeyWith: redirect?.ReplaceKeyWith,
    },
  };
}
