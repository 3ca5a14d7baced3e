/** A delivery stream's one destination that the emulator serves: S3. In the program's words and in AWS's. Pure. */

import type { ExtendedS3DestinationConfiguration, ExtendedS3DestinationDescription, ExtendedS3DestinationUpdate } from "@aws-sdk/client-firehose";
import { t, type ValueOf } from "../../schema";

const COMPRESSIONS = ["UNCOMPRESSED", "GZIP", "ZIP", "Snappy", "HADOOP_SNAPPY"] as const;

/** Left out, as the emulator keeps none of it: backups, the conversion of formats, the file's extension, the time zone. */
export const extendedS3 = t.object({
  bucketArn: t.string({ required: true }),
  bufferingInterval: t.number({ default: 300, check: (seconds) => (seconds >= 0 && seconds <= 900 ? undefined : "must be 0 to 900 seconds.") }),
  bufferingSize: t.number({ default: 5, check: (size) => (size >= 1 && size <= 128 ? undefined : "must be 1 to 128 MB.") }),
  cloudwatchLoggingOptions: t.object(
    { enabled: t.boolean({ default: false }), logGroupName: t.string(), logStreamName: t.string() },
    { computed: true },
  ),
  compressionFormat: t.string({ default: "UNCOMPRESSED", oneOf: COMPRESSIONS }),
  dynamicPartitioningConfiguration: t.object(
    { enabled: t.boolean({ default: false }), retryDuration: t.number({ default: 300 }) },
    { replaces: true },
  ),
  errorOutputPrefix: t.string(),
  kmsKeyArn: t.string(),
  prefix: t.string(),
  processingConfiguration: t.object({
    enabled: t.boolean(),
    processors: t.list(
      t.object({
        parameters: t.list(t.object({ parameterName: t.string({ required: true }), parameterValue: t.string({ required: true }) })),
        type: t.string({ required: true }),
      }),
    ),
  }),
  roleArn: t.string({ required: true }),
  s3BackupMode: t.string({ default: "Disabled", oneOf: ["Disabled"] }),
});

type ExtendedS3 = ValueOf<typeof extendedS3>;

export function createConfiguration(given: ExtendedS3): ExtendedS3DestinationConfiguration {
  const partitioning = given.dynamicPartitioningConfiguration;
  return {
    ...settings(given),
    BucketARN: given.bucketArn,
    RoleARN: given.roleArn,
    DynamicPartitioningConfiguration: partitioning && {
      Enabled: partitioning.enabled,
      RetryOptions: { DurationInSeconds: partitioning.retryDuration },
    },
  };
}

/** What an update leaves out stays as it is, so everything is said. */
export function updateConfiguration(given: ExtendedS3): ExtendedS3DestinationUpdate {
  return { ...settings(given), BucketARN: given.bucketArn, RoleARN: given.roleArn };
}

function settings(given: ExtendedS3): ExtendedS3DestinationUpdate {
  const logging = given.cloudwatchLoggingOptions;
  const processing = given.processingConfiguration;
  return {
    BufferingHints: { IntervalInSeconds: given.bufferingInterval, SizeInMBs: given.bufferingSize },
    CloudWatchLoggingOptions: logging?.enabled
      ? { Enabled: true, LogGroupName: logging.logGroupName, LogStreamName: logging.logStreamName }
      : { Enabled: false },
    CompressionFormat: given.compressionFormat,
    EncryptionConfiguration:
      given.kmsKeyArn === undefined
        ? { NoEncryptionConfig: "NoEncryption" }
        : { KMSEncryptionConfig: { AWSKMSKeyARN: given.kmsKeyArn } },
    ErrorOutputPrefix: given.errorOutputPrefix ?? "",
    Prefix: given.prefix ?? "",
    ProcessingConfiguration: {
      Enabled: processing?.enabled ?? false,
      Processors: (processing?.processors ?? []).map((processor) => ({
        Type: processor.type as "Lambda",
        Parameters: (processor.parameters ?? []).map((parameter) => ({
          ParameterName: parameter.parameterName as "LambdaArn",
          ParameterValue: parameter.parameterValue,
        })),
      })),
    },
    S3BackupMode: given.s3BackupMode,
  };
}

export function fromDescription(found: ExtendedS3DestinationDescription): ExtendedS3 {
  const logging = found.CloudWatchLoggingOptions;
  const partitioning = found.DynamicPartitioningConfiguration;
  const processing = found.ProcessingConfiguration;
  return {
    bucketArn: found.BucketARN ?? "",
    bufferingInterval: found.BufferingHints?.IntervalInSeconds ?? 300,
    bufferingSize: found.BufferingHints?.SizeInMBs ?? 5,
    cloudwatchLoggingOptions: {
      enabled: logging?.Enabled ?? false,
      logGroupName: logging?.LogGroupName,
      logStreamName: logging?.LogStreamName,
    },
    compressionFormat: (found.CompressionFormat ?? "UNCOMPRESSED") as (typeof COMPRESSIONS)[number],
    dynamicPartitioningConfiguration: partitioning && {
      enabled: partitioning.Enabled ?? false,
      retryDuration: partitioning.RetryOptions?.DurationInSeconds ?? 300,
    },
    errorOutputPrefix: found.ErrorOutputPrefix,
    kmsKeyArn: found.EncryptionConfiguration?.KMSEncryptionConfig?.AWSKMSKeyARN,
    prefix: found.Prefix,
    processingConfiguration: {
      enabled: processing?.Enabled ?? false,
      processors: (processing?.Processors ?? []).map((processor) => ({
        type: processor.Type ?? "",
        parameters: (processor.Parameters ?? []).map((parameter) => ({
          parameterName: parameter.ParameterName ?? "",
          parameterValue: parameter.ParameterValue ?? "",
        })),
      })),
    },
    roleArn: found.RoleARN ?? "",
    s3BackupMode: "Disabled",
  };
}
