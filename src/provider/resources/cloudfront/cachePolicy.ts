import type { CachePolicyConfig } from "@aws-sdk/client-cloudfront";
import { defineResource, type Inputs } from "../../definition";
import { t } from "../../schema";
import { counted, itemsOf } from "./lists";

const items = t.object({ items: t.set(t.string()) });

const inputs = {
  comment: t.string({ check: (text) => (text.length <= 128 ? undefined : "must have at most 128 characters.") }),
  defaultTtl: t.number({ default: 86_400 }),
  maxTtl: t.number({ default: 31_536_000 }),
  minTtl: t.number({ default: 0 }),
  name: t.string({
    replaces: true,
    autoName: { maxLength: 128 },
    check: (name) => (/^[\w-]{1,128}$/.test(name) ? undefined : "must have 1 to 128 letters, digits and characters of _-"),
  }),
  parametersInCacheKeyAndForwardedToOrigin: t.object(
    {
      cookiesConfig: t.object(
        { cookieBehavior: t.string({ required: true, oneOf: ["none", "whitelist", "allExcept", "all"] }), cookies: items },
        { required: true },
      ),
      enableAcceptEncodingBrotli: t.boolean(),
      enableAcceptEncodingGzip: t.boolean(),
      headersConfig: t.object({ headerBehavior: t.string({ oneOf: ["none", "whitelist"] }), headers: items }, { required: true }),
      queryStringsConfig: t.object(
        { queryStringBehavior: t.string({ required: true, oneOf: ["none", "whitelist", "allExcept", "all"] }), queryStrings: items },
        { required: true },
      ),
    },
    { required: true },
  ),
};

export const cachePolicy = defineResource({
  type: "aws:cloudfront/cachePolicy:CachePolicy",
  regional: false,
  inputs,
  outputs: { arn: t.string(), etag: t.string({ changesWith: "any" }) },
  notFound: ["NoSuchCachePolicy"],

  async create(context, given) {
    const cloudfront = await context.client("cloudfront");
    const { CachePolicy: made } = await cloudfront.createCachePolicy({ CachePolicyConfig: configOf(given) });
    return made?.Id ?? "";
  },

  async read(context, id) {
    const cloudfront = await context.client("cloudfront");
    const { CachePolicy: found, ETag } = await cloudfront.getCachePolicy({ Id: id });
    const config = found?.CachePolicyConfig;
    const key = config?.ParametersInCacheKeyAndForwardedToOrigin;
    return {
      comment: config?.Comment,
      defaultTtl: config?.DefaultTTL,
      maxTtl: config?.MaxTTL,
      minTtl: config?.MinTTL,
      name: config?.Name,
      parametersInCacheKeyAndForwardedToOrigin: key && {
        cookiesConfig: { cookieBehavior: key.CookiesConfig?.CookieBehavior ?? "none", cookies: { items: itemsOf(key.CookiesConfig?.Cookies) } },
        enableAcceptEncodingBrotli: key.EnableAcceptEncodingBrotli ?? false,
        enableAcceptEncodingGzip: key.EnableAcceptEncodingGzip ?? false,
        headersConfig: { headerBehavior: key.HeadersConfig?.HeaderBehavior, headers: { items: itemsOf(key.HeadersConfig?.Headers) } },
        queryStringsConfig: {
          queryStringBehavior: key.QueryStringsConfig?.QueryStringBehavior ?? "none",
          queryStrings: { items: itemsOf(key.QueryStringsConfig?.QueryStrings) },
        },
      },
      arn: await context.arn("cloudfront", `cache-policy/${id}`, { region: "" }),
      etag: ETag,
    };
  },

  async update(context, id, { news }) {
    const cloudfront = await context.client("cloudfront");
    const { ETag } = await cloudfront.getCachePolicy({ Id: id });
    await cloudfront.updateCachePolicy({ Id: id, IfMatch: ETag, CachePolicyConfig: configOf(news) });
  },

  async delete(context, id) {
    const cloudfront = await context.client("cloudfront");
    const { ETag } = await cloudfront.getCachePolicy({ Id: id });
    await cloudfront.deleteCachePolicy({ Id: id, IfMatch: ETag });
  },
});

function configOf(given: Inputs<typeof inputs>): CachePolicyConfig {
  const key = given.parametersInCacheKeyAndForwardedToOrigin;
  /** AWS takes no list of names beside "none" and "all". */
  const names = (list: { items?: string[] } | undefined) => (list?.items?.length ? counted(list.items) : undefined);
  return {
    Name: given.name,
    Comment: given.comment ?? "",
    DefaultTTL: given.defaultTtl,
    MaxTTL: given.maxTtl,
    MinTTL: given.minTtl,
    ParametersInCacheKeyAndForwardedToOrigin: {
      EnableAcceptEncodingBrotli: key.enableAcceptEncodingBrotli ?? false,
      EnableAcceptEncodingGzip: key.enableAcceptEncodingGzip ?? false,
      CookiesConfig: { CookieBehavior: key.cookiesConfig.cookieBehavior, Cookies: names(key.cookiesConfig.cookies) },
      HeadersConfig: { HeaderBehavior: key.headersConfig.headerBehavior ?? "none", Headers: names(key.headersConfig.headers) },
      QueryStringsConfig: {
        QueryStringBehavior: key.queryStringsConfig.queryStringBehavior,
        QueryStrings: names(key.queryStringsConfig.queryStrings),
      },
    },
  };
}
