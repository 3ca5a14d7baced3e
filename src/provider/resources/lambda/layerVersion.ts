import type { Architecture, Runtime } from "@aws-sdk/client-lambda";
import type { CheckFailure } from "../../check";
import type { Context } from "../../context";
import { defineResource, type Inputs } from "../../definition";
import { ProviderError } from "../../errors";
import { zipBytes } from "../../files";
import { t } from "../../schema";

const inputs = {
  code: t.archive({ replaces: true, local: true }),
  compatibleArchitectures: t.set(t.string({ oneOf: ["x86_64", "arm64"] }), { replaces: true }),
  compatibleRuntimes: t.set(t.string(), { replaces: true }),
  description: t.string({ replaces: true }),
  layerName: t.string({ required: true, replaces: true }),
  licenseInfo: t.string({ replaces: true }),
  s3Bucket: t.string({ replaces: true, local: true }),
  s3Key: t.string({ replaces: true, local: true }),
  s3ObjectVersion: t.string({ replaces: true, local: true }),
  skipDestroy: t.boolean({ default: false, local: true }),
  sourceCodeHash: t.string({ replaces: true, computed: true }),
};

/** A version is never changed, only followed by the next one: every input but `skipDestroy` replaces. */
export const layerVersion = defineResource({
  type: "aws:lambda/layerVersion:LayerVersion",
  inputs,
  outputs: {
    arn: t.string(),
    codeSha256: t.string(),
    createdDate: t.string(),
    layerArn: t.string(),
    signingJobArn: t.string(),
    signingProfileVersionArn: t.string(),
    sourceCodeSize: t.number(),
    version: t.string(),
  },
  notFound: ["ResourceNotFoundException"],

  check(given) {
    const failures: CheckFailure[] = [];
    const wrong = (property: string, reason: string) => failures.push({ property, reason: `aws:lambda/layerVersion:LayerVersion: ${reason}` });
    if (given["code"] === undefined && given["s3Bucket"] === undefined) wrong("code", "'code' or 's3Bucket' is required: the layer needs its content.");
    if (given["code"] !== undefined && given["s3Bucket"] !== undefined) wrong("code", "'code' and 's3Bucket' can't be given both.");
    if (given["s3Bucket"] !== undefined && given["s3Key"] === undefined) wrong("s3Key", "'s3Key' is required with 's3Bucket'.");
    return failures;
  },

  async create(context, given) {
    const lambda = await context.client("lambda");
    const made = await lambda.publishLayerVersion({
      LayerName: given.layerName,
      Content: await contentOf(context, given),
      CompatibleArchitectures: given.compatibleArchitectures as Architecture[] | undefined,
      CompatibleRuntimes: given.compatibleRuntimes as Runtime[] | undefined,
      Description: given.description,
      LicenseInfo: given.licenseInfo,
    });
    return made.LayerVersionArn ?? "";
  },

  async read(context, id, prior) {
    const lambda = await context.client("lambda");
    const found = await lambda.getLayerVersion(partsOf(id));
    const sha256 = found.Content?.CodeSha256;
    return {
      compatibleArchitectures: found.CompatibleArchitectures as ("x86_64" | "arm64")[] | undefined,
      compatibleRuntimes: found.CompatibleRuntimes,
      description: found.Description,
      layerName: prior.layerName ?? partsOf(id).LayerName,
      licenseInfo: found.LicenseInfo,
      // A program may hash what the content is made from instead of the content.
      sourceCodeHash: prior.sourceCodeHash ?? sha256,
      arn: found.LayerVersionArn,
      codeSha256: sha256,
      createdDate: found.CreatedDate,
      layerArn: found.LayerArn,
      signingJobArn: found.Content?.SigningJobArn ?? "",
      signingProfileVersionArn: found.Content?.SigningProfileVersionArn ?? "",
      sourceCodeSize: found.Content?.CodeSize,
      version: String(found.Version),
    };
  },

  async update() {
    // Only `skipDestroy` comes here, and that is for the deletion to heed.
  },

  async delete(context, id, state) {
    if (state.skipDestroy) return;
    const lambda = await context.client("lambda");
    await lambda.deleteLayerVersion(partsOf(id));
  },
});

async function contentOf(context: Context, given: Inputs<typeof inputs>) {
  if (given.code === undefined) {
    return { S3Bucket: given.s3Bucket, S3Key: given.s3Key, S3ObjectVersion: given.s3ObjectVersion };
  }
  return { ZipFile: await zipBytes(given.code, context.programDirectory) };
}

function partsOf(id: string): { LayerName: string; VersionNumber: number } {
  const [, LayerName, version] = /^arn:[^:]+:lambda:[^:]+:\d{12}:layer:([^:]+):(\d+)$/.exec(id) ?? [];
  if (LayerName === undefined) {
    throw new ProviderError(`'${id}' is no ARN of a layer's version, such as 'arn:aws:lambda:us-east-1:000000000000:layer:tools:1'.`);
  }
  return { LayerName, VersionNumber: Number(version) };
}
