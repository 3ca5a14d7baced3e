import { crc32 } from "node:zlib";
import { defineResource, type Inputs } from "../../definition";
import { ProviderError } from "../../errors";
import { t } from "../../schema";
import { UNKNOWN, type Values } from "../../wire";
import { cidrProblem } from "./cidr";
import { change, close, findOpening, heldRules, open } from "./heldRules";
import { descriptionOf, type Opening, openingsOf, protocolName } from "./securityGroupRules";

const TYPE = "aws:ec2/securityGroupRule:SecurityGroupRule";

const inputs = {
  cidrBlocks: t.list(t.string({ check: (cidr) => cidrProblem(cidr) }), { replaces: true }),
  description: t.string(),
  fromPort: t.number({ required: true, replaces: true }),
  ipv6CidrBlocks: t.list(t.string(), { replaces: true }),
  prefixListIds: t.list(t.string(), {
    replaces: true,
    check: (lists) => (lists.length === 0 ? undefined : "must be empty: the emulator takes a rule with prefix lists, and opens nothing."),
  }),
  protocol: t.string({ required: true, replaces: true }),
  securityGroupId: t.string({ required: true, replaces: true }),
  self: t.boolean({ default: false, replaces: true }),
  sourceSecurityGroupId: t.string({ replaces: true, computed: true }),
  toPort: t.number({ required: true, replaces: true }),
  type: t.string({ required: true, replaces: true, oneOf: ["ingress", "egress"] }),
};

/** What says where the rule is and what it opens. */
type Place = Omit<Inputs<typeof inputs>, "region" | "tagsAll">;

export const securityGroupRule = defineResource({
  type: TYPE,
  inputs,
  outputs: { securityGroupRuleId: t.string() },
  notFound: ["InvalidGroup.NotFound", "InvalidGroupId.NotFound", "InvalidSecurityGroupRuleId.NotFound"],
  // Old and new may have a source in common, which can't be opened twice.
  deleteBeforeReplace: true,
  idAfterImport: (id) => (id.includes("_") ? ruleId(placeOf(id)) : id),

  check(given) {
    const failure = (property: string, reason: string) => [{ property, reason: `${TYPE}: ${reason}` }];
    const group = given["sourceSecurityGroupId"] !== undefined;
    const self = given["self"] === true;
    const ranges = isThere(given, "cidrBlocks") || isThere(given, "ipv6CidrBlocks");
    if (group && self) return failure("self", "'self' and 'sourceSecurityGroupId' can't be given both.");
    if (ranges && (group || self)) {
      return failure(self ? "self" : "sourceSecurityGroupId", "a rule is for ranges of addresses or for a group, not for both.");
    }
    if (ranges || group || given["self"] !== false) return [];
    return failure("", "the rule opens nothing. Give it one of 'cidrBlocks', 'ipv6CidrBlocks', 'sourceSecurityGroupId', 'self'.");
  },

  async create(context, given) {
    const ec2 = await context.client("ec2");
    await open(ec2, given.securityGroupId, given.type, openings(given));
    return ruleId(given);
  },

  async read(context, id, prior) {
    const ec2 = await context.client("ec2");
    // The id is a hash, which leads nowhere; an import names the place instead.
    const place: Place = prior.securityGroupId === undefined ? placeOf(id) : (prior as Place);
    const held = await heldRules(ec2, place.securityGroupId);
    const found = openings(place).map((opening) => findOpening(held, place.type, opening));
    // With one of its sources gone, it isn't the rule that it was.
    if (found.includes(undefined)) return undefined;
    const descriptions = found.map((rule) => (rule ? descriptionOf(rule) : "")).filter((text) => text !== "");
    return {
      cidrBlocks: place.cidrBlocks,
      description: descriptions[0],
      fromPort: place.fromPort,
      ipv6CidrBlocks: place.ipv6CidrBlocks,
      prefixListIds: undefined,
      protocol: place.protocol,
      securityGroupId: place.securityGroupId,
      self: place.self,
      sourceSecurityGroupId: place.sourceSecurityGroupId ?? "",
      toPort: place.toPort,
      type: place.type,
      securityGroupRuleId: found.length === 1 ? (found[0]?.SecurityGroupRuleId ?? "") : "",
    };
  },

  async update(context, _id, { news }) {
    const ec2 = await context.client("ec2");
    const held = await heldRules(ec2, news.securityGroupId);
    for (const opening of openings(news)) {
      const rule = findOpening(held, news.type, opening);
      if (rule?.SecurityGroupRuleId) await change(ec2, news.securityGroupId, rule.SecurityGroupRuleId, opening);
    }
  },

  async delete(context, _id, state) {
    const ec2 = await context.client("ec2");
    const place = state as Place;
    const held = await heldRules(ec2, place.securityGroupId);
    const ids = openings(place).flatMap((opening) => findOpening(held, place.type, opening)?.SecurityGroupRuleId ?? []);
    if (ids.length > 0) await close(ec2, place.securityGroupId, place.type, ids);
  },
});

function isThere(given: Values, name: string): boolean {
  const value = given[name];
  return value === UNKNOWN || (Array.isArray(value) && value.length > 0);
}

function openings(place: Place): Opening[] {
  const { sourceSecurityGroupId: group } = place;
  // A rule for all protocols has all ports, whatever the program says.
  const ports = protocolName(place.protocol) === "-1" ? { fromPort: 0, toPort: 0 } : {};
  return openingsOf([{ ...place, ...ports, securityGroups: group ? [group] : [] }], place.securityGroupId);
}

/** The official provider's id: a hash of all that the rule is. */
function ruleId(place: Place): string {
  const all = openings(place);
  const [{ protocol, fromPort, toPort } = { protocol: "-1", fromPort: 0, toPort: 0 }] = all;
  const peers = (kind: Opening["kind"], end: string) =>
    all.filter((each) => each.kind === kind).map(({ peer }) => `${peer}${end}`).sort();
  const parts = [
    `${place.securityGroupId}-`,
    ...[fromPort, toPort].filter((port) => port > 0).map((port) => `${port}-`),
    `${protocol}-${place.type}-`,
    ...peers("ipv4", "-"),
    ...peers("ipv6", "-"),
    ...peers("group", "--"),
  ];
  return `sgrule-${crc32(parts.join(""))}`;
}

/** `sg-1234_ingress_tcp_8000_8000_10.0.3.0/24`, with any number of sources: ranges, `self`, or a group. */
function placeOf(id: string): Place {
  const [securityGroupId = "", type, protocol = "", from, to, ...sources] = id.split("_");
  const [fromPort, toPort] = [Number(from), Number(to)];
  if ((type !== "ingress" && type !== "egress") || !Number.isInteger(fromPort) || !Number.isInteger(toPort) || sources.length === 0) {
    throw new ProviderError(
      `'${id}' is no id of a rule. It reads GROUP_TYPE_PROTOCOL_FROM_TO_SOURCE, such as 'sg-1234_ingress_tcp_80_80_10.0.0.0/16'.`,
    );
  }
  const ipv6CidrBlocks = sources.filter((source) => source.includes(":"));
  const cidrBlocks = sources.filter((source) => /^[\d.]+\/\d+$/.test(source));
  return {
    cidrBlocks,
    fromPort,
    ipv6CidrBlocks,
    protocol,
    securityGroupId,
    self: sources.includes("self"),
    sourceSecurityGroupId: sources.find((source) => source.startsWith("sg-")),
    toPort,
    type,
  };
}
