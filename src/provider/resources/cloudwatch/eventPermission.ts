import type { Context } from "../../context";
import { defineResource, type Inputs } from "../../definition";
import { t } from "../../schema";
import { busInProgramsWords, busName, DEFAULT_BUS, onBus, splitFromBus, withoutDefaultBus } from "./eventBusNames";

const inputs = {
  action: t.string({ default: "events:PutEvents" }),
  condition: t.object({
    key: t.string({ required: true, oneOf: ["aws:PrincipalOrgID"] }),
    type: t.string({ required: true, oneOf: ["StringEquals"] }),
    value: t.string({ required: true }),
  }),
  eventBusName: t.string({ default: DEFAULT_BUS, replaces: true }),
  principal: t.string({
    required: true,
    check: (who) => (who === "*" || /^\d{12}$/.test(who) ? undefined : "must be an account of 12 digits, or * for any."),
  }),
  statementId: t.string({
    required: true,
    replaces: true,
    check: (id) => (/^[\w-]{1,64}$/.test(id) ? undefined : "must have 1 to 64 letters, digits, dashes and underscores."),
  }),
};

/** A statement as it stands in a bus's policy; MiniStack keeps the condition as it was put. */
interface Statement {
  Sid?: string;
  Action?: string;
  Principal?: string | { AWS?: string };
  Condition?: { Key?: string; Type?: string; Value?: string } | Record<string, Record<string, string>>;
}

export const eventPermission = defineResource({
  type: "aws:cloudwatch/eventPermission:EventPermission",
  inputs,
  outputs: {},
  notFound: ["ResourceNotFoundException"],
  idAfterImport: withoutDefaultBus,

  async create(context, given) {
    await put(context, given);
    return onBus(busName(given.eventBusName), given.statementId);
  },

  async read(context, id, prior) {
    const events = await context.client("events");
    const { bus, name } = splitFromBus(id);
    const { Policy } = await events.describeEventBus({ Name: bus });
    const { Statement = [] } = JSON.parse(Policy ?? "{}") as { Statement?: Statement[] };
    const found = Statement.find(({ Sid }) => Sid === name);
    if (found === undefined) return undefined;
    return {
      action: found.Action,
      condition: conditionOf(found.Condition),
      eventBusName: busInProgramsWords(bus, prior.eventBusName),
      principal: principalOf(found.Principal),
      statementId: name,
    };
  },

  async update(context, _id, { news }) {
    await put(context, news);
  },

  async delete(context, id) {
    const events = await context.client("events");
    const { bus, name } = splitFromBus(id);
    await events.removePermission({ EventBusName: bus, StatementId: name });
  },
});

/** It makes a statement, or writes over the one of the same id. */
async function put(context: Context, given: Inputs<typeof inputs>): Promise<void> {
  const events = await context.client("events");
  const { condition } = given;
  await events.putPermission({
    EventBusName: busName(given.eventBusName),
    StatementId: given.statementId,
    Action: given.action,
    Principal: given.principal,
    Condition: condition && { Key: condition.key, Type: condition.type, Value: condition.value },
  });
}

/** AWS turns an account into its root user. */
function principalOf(principal: Statement["Principal"]): string | undefined {
  const who = typeof principal === "object" ? principal.AWS : principal;
  const [, account] = /^arn:[^:]+:iam::(\d{12}):root$/.exec(who ?? "") ?? [];
  return account ?? who;
}

function conditionOf(condition: Statement["Condition"]): Inputs<typeof inputs>["condition"] {
  if (condition === undefined) return undefined;
  if (typeof condition["Key"] === "string") {
    return { key: "aws:PrincipalOrgID", type: "StringEquals", value: String(condition["Value"]) };
  }
  const terms = (condition as Record<string, Record<string, string>>)["StringEquals"] ?? {};
  const value = Object.entries(terms).find(([key]) => key.toLowerCase() === "aws:principalorgid")?.[1];
  return value === undefined ? undefined : { key: "aws:PrincipalOrgID", type: "StringEquals", value };
}
