import type {
  FunctionConfiguration,
  Lambda,
  Runtime,
  UpdateFunctionCodeCommandInput,
} from "@aws-sdk/client-lambda";
import type { CheckFailure } from "../../check";
import type { Context } from "../../context";
import { defineResource, type Inputs } from "../../definition";
import { ProviderError } from "../../errors";
import { zipBytes } from "../../files";
import { t } from "../../schema";
import { tagChanges } from "../../tags";
import { invokeArn } from "./functionNames";

const CODE = ["code", "s3Bucket", "s3Key", "s3ObjectVersion", "sourceCodeHash", "codeSha256", "architectures"] as const;
const CONFIGURATION = [
  "deadLetterConfig", "description", "environment", "ephemeralStorage", "handler", "kmsKeyArn", "layers", "loggingConfig",
  "memorySize", "role", "runtime", "snapStart", "timeout", "tracingConfig", "vpcConfig",
] as const;

const whenPublished = (changed: ReadonlySet<string>, news: Readonly<Record<string, unknown>>) =>
  news["publish"] === true && [...CODE, ...CONFIGURATION, "publish"].some((key) => changed.has(key));

const inputs = {
  architectures: t.list(t.string({ oneOf: ["x86_64", "arm64"] }), { computed: true }),
  code: t.archive({ local: true }),
  codeSha256: t.string({ computed: true, changesWith: CODE }),
  deadLetterConfig: t.object({ targetArn: t.string({ required: true }) }),
  description: t.string(),
  environment: t.object({ variables: t.map(t.string()) }),
  ephemeralStorage: t.object({ size: t.number({ computed: true }) }, { computed: true }),
  handler: t.string(),
  kmsKeyArn: t.string(),
  layers: t.list(t.string()),
  loggingConfig: t.object(
    {
      applicationLogLevel: t.string({ oneOf: ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"] }),
      logFormat: t.string({ required: true, oneOf: ["Text", "JSON"] }),
      logGroup: t.string({ computed: true }),
      systemLogLevel: t.string({ oneOf: ["DEBUG", "INFO", "WARN"] }),
    },
    { computed: true },
  ),
  memorySize: t.number({ default: 128 }),
  name: t.string({ replaces: true, autoName: { maxLength: 64 } }),
  packageType: t.string({ default: "Zip", oneOf: ["Zip"], replaces: true }),
  publish: t.boolean({ default: false, local: true }),
  reservedConcurrentExecutions: t.number({ default: -1 }),
  role: t.string({ required: true }),
  runtime: t.string(),
  s3Bucket: t.string({ local: true }),
  s3Key: t.string({ local: true }),
  s3ObjectVersion: t.string({ local: true }),
  skipDestroy: t.boolean({ default: false, local: true }),
  snapStart: t.object({
    applyOn: t.string({ required: true, oneOf: ["PublishedVersions", "None"] }),
    optimizationStatus: t.string({ computed: true }),
  }),
  sourceCodeHash: t.string({ computed: true, changesWith: CODE }),
  tags: t.tags(),
  timeout: t.number({ default: 3 }),
  tracingConfig: t.object({ mode: t.string({ required: true, oneOf: ["Active", "PassThrough"] }) }, { computed: true }),
  vpcConfig: t.object({
    ipv6AllowedForDualStack: t.boolean({ default: false }),
    securityGroupIds: t.set(t.string(), { required: true }),
    subnetIds: t.set(t.string(), { required: true }),
    vpcId: t.string({ computed: true }),
  }),
};
type FunctionInputs = Inputs<typeof inputs>;

export const lambdaFunction = defineResource({
  type: "aws:lambda/function:Function",
  inputs,
  outputs: {
    arn: t.string(),
    invokeArn: t.string(),
    lastModified: t.string({ changesWith: "any" }),
    qualifiedArn: t.string({ changesWith: whenPublished }),
    qualifiedInvokeArn: t.string({ changesWith: whenPublished }),
    responseStreamingInvokeArn: t.string(),
    signingJobArn: t.string(),
    signingProfileVersionArn: t.string(),
    sourceCodeSize: t.number({ changesWith: CODE }),
    version: t.string({ changesWith: whenPublished }),
  },
  notFound: ["ResourceNotFoundException"],

  check(given) {
    const failures: CheckFailure[] = [];
    const missing = (property: string, reason: string) => failures.push({ property, reason: `aws:lambda/function:Function: ${reason}` });
    if (given["code"] === undefined && given["s3Bucket"] === undefined) missing("code", "'code' or 's3Bucket' is required: the function needs its program.");
    if (given["code"] !== undefined && given["s3Bucket"] !== undefined) missing("code", "'code' and 's3Bucket' can't be given both.");
    if (given["s3Bucket"] !== undefined && given["s3Key"] === undefined) missing("s3Key", "'s3Key' is required with 's3Bucket'.");
    for (const property of ["handler", "runtime"]) {
      if (given[property] === undefined) missing(property, `'${property}' is required for a function of package type Zip.`);
    }
    return failures;
  },

  async create(context, given) {
    const lambda = await context.client("lambda");
    await lambda.createFunction({
      FunctionName: given.name,
      PackageType: given.packageType,
      Code: await codeOf(context, given),
      Publish: given.publish,
      Architectures: given.architectures,
      Tags: given.tagsAll,
      ...configuration(given),
    });
    context.created(given.name);
    await settled(context, lambda, given.name);
    if (given.reservedConcurrentExecutions >= 0) await reserve(lambda, given.name, given.reservedConcurrentExecutions);
    return given.name;
  },

  async read(context, id, prior) {
    const lambda = await context.client("lambda");
    const found = await lambda.getFunction({ FunctionName: id });
    const config = found.Configuration ?? {};
    const arn = config.FunctionArn ?? "";
    const latest = await latestVersion(lambda, id);
    const qualifiedArn = `${arn}:${latest}`;
    return {
      ...configurationOf(config),
      name: config.FunctionName ?? id,
      packageType: "Zip",
      architectures: config.Architectures?.map((one) => (one === "arm64" ? one : "x86_64")),
      codeSha256: config.CodeSha256,
      sourceCodeHash: prior.sourceCodeHash ?? config.CodeSha256,
      reservedConcurrentExecutions: found.Concurrency?.ReservedConcurrentExecutions ?? -1,
      tags: found.Tags,
      arn,
      invokeArn: invokeArn(context.region, arn),
      qualifiedArn,
      qualifiedInvokeArn: invokeArn(context.region, qualifiedArn),
      responseStreamingInvokeArn: `arn:aws:apigateway:${context.region}:lambda:path/2021-11-15/functions/${arn}/response-streaming-invocations`,
      lastModified: config.LastModified,
      signingJobArn: config.SigningJobArn ?? "",
      signingProfileVersionArn: config.SigningProfileVersionArn ?? "",
      sourceCodeSize: config.CodeSize,
      version: latest,
    };
  },

  async update(context, id, { olds, news, changed }) {
    const lambda = await context.client("lambda");
    const reconfigured = changed(...CONFIGURATION);
    if (reconfigured) {
      await lambda.updateFunctionConfiguration({ FunctionName: id, ...configuration(news) });
      await settled(context, lambda, id);
    }
    const recoded = changed(...CODE);
    if (recoded) {
      const code: UpdateFunctionCodeCommandInput = { FunctionName: id, ...(await codeOf(context, news)), Architectures: news.architectures };
      await lambda.updateFunctionCode(code);
      await settled(context, lambda, id);
    }
    if (changed("reservedConcurrentExecutions")) await reserve(lambda, id, news.reservedConcurrentExecutions);
    if (changed("tags")) {
      const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
      const Resource = await context.arn("lambda", `function:${id}`);
      if (remove.length > 0) await lambda.untagResource({ Resource, TagKeys: remove });
      if (Object.keys(set).length > 0) await lambda.tagResource({ Resource, Tags: set });
    }
    if (news.publish && (reconfigured || recoded || changed("publish"))) await lambda.publishVersion({ FunctionName: id });
  },

  async delete(context, id, state) {
    if (state.skipDestroy) return;
    const lambda = await context.client("lambda");
    await lambda.deleteFunction({ FunctionName: id });
  },
});

async function codeOf(context: Context, given: FunctionInputs) {
  if (given.code === undefined) {
    return { S3Bucket: given.s3Bucket, S3Key: given.s3Key, S3ObjectVersion: given.s3ObjectVersion };
  }
  return { ZipFile: await zipBytes(given.code, context.programDirectory) };
}

/** All of it, each time: what a program takes away goes back to what AWS has for nothing. */
function configuration(given: FunctionInputs) {
  return {
    Role: given.role,
    Handler: given.handler,
    Runtime: given.runtime as Runtime | undefined,
    Description: given.description ?? "",
    Timeout: given.timeout,
    MemorySize: given.memorySize,
    KMSKeyArn: given.kmsKeyArn,
    Environment: { Variables: given.environment?.variables ?? {} },
    Layers: given.layers ?? [],
    DeadLetterConfig: { TargetArn: given.deadLetterConfig?.targetArn ?? "" },
    ...(given.ephemeralStorage?.size === undefined ? {} : { EphemeralStorage: { Size: given.ephemeralStorage.size } }),
    ...(given.tracingConfig === undefined ? {} : { TracingConfig: { Mode: given.tracingConfig.mode } }),
    ...(given.snapStart === undefined ? {} : { SnapStart: { ApplyOn: given.snapStart.applyOn } }),
    ...(given.loggingConfig === undefined
      ? {}
      : {
          LoggingConfig: {
            LogFormat: given.loggingConfig.logFormat,
            ApplicationLogLevel: given.loggingConfig.applicationLogLevel,
            SystemLogLevel: given.loggingConfig.systemLogLevel,
            LogGroup: given.loggingConfig.logGroup,
          },
        }),
    VpcConfig: {
      SubnetIds: given.vpcConfig?.subnetIds ?? [],
      SecurityGroupIds: given.vpcConfig?.securityGroupIds ?? [],
      ...(given.vpcConfig ? { Ipv6AllowedForDualStack: given.vpcConfig.ipv6AllowedForDualStack } : {}),
    },
  };
}

function configurationOf(config: FunctionConfiguration) {
  const { VpcConfig: vpc, LoggingConfig: logging, SnapStart: snap } = config;
  const variables = config.Environment?.Variables ?? {};
  const layers = config.Layers?.map((layer) => layer.Arn ?? "") ?? [];
  return {
    role: config.Role,
    handler: config.Handler,
    runtime: config.Runtime as string | undefined,
    description: config.Description,
    timeout: config.Timeout,
    memorySize: config.MemorySize,
    kmsKeyArn: config.KMSKeyArn,
    environment: Object.keys(variables).length > 0 ? { variables } : undefined,
    layers: layers.length > 0 ? layers : undefined,
    deadLetterConfig: config.DeadLetterConfig?.TargetArn ? { targetArn: config.DeadLetterConfig.TargetArn } : undefined,
    ephemeralStorage: { size: config.EphemeralStorage?.Size ?? 512 },
    tracingConfig: { mode: config.TracingConfig?.Mode ?? "PassThrough" },
    snapStart:
      snap?.ApplyOn && snap.ApplyOn !== "None" ? { applyOn: snap.ApplyOn, optimizationStatus: snap.OptimizationStatus } : undefined,
    loggingConfig: {
      logFormat: logging?.LogFormat ?? "Text",
      applicationLogLevel: logging?.ApplicationLogLevel,
      systemLogLevel: logging?.SystemLogLevel,
      logGroup: logging?.LogGroup,
    },
    vpcConfig: vpc?.SubnetIds?.length
      ? {
          subnetIds: vpc.SubnetIds,
          securityGroupIds: vpc.SecurityGroupIds ?? [],
          ipv6AllowedForDualStack: vpc.Ipv6AllowedForDualStack ?? false,
          vpcId: vpc.VpcId,
        }
      : undefined,
  };
}

async function settled(context: Context, lambda: Lambda, name: string): Promise<void> {
  await context.waitFor(`the function '${name}' is ready`, async () => {
    const { State, StateReason, LastUpdateStatus, LastUpdateStatusReason } = await lambda.getFunctionConfiguration({ FunctionName: name });
    if (State === "Failed") throw new ProviderError(`the function can't run: ${StateReason ?? "AWS gave no reason"}`);
    if (LastUpdateStatus === "Failed") throw new ProviderError(`the function's update failed: ${LastUpdateStatusReason ?? "AWS gave no reason"}`);
    return State !== "Pending" && LastUpdateStatus !== "InProgress";
  });
}

async function reserve(lambda: Lambda, name: string, executions: number): Promise<void> {
  if (executions >= 0) await lambda.putFunctionConcurrency({ FunctionName: name, ReservedConcurrentExecutions: executions });
  else await lambda.deleteFunctionConcurrency({ FunctionName: name });
}

/** The newest published version, or "$LATEST". */
async function latestVersion(lambda: Lambda, name: string): Promise<string> {
  let newest = "$LATEST";
  let marker: string | undefined;
  do {
    const page = await lambda.listVersionsByFunction({ FunctionName: name, Marker: marker });
    newest = page.Versions?.at(-1)?.Version ?? newest;
    marker = page.NextMarker;
  } while (marker);
  return newest;
}
