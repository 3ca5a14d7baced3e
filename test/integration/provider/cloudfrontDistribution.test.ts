import assert from "node:assert/strict";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { isAwsError } from "../../../src/provider/errors";
import type { Values } from "../../../src/provider/wire";
import type { Resource } from "../../support/providerClient";
import { describeLifecycle, labScope, type Lab } from "./harness";

const CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";

const CODE = `function handler(event) {
  event.request.uri = "/index.html";
  return event.request;
}`;

async function tagsOf(lab: Lab, Resource: unknown) {
  return (await (await lab.aws("cloudfront")).listTagsForResource({ Resource: String(Resource) })).Tags?.Items;
}

/** What a browser would get of a distribution: its host name isn't in any DNS, so it goes into the header. */
function get(lab: Lab, resource: Resource, path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(`${lab.endpoint}${path}`, { headers: { host: String(resource.state["domainName"]) } }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    });
    asked.on("error", reject);
    asked.end();
  });
}

async function distributionOf(lab: Lab, Id: string) {
  return (await (await lab.aws("cloudfront")).getDistribution({ Id })).Distribution;
}

async function isGone(lab: Lab, Id: string): Promise<boolean> {
  try {
    await distributionOf(lab, Id);
    return false;
  } catch (error) {
    return isAwsError(error, "NoSuchDistribution");
  }
}

interface Site {
  bucket: Resource;
  access: Resource;
  rewrite: Resource;
}

