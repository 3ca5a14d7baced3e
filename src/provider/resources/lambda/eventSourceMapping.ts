import type { EventSourceMappingConfiguration, FunctionResponseType, Lambda } from "@aws-sdk/client-lambda";
import type { CheckFailure } from "../../check";
import type { Context } from "../../context";
import { defineResource, type Inputs } from "../../definition";
import { isAwsError } from "../../errors";
import { t } from "../../schema";
import { tagChanges } from "../../tags";
import { UNKNOWN } from "../../wire";
import { rfc3339 } from "../timestamps";
import { inProgramsWords } from "./functionNames";

const MOVING = ["Creating", "Enabling", "Disabling", "Updating"];
const NOT_FOUND = "ResourceNotFoundException";

const inputs = {
  batchSize: t.number(),
  bisectBatchOnFunctionError: t.boolean(),
  destinationConfig: t.object({ onFailure: t.object({ destinationArn: t.string({ required: true }) }) }),
  enabled: t.boolean({ default: true }),
  eventSourceArn: t.string({ replaces: true }),
  filterCriteria: t.object({ filters: t.set(t.object({ pattern: t.json() })) }),
  functionName: t.string({ required: true }),
  functionResponseTypes: t.set(t.string({ oneOf: ["ReportBatchItemFailures"] })),
  maximumBatchingWindowInSeconds: t.number({ default: 0 }),
  maximumRecordAgeInSeconds: t.number({ computed: true }),
  maximumRetryAttempts: t.number({ computed: true }),
  parallelizationFactor: t.number({ computed: true }),
  scalingConfig: t.object({ maximumConcurrency: t.number() }),
  startingPosition: t.string({ replaces: true, oneOf: ["LATEST", "TRIM_HORIZON"] }),
  tags: t.tags(),
};

/** Queues and streams; what is for Kafka, MQ and DocumentDB is left out. */
export const eventSourceMapping = defineResource({
  type: "aws:lambda/eventSourceMapping:EventSourceMapping",
  inputs,
  outputs: {
    arn: t.string(),
    functionArn: t.string({ changesWith: ["functionName"] }),
    lastModified: t.string({ changesWith: "any" }),
    lastProcessingResult: t.string(),
    state: t.string({ changesWith: ["enabled"] }),
    stateTransitionReason: t.string(),
    uuid: t.string(),
  },
  notFound: [NOT_FOUND],

  check(given) {
    const failures: CheckFailure[] = [];
    const wrong = (property: string, reason: string) => failures.push({ property, reason: `aws:lambda/eventSourceMapping:EventSourceMapping: ${reason}` });
    const { eventSourceArn: source, startingPosition: position } = given;
    if (source === undefined) wrong("eventSourceArn", "'eventSourceArn' is required: the ARN of a queue or of a table's stream.");
    if (typeof source === "string" && !isQueue(source) && position === undefined) wrong("startingPosition", "'startingPosition' is required for a stream.");
    if (typeof source === "string" && isQueue(source) && position !== undefined && position !== UNKNOWN) wrong("startingPosition", "a queue has no 'startingPosition'. Remove it.");
    return failures;
  },

  async create(context, given) {
    const lambda = await context.client("lambda");
    const { UUID = "" } = await lambda.createEventSourceMapping({
      EventSourceArn: given.eventSourceArn,
      StartingPosition: given.startingPosition,
      Tags: given.tagsAll,
      ...settings(given),
    });
    context.created(UUID);
    await settled(context, lambda, UUID);
    return UUID;
  },

  async read(context, id, prior) {
    const lambda = await context.client("lambda");
    const found = await lambda.getEventSourceMapping({ UUID: id });
    if (found.State === "Deleting") return undefined;
    const { Tags } = await lambda.listTags({ Resource: found.EventSourceMappingArn });
    return {
      ...settingsOf(found, prior),
      startingPosition: found.StartingPosition as "LATEST" | "TRIM_HORIZON" | undefined,
      tags: Tags,
      arn: found.EventSourceMappingArn,
      functionArn: found.FunctionArn,
      lastModified: rfc3339(found.LastModified),
      lastProcessingResult: found.LastProcessingResult,
      state: found.State,
      stateTransitionReason: found.StateTransitionReason,
      uuid: found.UUID,
    };
  },

  async update(context, id, { olds, news, state, changed }) {
    const lambda = await context.client("lambda");
    if (changed("tags")) {
      const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
      if (remove.length > 0) await lambda.untagResource({ Resource: state.arn, TagKeys: remove });
      if (Object.keys(set).length > 0) await lambda.tagResource({ Resource: state.arn, Tags: set });
    }
    await lambda.updateEventSourceMapping({ UUID: id, ...settings(news), ...removals(news, changed) });
    await settled(context, lambda, id);
  },

  async delete(context, id) {
    const lambda = await context.client("lambda");
    await lambda.deleteEventSourceMapping({ UUID: id });
    await context.waitFor("the event source mapping is gone", async () => {
      try {
        await lambda.getEventSourceMapping({ UUID: id });
        return false;
      } catch (error) {
        if (isAwsError(error, NOT_FOUND)) return true;
        throw error;
      }
    });
  },
});

