import type { CloudFront, FunctionConfig } from "@aws-sdk/client-cloudfront";
import { defineResource } from "../../definition";
import { isAwsError } from "../../errors";
import { t } from "../../schema";
import { counted, itemsOf } from "./lists";
import { readTags, updateTags } from "./tags";

const ANY_CHANGE = { changesWith: "any" } as const;
const GONE = "NoSuchFunctionExists";

interface Settings {
  comment?: string;
  keyValueStoreAssociations?: string[];
  runtime: "cloudfront-js-1.0" | "cloudfront-js-2.0";
}

export const cloudFrontFunction = defineResource({
  type: "aws:cloudfront/function:Function",
  regional: false,
  inputs: {
    code: t.string({
      required: true,
      check: (code) => {
        const bytes = Buffer.byteLength(code);
        return bytes >= 1 && bytes <= 40960 ? undefined : "must have 1 to 40960 bytes.";
      },
    }),
    comment: t.string({ check: (text) => (text.length <= 128 ? undefined : "must have at most 128 characters.") }),
    keyValueStoreAssociations: t.set(t.string()),
    name: t.string({
      replaces: true,
      autoName: { maxLength: 64 },
      check: (name) => (/^[\w-]{1,64}$/.test(name) ? undefined : "must have 1 to 64 letters, digits and characters of _-"),
    }),
    publish: t.boolean({ default: true, local: true }),
    runtime: t.string({ required: true, oneOf: ["cloudfront-js-1.0", "cloudfront-js-2.0"] }),
    tags: t.tags(),
  },
  outputs: { arn: t.string(), etag: t.string(ANY_CHANGE), liveStageEtag: t.string(ANY_CHANGE), status: t.string(ANY_CHANGE) },
  notFound: [GONE],

  async create(context, given) {
    const cloudfront = await context.client("cloudfront");
    const { ETag, FunctionSummary } = await cloudfront.createFunction({
      Name: given.name,
      FunctionCode: Buffer.from(given.code),
      FunctionConfig: configOf(given),
    });
    context.created(given.name);
    const arn = FunctionSummary?.FunctionMetadata?.FunctionARN ?? "";
    await updateTags(cloudfront, arn, {}, given.tagsAll);
    if (given.publish) await cloudfront.publishFunction({ Name: given.name, IfMatch: ETag });
    return given.name;
  },

  async read(context, id) {
    const cloudfront = await context.client("cloudfront");
    const { ETag, FunctionSummary: found } = await cloudfront.describeFunction({ Name: id, Stage: "DEVELOPMENT" });
    const { FunctionCode } = await cloudfront.getFunction({ Name: id, Stage: "DEVELOPMENT" });
    const arn = found?.FunctionMetadata?.FunctionARN;
    const stores = itemsOf(found?.FunctionConfig?.KeyValueStoreAssociations);
    return {
      code: Buffer.from(FunctionCode ?? []).toString("utf8"),
      comment: found?.FunctionConfig?.Comment,
      keyValueStoreAssociations: stores?.map((store) => store.KeyValueStoreARN ?? ""),
      name: id,
      runtime: found?.FunctionConfig?.Runtime,
      tags: await readTags(cloudfront, arn),
      arn,
      etag: ETag,
      liveStageEtag: await liveEtag(cloudfront, id),
      status: found?.Status,
    };
  },

  async update(context, id, { olds, news, state, changed }) {
    const cloudfront = await context.client("cloudfront");
    if (changed("code", "comment", "keyValueStoreAssociations", "runtime")) {
      await cloudfront.updateFunction({
        Name: id,
        IfMatch: await etagOf(cloudfront, id),
        FunctionCode: Buffer.from(news.code),
        FunctionConfig: configOf(news),
      });
    }
    if (news.publish && changed("code", "comment", "keyValueStoreAssociations", "publish", "runtime")) {
      await cloudfront.publishFunction({ Name: id, IfMatch: await etagOf(cloudfront, id) });
    }
    if (changed("tags")) await updateTags(cloudfront, state.arn, olds.tagsAll, news.tagsAll);
  },

  async delete(context, id) {
    const cloudfront = await context.client("cloudfront");
    await cloudfront.deleteFunction({ Name: id, IfMatch: await etagOf(cloudfront, id) });
  },
});

function configOf(given: Settings): FunctionConfig {
  const stores = (given.keyValueStoreAssociations ?? []).map((KeyValueStoreARN) => ({ KeyValueStoreARN }));
  return { Comment: given.comment ?? "", Runtime: given.runtime, KeyValueStoreAssociations: counted(stores) };
}

async function etagOf(cloudfront: CloudFront, Name: string): Promise<string | undefined> {
  return (await cloudfront.describeFunction({ Name, Stage: "DEVELOPMENT" })).ETag;
}

/** There is none before the first publication. */
async function liveEtag(cloudfront: CloudFront, Name: string): Promise<string | undefined> {
  try {
    return (await cloudfront.describeFunction({ Name, Stage: "LIVE" })).ETag;
  } catch (error) {
    if (isAwsError(error, GONE)) return undefined;
    throw error;
  }
}
