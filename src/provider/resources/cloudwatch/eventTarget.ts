import type { Target } from "@aws-sdk/client-eventbridge";
import type { CheckFailure } from "../../check";
import type { Context } from "../../context";
import { defineResource, type Inputs } from "../../definition";
import { ProviderError } from "../../errors";
import { t } from "../../schema";
import { busInProgramsWords, busName, DEFAULT_BUS, withoutDefaultBus } from "./eventBusNames";

const inputs = {
  arn: t.string({ required: true }),
  deadLetterConfig: t.object({ arn: t.string() }),
  eventBusName: t.string({ default: DEFAULT_BUS, replaces: true }),
  forceDestroy: t.boolean({ default: false, local: true }),
  httpTarget: t.object({
    headerParameters: t.map(t.string()),
    pathParameterValues: t.list(t.string()),
    queryStringParameters: t.map(t.string()),
  }),
  input: t.string(),
  inputPath: t.string(),
  inputTransformer: t.object({
    inputPaths: t.map(t.string()),
    inputTemplate: t.string({ required: true }),
  }),
  retryPolicy: t.object({
    maximumEventAgeInSeconds: t.number({ check: (seconds) => (seconds >= 60 && seconds <= 86400 ? undefined : "must be 60 to 86400.") }),
    maximumRetryAttempts: t.number({ check: (attempts) => (attempts >= 0 && attempts <= 185 ? undefined : "must be 0 to 185.") }),
  }),
  roleArn: t.string(),
  rule: t.string({ required: true, replaces: true }),
  sqsTarget: t.object({ messageGroupId: t.string() }),
  targetId: t.string({
    replaces: true,
    autoName: { maxLength: 64 },
    check: (id) => (/^[\w.-]{1,64}$/.test(id) ? undefined : "must have 1 to 64 letters, digits, dots, dashes and underscores."),
  }),
};
type TargetInputs = Inputs<typeof inputs>;

/** Parameters for ECS, Kinesis, Batch, Redshift, Run Command, SageMaker and AppSync are left out: the emulator passes no events on to these. */
export const eventTarget = defineResource({
  type: "aws:cloudwatch/eventTarget:EventTarget",
  inputs,
  outputs: {},
  notFound: ["ResourceNotFoundException"],
  idAfterImport: (id) => withoutDefaultBus(id).split("/").join("-"),

  check(given) {
    const failures: CheckFailure[] = [];
    const [, ...surplus] = (["input", "inputPath", "inputTransformer"] as const).filter((name) => given[name] !== undefined);
    for (const property of surplus) {
      failures.push({ property, reason: `aws:cloudwatch/eventTarget:EventTarget: only one of 'input', 'inputPath' and 'inputTransformer' can be given. Remove '${property}'.` });
    }
    return failures;
  },

  async create(context, given) {
    await put(context, given);
    return withoutDefaultBus(`${busName(given.eventBusName)}/${given.rule}/${given.targetId}`).split("/").join("-");
  },

  async read(context, id, prior) {
    const place = placeOf(id, prior);
    const found = await findTarget(context, place);
    if (found === undefined) return undefined;
    const { DeadLetterConfig: dead, HttpParameters: http, InputTransformer: transformer, RetryPolicy: retry, SqsParameters: queue } = found;
    return {
      arn: found.Arn,
      deadLetterConfig: dead?.Arn ? { arn: dead.Arn } : undefined,
      eventBusName: busInProgramsWords(place.bus, prior.eventBusName),
      httpTarget: http && {
        headerParameters: http.HeaderParameters,
        pathParameterValues: http.PathParameterValues,
        queryStringParameters: http.QueryStringParameters,
      },
      input: found.Input,
      inputPath: found.InputPath,
      inputTransformer: transformer && { inputPaths: transformer.InputPathsMap, inputTemplate: transformer.InputTemplate ?? "" },
      retryPolicy: retry && { maximumEventAgeInSeconds: retry.MaximumEventAgeInSeconds, maximumRetryAttempts: retry.MaximumRetryAttempts },
      roleArn: found.RoleArn,
      rule: place.rule,
      sqsTarget: queue && { messageGroupId: queue.MessageGroupId },
      targetId: found.Id,
    };
  },

  async update(context, _id, { news }) {
    await put(context, news);
  },

  async delete(context, id, state) {
    const events = await context.client("events");
    const { bus, rule, targetId } = placeOf(id, state);
    await events.removeTargets({ EventBusName: bus, Rule: rule, Ids: [targetId], Force: state.forceDestroy });
  },
});

interface Place {
  bus: string;
  rule: string;
  targetId: string;
}

/** The id runs bus, rule and target together; an import's keeps them apart: RULE/TARGET or BUS/RULE/TARGET. */
function placeOf(id: string, known: { eventBusName?: string; rule?: string; targetId?: string }): Place {
  if (known.rule !== undefined && known.targetId !== undefined) {
    return { bus: busName(known.eventBusName), rule: known.rule, targetId: known.targetId };
  }
  const parts = id.split("/");
  const targetId = parts.pop() ?? "";
  const rule = parts.pop();
  if (rule === undefined) throw new ProviderError(`'${id}' does not say which rule the target belongs to. It reads RULE/TARGET_ID or BUS/RULE/TARGET_ID.`);
  return { bus: busName(parts.join("/")), rule, targetId };
}

async function findTarget(context: Context, { bus, rule, targetId }: Place): Promise<Target | undefined> {
  const events = await context.client("events");
  let NextToken: string | undefined;
  do {
    const page = await events.listTargetsByRule({ EventBusName: bus, Rule: rule, NextToken });
    const found = page.Targets?.find((target) => target.Id === targetId);
    if (found) return found;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return undefined;
}

/** A target of the same id is written over as a whole. */
async function put(context: Context, given: TargetInputs): Promise<void> {
  const events = await context.client("events");
  const { deadLetterConfig: dead, httpTarget: http, inputTransformer: transformer, retryPolicy: retry, sqsTarget: queue } = given;
  const { FailedEntries = [] } = await events.putTargets({
    EventBusName: busName(given.eventBusName),
    Rule: given.rule,
    Targets: [
      {
        Id: given.targetId,
        Arn: given.arn,
        DeadLetterConfig: dead && { Arn: dead.arn },
        HttpParameters: http && {
          HeaderParameters: http.headerParameters,
          PathParameterValues: http.pathParameterValues,
          QueryStringParameters: http.queryStringParameters,
        },
        Input: given.input,
        InputPath: given.inputPath,
        InputTransformer: transformer && { InputPathsMap: transformer.inputPaths, InputTemplate: transformer.inputTemplate },
        RetryPolicy: retry && { MaximumEventAgeInSeconds: retry.maximumEventAgeInSeconds, MaximumRetryAttempts: retry.maximumRetryAttempts },
        RoleArn: given.roleArn,
        SqsParameters: queue && { MessageGroupId: queue.messageGroupId },
      },
    ],
  });
  const [failed] = FailedEntries;
  if (failed) throw new ProviderError(`events.PutTargets failed: ${failed.ErrorCode ?? "Error"}: ${failed.ErrorMessage ?? "the service gave no reason"}`);
  if (!REACHED.has(given.arn.split(":")[2] ?? "")) {
    context.warn(`The emulator passes events on to functions, queues, topics, state machines and event buses only: the target is there, but nothing arrives at ${given.arn}.`);
  }
}

/** The services of targets that events do arrive at. */
const REACHED = new Set(["events", "lambda", "sns", "sqs", "states"]);
