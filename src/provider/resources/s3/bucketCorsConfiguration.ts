import { defineResource, type Inputs } from "../../definition";
import { t } from "../../schema";

const inputs = {
  bucket: t.string({ required: true, replaces: true }),
  corsRules: t.set(
    t.object({
      allowedHeaders: t.set(t.string()),
      allowedMethods: t.set(t.string({ oneOf: ["GET", "PUT", "POST", "DELETE", "HEAD"] }), { required: true }),
      allowedOrigins: t.set(t.string(), { required: true }),
      exposeHeaders: t.set(t.string()),
      id: t.string({ check: (id) => (id.length <= 255 ? undefined : "must have at most 255 characters.") }),
      maxAgeSeconds: t.number(),
    }),
    { required: true, check: (rules) => (rules.length >= 1 && rules.length <= 100 ? undefined : "must have 1 to 100 rules.") },
  ),
};

export const bucketCorsConfiguration = defineResource({
  type: "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
  inputs,
  outputs: {},
  notFound: ["NoSuchCORSConfiguration", "NoSuchBucket"],

  async create(context, given) {
    const s3 = await context.client("s3");
    await s3.putBucketCors(request(given));
    return given.bucket;
  },

  async read(context, id) {
    const s3 = await context.client("s3");
    const { CORSRules } = await s3.getBucketCors({ Bucket: id });
    return {
      bucket: id,
      corsRules: CORSRules?.map((rule) => ({
        allowedHeaders: rule.AllowedHeaders,
        allowedMethods: (rule.AllowedMethods ?? []) as "GET"[],
        allowedOrigins: rule.AllowedOrigins ?? [],
        exposeHeaders: rule.ExposeHeaders,
        id: rule.ID,
        maxAgeSeconds: rule.MaxAgeSeconds,
      })),
    };
  },

  async update(context, _id, { news }) {
    const s3 = await context.client("s3");
    await s3.putBucketCors(request(news));
  },

  async delete(context, id) {
    const s3 = await context.client("s3");
    await s3.deleteBucketCors({ Bucket: id });
  },
});

function request(given: Inputs<typeof inputs>) {
  return {
    Bucket: given.bucket,
    CORSConfiguration: {
      CORSRules: given.corsRules.map((rule) => ({
        AllowedHeaders: rule.allowedHeaders,
        AllowedMethods: rule.allowedMethods,
        AllowedOrigins: rule.allowedOrigins,
        ExposeHeaders: rule.exposeHeaders,
        ID: rule.id,
        MaxAgeSeconds: rule.maxAgeSeconds,
      })),
    },
  };
}
