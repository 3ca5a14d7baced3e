import type { EncryptionConfiguration, LoggingConfiguration, SFN } from "@aws-sdk/client-sfn";
import type { CheckFailure } from "../../check";
import { defineResource } from "../../definition";
import { t } from "../../schema";
import { tagChanges } from "../../tags";
import { rfc3339 } from "../timestamps";

interface LoggingInput {
  includeExecutionData?: boolean;
  level?: "ALL" | "ERROR" | "FATAL" | "OFF";
  logDestination?: string;
}

interface EncryptionInput {
  kmsDataKeyReusePeriodSeconds?: number;
  kmsKeyId?: string;
  type?: "AWS_OWNED_KEY" | "CUSTOMER_MANAGED_KMS_KEY";
}

/** The inputs that make another revision, and another version where that is published. */
const REVISED_BY = ["definition", "encryptionConfiguration", "loggingConfiguration", "publish", "roleArn"] as const;

/** Tracing is left out: the emulator keeps nothing of it. */
export const stateMachine = defineResource({
  type: "aws:sfn/stateMachine:StateMachine",
  inputs: {
    definition: t.json({ required: true }),
    encryptionConfiguration: t.object(
      {
        kmsDataKeyReusePeriodSeconds: t.number({ check: (seconds) => (seconds >= 60 && seconds <= 900 ? undefined : "must be 60 to 900.") }),
        kmsKeyId: t.string(),
        type: t.string({ oneOf: ["AWS_OWNED_KEY", "CUSTOMER_MANAGED_KMS_KEY"] }),
      },
      { computed: true },
    ),
    loggingConfiguration: t.object(
      {
        includeExecutionData: t.boolean(),
        level: t.string({ oneOf: ["ALL", "ERROR", "FATAL", "OFF"] }),
        logDestination: t.string({ check: (arn) => (arn.endsWith(":*") ? undefined : "must be the ARN of a log group with ':*' at its end.") }),
      },
      { computed: true },
    ),
    name: t.string({
      replaces: true,
      autoName: { maxLength: 80, prefixInput: "namePrefix" },
      check: (name) => (/^[\w-]{1,80}$/.test(name) ? undefined : "must have 1 to 80 letters, digits, dashes and underscores."),
    }),
    namePrefix: t.string({ replaces: true, local: true, computed: true }),
    publish: t.boolean({ default: false, local: true }),
    roleArn: t.string({ required: true }),
    tags: t.tags(),
    type: t.string({ default: "STANDARD", replaces: true, oneOf: ["STANDARD", "EXPRESS"] }),
  },
  outputs: {
    arn: t.string(),
    creationDate: t.string(),
    description: t.string(),
    revisionId: t.string({ changesWith: REVISED_BY }),
    stateMachineVersionArn: t.string({ changesWith: (changed, news) => news["publish"] === true && REVISED_BY.some((input) => changed.has(input)) }),
    status: t.string(),
    versionDescription: t.string(),
  },
  notFound: ["StateMachineDoesNotExist", "ResourceNotFound"],

  check(given) {
    const failures: CheckFailure[] = [];
    const wrong = (property: string, reason: string) => failures.push({ property, reason: `aws:sfn/stateMachine:StateMachine: ${reason}` });
    const logging = given["loggingConfiguration"] as LoggingInput | undefined;
    if (typeof logging?.level === "string" && logging.level !== "OFF" && logging.logDestination === undefined) {
      wrong("loggingConfiguration.logDestination", "'logDestination' is required with a level other than OFF: the ARN of a log group with ':*' at its end.");
    }
    return failures;
  },

  async create(context, given) {
    const sfn = await context.client("sfn");
    const { stateMachineArn = "" } = await sfn.createStateMachine({
      name: given.name,
      definition: given.definition,
      roleArn: given.roleArn,
      type: given.type,
      publish: given.publish,
      loggingConfiguration: loggingOf(given.loggingConfiguration),
      encryptionConfiguration: encryptionOf(given.encryptionConfiguration),
      tags: Object.entries(given.tagsAll).map(([key, value]) => ({ key, value })),
    });
    return stateMachineArn;
  },

  async read(context, id) {
    const sfn = await context.client("sfn");
    const found = await sfn.describeStateMachine({ stateMachineArn: id });
    if (found.status === "DELETING") return undefined;
    const { tags = [] } = await sfn.listTagsForResource({ resourceArn: id });
    const version = await latestVersion(sfn, id);
    const logging = found.loggingConfiguration;
    const encryption = found.encryptionConfiguration;
    return {
      definition: found.definition,
      encryptionConfiguration: {
        kmsDataKeyReusePeriodSeconds: encryption?.kmsDataKeyReusePeriodSeconds,
        kmsKeyId: encryption?.kmsKeyId,
        type: encryption?.type ?? ("AWS_OWNED_KEY" as const),
      },
      loggingConfiguration: {
        includeExecutionData: logging?.includeExecutionData ?? false,
        level: logging?.level ?? ("OFF" as const),
        logDestination: logging?.destinations?.[0]?.cloudWatchLogsLogGroup?.logGroupArn,
      },
      name: found.name,
      roleArn: found.roleArn,
      tags: tags.length > 0 ? Object.fromEntries(tags.map(({ key = "", value = "" }) => [key, value])) : undefined,
      type: found.type,
      arn: id,
      creationDate: rfc3339(found.creationDate),
      description: found.description ?? "",
      revisionId: found.revisionId ?? "",
      stateMachineVersionArn: version?.arn ?? "",
      status: found.status,
      versionDescription: version?.description ?? "",
    };
  },

  async update(context, id, { olds, news, changed }) {
    const sfn = await context.client("sfn");
    if (changed(...REVISED_BY)) {
      await sfn.updateStateMachine({
        stateMachineArn: id,
        definition: news.definition,
        roleArn: news.roleArn,
        publish: news.publish,
        loggingConfiguration: loggingOf(news.loggingConfiguration),
        encryptionConfiguration: encryptionOf(news.encryptionConfiguration),
      });
    }
    if (changed("tags")) {
      const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
      if (remove.length > 0) await sfn.untagResource({ resourceArn: id, tagKeys: remove });
      if (Object.keys(set).length > 0) {
        await sfn.tagResource({ resourceArn: id, tags: Object.entries(set).map(([key, value]) => ({ key, value })) });
      }
    }
  },

  async delete(context, id) {
    const sfn = await context.client("sfn");
    // AWS lets executions under way finish first.
    await sfn.deleteStateMachine({ stateMachineArn: id });
  },
});