function forCloudFront({ state }: Resource): string {
  const Resource = `${String(state["arn"])}/*`;
  const statement = { Effect: "Allow", Principal: { Service: "cloudfront.amazonaws.com" }, Action: "s3:GetObject", Resource };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

async function makeSite(lab: Lab): Promise<Site> {
  const bucket = await lab.make("aws:s3/bucket:Bucket", { forceDestroy: true });
  const s3 = await lab.aws("s3");
  await s3.putObject({ Bucket: bucket.id, Key: "index.html", Body: "<h1>Hello</h1>" });
  await s3.putObject({ Bucket: bucket.id, Key: "404.html", Body: "<h1>Lost</h1>" });
  await s3.putBucketPolicy({ Bucket: bucket.id, Policy: forCloudFront(bucket) });
  return {
    bucket,
    access: await lab.make("aws:cloudfront/originAccessControl:OriginAccessControl", {
      originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4",
    }),
    rewrite: await lab.make("aws:cloudfront/function:Function", { runtime: "cloudfront-js-2.0", code: CODE }),
  };
}

const behavior = { targetOriginId: "site", viewerProtocolPolicy: "allow-all", allowedMethods: ["GET", "HEAD"], cachedMethods: ["GET", "HEAD"] };

function siteInputs({ bucket, access }: Site): Values {
  return {
    enabled: true,
    defaultRootObject: "index.html",
    origins: [{ originId: "site", domainName: bucket.state["bucketRegionalDomainName"], originAccessControlId: access.id }],
    defaultCacheBehavior: { ...behavior, cachePolicyId: CACHING_OPTIMIZED, compress: true },
    // Who may not list the bucket is told of a missing object that it is forbidden.
    customErrorResponses: [{ errorCode: 403, responseCode: 404, responsePagePath: "/404.html", errorCachingMinTtl: 10 }],
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: { cloudfrontDefaultCertificate: true },
    tags: { team: "learners" },
  };
}

describeLifecycle({
  type: "aws:cloudfront/distribution:Distribution",
  prepare: makeSite,
  inputs: siteInputs,
  verify: async (lab, resource, { access }) => {
    const { id, state } = resource;
    assert.equal(state["arn"], `arn:aws:cloudfront::000000000000:distribution/${id}`);
    assert.deepEqual([state["status"], state["hostedZoneId"]], ["Deployed", "Z2FDTNDATAQYW2"]);
    const found = (await distributionOf(lab, id))?.DistributionConfig;
    assert.equal(found?.Origins?.Items?.[0]?.OriginAccessControlId, access.id);
    assert.deepEqual(await tagsOf(lab, state["arn"]), [{ Key: "team", Value: "learners" }]);
    assert.deepEqual(await get(lab, resource, "/"), { status: 200, body: "<h1>Hello</h1>" });
    assert.deepEqual(await get(lab, resource, "/nowhere.html"), { status: 404, body: "<h1>Lost</h1>" });
  },
  update: {
    // A function in front, and the times of old instead of a policy.
    inputs: (site) => {
      const { customErrorResponses: _gone, ...others } = siteInputs(site);
      return {
        ...others,
        comment: "Pages",
        priceClass: "PriceClass_100",
        isIpv6Enabled: true,
        defaultCacheBehavior: {
          ...behavior,
          forwardedValues: { queryString: true, cookies: { forward: "whitelist", whitelistedNames: ["session"] }, headers: ["Origin"] },
          functionAssociations: [{ eventType: "viewer-request", functionArn: site.rewrite.state["arn"] }],
        },
        tags: { phase: "two" },
      };
    },
    paths: [
      "comment",
      "customErrorResponses",
      "defaultCacheBehavior.cachePolicyId",
      "defaultCacheBehavior.compress",
      "defaultCacheBehavior.forwardedValues",
      "defaultCacheBehavior.functionAssociations",
      "isIpv6Enabled",
      "priceClass",
      "tags.phase",
      "tags.team",
    ],
    verify: async (lab, resource) => {
      const found = (await distributionOf(lab, resource.id))?.DistributionConfig;
      assert.deepEqual([found?.Comment, found?.PriceClass, found?.IsIPV6Enabled], ["Pages", "PriceClass_100", true]);
      const { defaultCacheBehavior } = resource.state as { defaultCacheBehavior: { defaultTtl: number; maxTtl: number } };
      assert.deepEqual([defaultCacheBehavior.defaultTtl, defaultCacheBehavior.maxTtl], [86400, 31536000]);
      assert.deepEqual(await tagsOf(lab, resource.state["arn"]), [{ Key: "phase", Value: "two" }]);
      assert.deepEqual(await get(lab, resource, "/nowhere.html"), { status: 200, body: "<h1>Hello</h1>" });
    },
  },
  drift: {
    act: async (lab, { id }) => {
      const cloudfront = await lab.aws("cloudfront");
      const { Distribution, ETag } = await cloudfront.getDistribution({ Id: id });
      assert.ok(Distribution?.DistributionConfig);
      await cloudfront.updateDistribution({ Id: id, IfMatch: ETag, DistributionConfig: { ...Distribution.DistributionConfig, Enabled: false } });
    },
    path: "enabled",
  },
  gone: (lab, { id }) => isGone(lab, id),
});

describe("a distribution with everything", () => {
  const origins: Values[] = [
    {
      originId: "api",
      domainName: "api.example.com",
      originPath: "/v1",
      connectionAttempts: 2,
      connectionTimeout: 5,
      customHeaders: [{ name: "X-Team", value: "learners" }],
      customOriginConfig: { httpPort: 80, httpsPort: 443, originProtocolPolicy: "https-only", originSslProtocols: ["TLSv1.2"], originReadTimeout: 20 },
      originShield: { enabled: true, originShieldRegion: "us-east-1" },
    },
    { originId: "site", domainName: "pages.s3.us-east-1.amazonaws.com" },
  ];
  const inputs = {
    aliases: ["www.example.com", "example.com"],
    enabled: false,
    httpVersion: "http2and3",
    loggingConfig: { bucket: "logs.s3.amazonaws.com", prefix: "cdn/", includeCookies: true },
    origins,
    originGroups: [{ originId: "either", failoverCriteria: { statusCodes: [500, 502] }, members: [{ originId: "site" }, { originId: "api" }] }],
    defaultCacheBehavior: { ...behavior, targetOriginId: "either", cachePolicyId: CACHING_OPTIMIZED, responseHeadersPolicyId: "67f7725c-6f97-4210-82d7-5512b31e9d03" },
    orderedCacheBehaviors: [
      {
        ...behavior,
        pathPattern: "/api/*",
        targetOriginId: "api",
        allowedMethods: ["GET", "HEAD", "OPTIONS"],
        viewerProtocolPolicy: "https-only",
        forwardedValues: { queryString: true, queryStringCacheKeys: ["page"], cookies: { forward: "none" } },
        minTtl: 1,
        defaultTtl: 10,
        maxTtl: 100,
        lambdaFunctionAssociations: [
          { eventType: "origin-request", lambdaArn: "arn:aws:lambda:us-east-1:000000000000:function:edge:1", includeBody: true },
        ],
      },
    ],
    restrictions: { geoRestriction: { restrictionType: "whitelist", locations: ["FR", "DE"] } },
    viewerCertificate: { acmCertificateArn: "arn:aws:acm:us-east-1:000000000000:certificate/1", sslSupportMethod: "sni-only", minimumProtocolVersion: "TLSv1.2_2021" },
  };

  describeLifecycle({
    type: "aws:cloudfront/distribution:Distribution",
    inputs: () => inputs,
    verify: async (lab, { id, state }) => {
      assert.equal(state["loggingV1Enabled"], true);
      const found = (await distributionOf(lab, id))?.DistributionConfig;
      assert.deepEqual(found?.Aliases?.Items, ["www.example.com", "example.com"]);
      assert.deepEqual(found?.Origins?.Items?.[0]?.CustomHeaders?.Items, [{ HeaderName: "X-Team", HeaderValue: "learners" }]);
      assert.deepEqual(found?.OriginGroups?.Items?.[0]?.FailoverCriteria?.StatusCodes?.Items, [500, 502]);
      const [ordered] = found?.CacheBehaviors?.Items ?? [];
      assert.deepEqual([ordered?.PathPattern, ordered?.MinTTL, ordered?.DefaultTTL, ordered?.MaxTTL], ["/api/*", 1, 10, 100]);
      assert.equal(ordered?.LambdaFunctionAssociations?.Items?.[0]?.IncludeBody, true);
      assert.equal(found?.ViewerCertificate?.MinimumProtocolVersion, "TLSv1.2_2021");
      assert.deepEqual(found?.Restrictions?.GeoRestriction?.Items, ["FR", "DE"]);
    },
    update: {
      inputs: () => {
        const { aliases: _aliases, loggingConfig: _logging, originGroups: _groups, orderedCacheBehaviors: _ordered, ...kept } = inputs;
        return { ...kept, defaultCacheBehavior: { ...behavior, cachePolicyId: CACHING_OPTIMIZED }, restrictions: { geoRestriction: { restrictionType: "none" } } };
      },
      paths: [
        "aliases",
        "defaultCacheBehavior.responseHeadersPolicyId",
        "defaultCacheBehavior.targetOriginId",
        "loggingConfig",
        "orderedCacheBehaviors",
        "originGroups",
        "restrictions.geoRestriction.restrictionType",
      ],
      verify: async (lab, { id, state }) => {
        assert.equal(state["loggingV1Enabled"], false);
        const found = (await distributionOf(lab, id))?.DistributionConfig;
        assert.deepEqual([found?.Aliases?.Quantity, found?.CacheBehaviors?.Quantity, found?.OriginGroups?.Quantity], [0, 0, 0]);
        assert.equal(found?.Restrictions?.GeoRestriction?.RestrictionType, "none");
      },
    },
    gone: (lab, { id }) => isGone(lab, id),
  });
});

describe("aws:cloudfront/distribution:Distribution that is retained", function () {
  this.timeout(60_000);
  const scope = labScope();

  it("is disabled and stays", async () => {
    const site = await makeSite(scope.lab);
    const type = "aws:cloudfront/distribution:Distribution";
    const { inputs, failures } = await scope.lab.provider.check(type, "kept", { ...siteInputs(site), retainOnDelete: true });
    assert.deepEqual(failures, []);
    const made = await scope.lab.provider.create(type, "kept", inputs);
    await scope.lab.provider.delete(made);
    assert.equal((await distributionOf(scope.lab, made.id))?.DistributionConfig?.Enabled, false);
    await scope.lab.provider.delete({ ...made, state: { ...made.state, retainOnDelete: false } });
    assert.ok(await isGone(scope.lab, made.id));
  });
});
