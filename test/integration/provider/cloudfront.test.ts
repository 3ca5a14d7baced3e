import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import { describeLifecycle, type Lab } from "./harness";

async function isGone(asking: Promise<unknown>, code: string): Promise<boolean> {
  try {
    await asking;
    return false;
  } catch (error) {
    return isAwsError(error, code);
  }
}

async function accessControl(lab: Lab, Id: string) {
  return (await (await lab.aws("cloudfront")).getOriginAccessControl({ Id })).OriginAccessControl?.OriginAccessControlConfig;
}

describeLifecycle({
  type: "aws:cloudfront/originAccessControl:OriginAccessControl",
  inputs: () => ({ originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" }),
  verify: async (lab, { id, state }) => {
    assert.equal(state["arn"], `arn:aws:cloudfront::000000000000:origin-access-control/${id}`);
    const found = await accessControl(lab, id);
    assert.match(String(found?.Name), /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.deepEqual([found?.Description, found?.SigningBehavior, found?.OriginAccessControlOriginType], ["Managed by Pulumi", "always", "s3"]);
  },
  update: {
    inputs: () => ({ originAccessControlOriginType: "lambda", signingBehavior: "no-override", signingProtocol: "sigv4", description: "For functions" }),
    paths: ["description", "originAccessControlOriginType", "signingBehavior"],
    verify: async (lab, { id, state }) => {
      const found = await accessControl(lab, id);
      assert.deepEqual([found?.Description, found?.SigningBehavior, found?.OriginAccessControlOriginType], ["For functions", "no-override", "lambda"]);
      assert.equal(state["etag"], (await (await lab.aws("cloudfront")).getOriginAccessControl({ Id: id })).ETag);
    },
  },
  replaces: { name: () => ({ name: "another", originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" }) },
  drift: {
    act: async (lab, { id }) => {
      const cloudfront = await lab.aws("cloudfront");
      const { ETag, OriginAccessControl } = await cloudfront.getOriginAccessControl({ Id: id });
      const config = OriginAccessControl?.OriginAccessControlConfig;
      assert.ok(config);
      await cloudfront.updateOriginAccessControl({ Id: id, IfMatch: ETag, OriginAccessControlConfig: { ...config, SigningBehavior: "never" } });
    },
    path: "signingBehavior",
  },
  gone: (lab, { id }) => isGone(accessControl(lab, id), "NoSuchOriginAccessControl"),
});

const CODE = `function handler(event) {
  event.request.uri = "/index.html";
  return event.request;
}`;

async function functionOf(lab: Lab, Name: string, Stage: "DEVELOPMENT" | "LIVE") {
  const cloudfront = await lab.aws("cloudfront");
  const { FunctionCode } = await cloudfront.getFunction({ Name, Stage });
  const { FunctionSummary } = await cloudfront.describeFunction({ Name, Stage });
  return { code: Buffer.from(FunctionCode ?? []).toString(), config: FunctionSummary?.FunctionConfig };
}

async function tagsOf(lab: Lab, Resource: unknown) {
  return (await (await lab.aws("cloudfront")).listTagsForResource({ Resource: String(Resource) })).Tags?.Items;
}

describeLifecycle({
  type: "aws:cloudfront/function:Function",
  inputs: () => ({ runtime: "cloudfront-js-1.0", code: CODE, comment: "Always the index", tags: { team: "learners" } }),
  verify: async (lab, { id, state }) => {
    assert.match(id, /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["arn"], `arn:aws:cloudfront::000000000000:function/${id}`);
    const live = await functionOf(lab, id, "LIVE");
    assert.deepEqual([live.code, live.config?.Comment, live.config?.Runtime], [CODE, "Always the index", "cloudfront-js-1.0"]);
    assert.ok(state["liveStageEtag"]);
    assert.deepEqual(await tagsOf(lab, state["arn"]), [{ Key: "team", Value: "learners" }]);
  },
  update: {
    inputs: () => ({ runtime: "cloudfront-js-2.0", code: CODE.replace("index", "home"), tags: { phase: "two" } }),
    paths: ["code", "comment", "runtime", "tags.phase", "tags.team"],
    verify: async (lab, { id, state }) => {
      const live = await functionOf(lab, id, "LIVE");
      assert.match(live.code, /home\.html/);
      assert.deepEqual([live.config?.Comment || undefined, live.config?.Runtime], [undefined, "cloudfront-js-2.0"]);
      assert.deepEqual(await tagsOf(lab, state["arn"]), [{ Key: "phase", Value: "two" }]);
    },
  },
  replaces: { name: () => ({ name: "another", runtime: "cloudfront-js-1.0", code: CODE }) },
  drift: {
    act: async (lab, { id }) => {
      const cloudfront = await lab.aws("cloudfront");
      const { ETag } = await cloudfront.describeFunction({ Name: id, Stage: "DEVELOPMENT" });
      const FunctionConfig = { Comment: "", Runtime: "cloudfront-js-2.0" as const };
      await cloudfront.updateFunction({ Name: id, IfMatch: ETag, FunctionCode: Buffer.from("// strange"), FunctionConfig });
    },
    path: "code",
  },
  gone: (lab, { id }) => isGone(functionOf(lab, id, "DEVELOPMENT"), "NoSuchFunctionExists"),
});

describe("a function that isn't published", () => {
  describeLifecycle({
    type: "aws:cloudfront/function:Function",
    inputs: () => ({ runtime: "cloudfront-js-2.0", code: CODE, publish: false }),
    verify: async (lab, { id, state }) => {
      assert.equal(state["liveStageEtag"], undefined);
      assert.ok(await isGone(functionOf(lab, id, "LIVE"), "NoSuchFunctionExists"));
    },
    update: {
      inputs: () => ({ runtime: "cloudfront-js-2.0", code: CODE }),
      paths: ["publish"],
      verify: async (lab, { id }) => assert.equal((await functionOf(lab, id, "LIVE")).code, CODE),
    },
    unknownToImport: ["publish"],
    gone: (lab, { id }) => isGone(functionOf(lab, id, "DEVELOPMENT"), "NoSuchFunctionExists"),
  });
});

async function policyOf(lab: Lab, Id: string) {
  return (await (await lab.aws("cloudfront")).getCachePolicy({ Id })).CachePolicy?.CachePolicyConfig;
}

const NOTHING = {
  cookiesConfig: { cookieBehavior: "none" },
  headersConfig: { headerBehavior: "none" },
  queryStringsConfig: { queryStringBehavior: "none" },
};

describeLifecycle({
  type: "aws:cloudfront/cachePolicy:CachePolicy",
  inputs: () => ({
    comment: "For pages",
    defaultTtl: 60,
    maxTtl: 600,
    minTtl: 1,
    parametersInCacheKeyAndForwardedToOrigin: {
      cookiesConfig: { cookieBehavior: "whitelist", cookies: { items: ["session"] } },
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
      headersConfig: { headerBehavior: "whitelist", headers: { items: ["X-Team", "Accept-Language"] } },
      queryStringsConfig: { queryStringBehavior: "allExcept", queryStrings: { items: ["utm"] } },
    },
  }),
  verify: async (lab, { id, state }) => {
    assert.match(String(state["name"]), /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["arn"], `arn:aws:cloudfront::000000000000:cache-policy/${id}`);
    const found = await policyOf(lab, id);
    assert.deepEqual([found?.Comment, found?.DefaultTTL, found?.MaxTTL, found?.MinTTL], ["For pages", 60, 600, 1]);
    const key = found?.ParametersInCacheKeyAndForwardedToOrigin;
    assert.equal(key?.EnableAcceptEncodingBrotli, true);
    assert.deepEqual(key?.HeadersConfig?.Headers?.Items, ["X-Team", "Accept-Language"]);
    assert.deepEqual(key?.QueryStringsConfig, { QueryStringBehavior: "allExcept", QueryStrings: { Quantity: 1, Items: ["utm"] } });
  },
  update: {
    inputs: () => ({ parametersInCacheKeyAndForwardedToOrigin: NOTHING }),
    paths: [
      "comment",
      "defaultTtl",
      "maxTtl",
      "minTtl",
      ...["cookiesConfig.cookieBehavior", "cookiesConfig.cookies", "enableAcceptEncodingBrotli", "enableAcceptEncodingGzip"].map(inKey),
      ...["headersConfig.headerBehavior", "headersConfig.headers", "queryStringsConfig.queryStringBehavior", "queryStringsConfig.queryStrings"].map(inKey),
    ],
    verify: async (lab, { id }) => {
      const found = await policyOf(lab, id);
      assert.deepEqual([found?.Comment || undefined, found?.DefaultTTL, found?.MaxTTL, found?.MinTTL], [undefined, 86400, 31536000, 0]);
      const key = found?.ParametersInCacheKeyAndForwardedToOrigin;
      assert.equal(key?.EnableAcceptEncodingGzip, false);
      assert.equal(key?.CookiesConfig?.CookieBehavior, "none");
      assert.equal(key?.CookiesConfig?.Cookies?.Items, undefined);
    },
  },
  replaces: { name: () => ({ name: "another", parametersInCacheKeyAndForwardedToOrigin: NOTHING }) },
  gone: (lab, { id }) => isGone(policyOf(lab, id), "NoSuchCachePolicy"),
});

function inKey(path: string): string {
  return `parametersInCacheKeyAndForwardedToOrigin.${path}`;
}