function isQueue(source: string | undefined): boolean {
  return source?.split(":")[2] === "sqs";
}

/** What AWS takes for nothing said. It is sent along, as emulators have other ideas. */
function defaultBatchSize(source: string | undefined): number {
  return isQueue(source) ? 10 : 100;
}

function settings(given: Inputs<typeof inputs>) {
  return {
    FunctionName: given.functionName,
    Enabled: given.enabled,
    BatchSize: given.batchSize ?? defaultBatchSize(given.eventSourceArn),
    BisectBatchOnFunctionError: given.bisectBatchOnFunctionError,
    DestinationConfig: given.destinationConfig && { OnFailure: { Destination: given.destinationConfig.onFailure?.destinationArn } },
    FilterCriteria: given.filterCriteria && { Filters: given.filterCriteria.filters?.map(({ pattern }) => ({ Pattern: pattern })) },
    FunctionResponseTypes: given.functionResponseTypes as FunctionResponseType[] | undefined,
    MaximumBatchingWindowInSeconds: given.maximumBatchingWindowInSeconds > 0 ? given.maximumBatchingWindowInSeconds : undefined,
    MaximumRecordAgeInSeconds: given.maximumRecordAgeInSeconds,
    MaximumRetryAttempts: given.maximumRetryAttempts,
    ParallelizationFactor: given.parallelizationFactor,
    ScalingConfig: given.scalingConfig && { MaximumConcurrency: given.scalingConfig.maximumConcurrency },
  };
}

/** Leaving a setting out of an update keeps it; this takes it back. */
function removals(news: Inputs<typeof inputs>, changed: (input: keyof typeof inputs) => boolean) {
  return {
    ...(changed("bisectBatchOnFunctionError") && !news.bisectBatchOnFunctionError ? { BisectBatchOnFunctionError: false } : {}),
    ...(changed("destinationConfig") && !news.destinationConfig ? { DestinationConfig: { OnFailure: { Destination: "" } } } : {}),
    ...(changed("filterCriteria") && !news.filterCriteria ? { FilterCriteria: {} } : {}),
    ...(changed("functionResponseTypes") && !news.functionResponseTypes ? { FunctionResponseTypes: [] } : {}),
    ...(changed("maximumBatchingWindowInSeconds") ? { MaximumBatchingWindowInSeconds: news.maximumBatchingWindowInSeconds } : {}),
    ...(changed("scalingConfig") && !news.scalingConfig ? { ScalingConfig: {} } : {}),
  };
}

function settingsOf(found: EventSourceMappingConfiguration, prior: { batchSize?: number; functionName?: string }) {
  const stream = !isQueue(found.EventSourceArn);
  const filters = found.FilterCriteria?.Filters ?? [];
  const destinationArn = found.DestinationConfig?.OnFailure?.Destination;
  const unasked = prior.batchSize === undefined && found.BatchSize === defaultBatchSize(found.EventSourceArn);
  return {
    // The default isn't told, so that an import doesn't ask programs to spell it out.
    batchSize: unasked ? undefined : found.BatchSize,
    bisectBatchOnFunctionError: found.BisectBatchOnFunctionError ?? false,
    destinationConfig: destinationArn ? { onFailure: { destinationArn } } : undefined,
    enabled: !["Disabled", "Disabling"].includes(found.State ?? ""),
    eventSourceArn: found.EventSourceArn,
    filterCriteria: filters.length > 0 ? { filters: filters.map(({ Pattern }) => ({ pattern: Pattern })) } : undefined,
    functionName: inProgramsWords(found.FunctionArn ?? "", prior.functionName),
    functionResponseTypes: found.FunctionResponseTypes as "ReportBatchItemFailures"[] | undefined,
    maximumBatchingWindowInSeconds: found.MaximumBatchingWindowInSeconds ?? 0,
    maximumRecordAgeInSeconds: found.MaximumRecordAgeInSeconds ?? (stream ? -1 : undefined),
    maximumRetryAttempts: found.MaximumRetryAttempts ?? (stream ? -1 : undefined),
    parallelizationFactor: found.ParallelizationFactor ?? (stream ? 1 : undefined),
    scalingConfig:
      found.ScalingConfig?.MaximumConcurrency === undefined ? undefined : { maximumConcurrency: found.ScalingConfig.MaximumConcurrency },
  };
}

async function settled(context: Context, lambda: Lambda, UUID: string): Promise<void> {
  await context.waitFor("the event source mapping is ready", async () => {
    const { State } = await lambda.getEventSourceMapping({ UUID });
    return !MOVING.includes(State ?? "");
  });
}
