import { defineResource } from "../../definition";
import { t } from "../../schema";
import { tagList, tagMap } from "../../tags";
import { retag } from "./eventTags";

/** Partners' event sources are left out: the emulator has none. */
export const eventBus = defineResource({
  type: "aws:cloudwatch/eventBus:EventBus",
  inputs: {
    deadLetterConfig: t.object({ arn: t.string() }),
    description: t.string(),
    kmsKeyIdentifier: t.string(),
    logConfig: t.object({
      includeDetail: t.string({ oneOf: ["NONE", "FULL"] }),
      level: t.string({ oneOf: ["OFF", "ERROR", "INFO", "TRACE"] }),
    }),
    name: t.string({
      replaces: true,
      autoName: { maxLength: 256 },
      check: (name) => (/^[\w.-]{1,256}$/.test(name) && name !== "default" ? undefined : "must have 1 to 256 letters, digits, dots, dashes and underscores, and 'default' is taken."),
    }),
    tags: t.tags(),
  },
  outputs: { arn: t.string() },
  notFound: ["ResourceNotFoundException"],

  async create(context, given) {
    const events = await context.client("events");
    await events.createEventBus({
      Name: given.name,
      Description: given.description,
      KmsKeyIdentifier: given.kmsKeyIdentifier,
      DeadLetterConfig: given.deadLetterConfig && { Arn: given.deadLetterConfig.arn },
      LogConfig: given.logConfig && { IncludeDetail: given.logConfig.includeDetail, Level: given.logConfig.level },
      Tags: tagList(given.tagsAll),
    });
    return given.name;
  },

  async read(context, id) {
    const events = await context.client("events");
    const found = await events.describeEventBus({ Name: id });
    const { Tags } = await events.listTagsForResource({ ResourceARN: found.Arn });
    const { DeadLetterConfig: dead, LogConfig: log } = found;
    const silent = log === undefined || ((log.Level ?? "OFF") === "OFF" && (log.IncludeDetail ?? "NONE") === "NONE");
    return {
      deadLetterConfig: dead?.Arn ? { arn: dead.Arn } : undefined,
      description: found.Description || undefined,
      kmsKeyIdentifier: found.KmsKeyIdentifier || undefined,
      logConfig: silent ? undefined : { includeDetail: log.IncludeDetail, level: log.Level },
      name: found.Name,
      tags: tagMap(Tags),
      arn: found.Arn,
    };
  },

  async update(context, id, { olds, news, state, changed }) {
    const events = await context.client("events");
    if (changed("deadLetterConfig", "description", "kmsKeyIdentifier", "logConfig")) {
      await events.updateEventBus({
        Name: id,
        Description: news.description ?? "",
        // What the program took out is emptied: left out, it would stay.
        DeadLetterConfig: { Arn: news.deadLetterConfig?.arn },
        KmsKeyIdentifier: changed("kmsKeyIdentifier") ? (news.kmsKeyIdentifier ?? "") : news.kmsKeyIdentifier,
        LogConfig: { IncludeDetail: news.logConfig?.includeDetail ?? "NONE", Level: news.logConfig?.level ?? "OFF" },
      });
    }
    if (changed("tags")) await retag(events, state.arn, olds.tagsAll, news.tagsAll);
  },

  async delete(context, id) {
    const events = await context.client("events");
    await events.deleteEventBus({ Name: id });
  },
});
