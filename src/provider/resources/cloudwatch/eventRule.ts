import type { CheckFailure } from "../../check";
import type { Context } from "../../context";
import { defineResource, type Inputs } from "../../definition";
import { t } from "../../schema";
import { tagList, tagMap } from "../../tags";
import { UNKNOWN } from "../../wire";
import { busInProgramsWords, busName, DEFAULT_BUS, onBus, splitFromBus, withoutDefaultBus } from "./eventBusNames";
import { retag } from "./eventTags";

const inputs = {
  description: t.string({ check: (text) => (text.length <= 512 ? undefined : "must have at most 512 characters.") }),
  eventBusName: t.string({ default: DEFAULT_BUS, replaces: true }),
  eventPattern: t.json(),
  forceDestroy: t.boolean({ default: false, local: true }),
  name: t.string({
    replaces: true,
    autoName: { maxLength: 64, prefixInput: "namePrefix" },
    check: (name) => (/^[\w.-]{1,64}$/.test(name) ? undefined : "must have 1 to 64 letters, digits, dots, dashes and underscores."),
  }),
  namePrefix: t.string({ replaces: true, local: true, computed: true }),
  roleArn: t.string(),
  scheduleExpression: t.string({
    check: (text) => (/^(rate|cron)\(.+\)$/.test(text) ? undefined : "must be a rate(…) or cron(…) expression, such as 'rate(5 minutes)'."),
  }),
  state: t.string({ default: "ENABLED", oneOf: ["ENABLED", "DISABLED"] }),
  tags: t.tags(),
};

/** The deprecated `isEnabled` is left out, for `state`; and so is the state that has to do with CloudTrail. */
export const eventRule = defineResource({
  type: "aws:cloudwatch/eventRule:EventRule",
  inputs,
  outputs: { arn: t.string() },
  notFound: ["ResourceNotFoundException"],
  idAfterImport: withoutDefaultBus,

  check(given) {
    const failures: CheckFailure[] = [];
    const wrong = (property: string, reason: string) => failures.push({ property, reason: `aws:cloudwatch/eventRule:EventRule: ${reason}` });
    const { eventBusName: bus, eventPattern: pattern, scheduleExpression: schedule } = given;
    if (pattern === undefined && schedule === undefined) wrong("eventPattern", "a rule needs an 'eventPattern' or a 'scheduleExpression'.");
    if (schedule !== undefined && bus !== UNKNOWN && busName(bus as string | undefined) !== DEFAULT_BUS) {
      wrong("scheduleExpression", "only rules on the default event bus can have a 'scheduleExpression'.");
    }
    return failures;
  },

  async create(context, given) {
    await put(context, given, tagList(given.tagsAll));
    return onBus(busName(given.eventBusName), given.name);
  },

  async read(context, id, prior) {
    const events = await context.client("events");
    const { bus, name } = splitFromBus(id);
    const found = await events.describeRule({ Name: name, EventBusName: bus });
    const { Tags } = await events.listTagsForResource({ ResourceARN: found.Arn });
    return {
      description: found.Description || undefined,
      eventBusName: busInProgramsWords(found.EventBusName ?? bus, prior.eventBusName),
      eventPattern: found.EventPattern || undefined,
      name: found.Name,
      roleArn: found.RoleArn || undefined,
      scheduleExpression: found.ScheduleExpression || undefined,
      state: found.State === "DISABLED" ? ("DISABLED" as const) : ("ENABLED" as const),
      tags: tagMap(Tags),
      arn: found.Arn,
    };
  },

  async update(context, _id, { olds, news, state, changed }) {
    if (changed("description", "eventPattern", "roleArn", "scheduleExpression", "state")) await put(context, news);
    if (changed("tags")) await retag(await context.client("events"), state.arn, olds.tagsAll, news.tagsAll);
  },

  async delete(context, id, state) {
    const events = await context.client("events");
    const { bus, name } = splitFromBus(id);
    await events.deleteRule({ Name: name, EventBusName: bus, Force: state.forceDestroy });
  },
});

/** It makes a rule or says all of it anew. Empty texts take away what was there. */
async function put(context: Context, given: Inputs<typeof inputs>, Tags?: { Key: string; Value: string }[]): Promise<void> {
  const events = await context.client("events");
  await events.putRule({
    Name: given.name,
    EventBusName: busName(given.eventBusName),
    Description: given.description ?? "",
    EventPattern: given.eventPattern,
    RoleArn: given.roleArn ?? "",
    ScheduleExpression: given.scheduleExpression,
    State: given.state,
    Tags,
  });
}