function loggingOf(logging: LoggingInput | undefined): LoggingConfiguration | undefined {
  if (logging === undefined) return undefined;
  return {
    includeExecutionData: logging.includeExecutionData ?? false,
    level: logging.level ?? "OFF",
    destinations: logging.logDestination === undefined ? undefined : [{ cloudWatchLogsLogGroup: { logGroupArn: logging.logDestination } }],
  };
}

function encryptionOf(encryption: EncryptionInput | undefined): EncryptionConfiguration | undefined {
  if (encryption === undefined) return undefined;
  return { ...encryption, type: encryption.type ?? "AWS_OWNED_KEY" };
}

interface Version {
  arn: string;
  description: string | undefined;
}

/** The list's order is by date, which two versions can share: the highest number is the newest. */
async function latestVersion(sfn: SFN, stateMachineArn: string): Promise<Version | undefined> {
  let highest = 0;
  let nextToken: string | undefined;
  do {
    const page = await sfn.listStateMachineVersions({ stateMachineArn, nextToken });
    for (const { stateMachineVersionArn = "" } of page.stateMachineVersions ?? []) {
      highest = Math.max(highest, Number(stateMachineVersionArn.slice(stateMachineVersionArn.lastIndexOf(":") + 1)));
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  if (highest === 0) return undefined;
  const arn = `${stateMachineArn}:${highest}`;
  const { description } = await sfn.describeStateMachine({ stateMachineArn: arn });
  return { arn, description };
}
