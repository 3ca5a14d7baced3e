import type { EC2 } from "@aws-sdk/client-ec2";
import type { CheckFailure } from "../../check";
import { defineResource } from "../../definition";
import { t } from "../../schema";
import { tagMap } from "../../tags";
import { isPlainObject, UNKNOWN, type Value } from "../../wire";
import { cidrProblem } from "./cidr";
import { heldRules } from "./heldRules";
import { keyOf, openingOf, openingsOf, permissionOf, type Rule, rulesOf } from "./securityGroupRules";
import { changeTags, tagsAtCreation } from "./tagging";

const rules = t.set(
  t.object({
    cidrBlocks: t.list(t.string({ check: (cidr) => cidrProblem(cidr) })),
    description: t.string(),
    fromPort: t.number({ required: true }),
    ipv6CidrBlocks: t.list(t.string()),
    prefixListIds: t.list(t.string(), {
      check: (lists) => (lists.length === 0 ? undefined : "must be empty: the emulator takes a rule with prefix lists, and opens nothing."),
    }),
    protocol: t.string({ required: true }),
    securityGroups: t.set(t.string()),
    self: t.boolean({ default: false }),
    toPort: t.number({ required: true }),
  }),
  { computed: true },
);

const SOURCES = ["cidrBlocks", "ipv6CidrBlocks", "securityGroups", "self"] as const;

export const securityGroup = defineResource({
  type: "aws:ec2/securityGroup:SecurityGroup",
  inputs: {
    description: t.string({
      default: "Managed by Pulumi",
      replaces: true,
      check: (text) => (text.length >= 1 && text.length <= 255 ? undefined : "must have 1 to 255 characters."),
    }),
    /** Left out, the rules are none of this resource's business: they may be resources of their own. */
    egress: rules,
    ingress: rules,
    name: t.string({
      replaces: true,
      autoName: { maxLength: 255, prefixInput: "namePrefix" },
      check: (name) => (name.length <= 255 && !name.startsWith("sg-") ? undefined : "must have 1 to 255 characters and can't begin with 'sg-'."),
    }),
    namePrefix: t.string({ replaces: true, local: true, computed: true }),
    revokeRulesOnDelete: t.boolean({ default: false, local: true }),
    tags: t.tags(),
    vpcId: t.string({ replaces: true, computed: true }),
  },
  outputs: {
    arn: t.string(),
    ownerId: t.string(),
  },
  notFound: ["InvalidGroup.NotFound", "InvalidGroupId.NotFound"],

  check: (given) => [...ruleFailures("ingress", given["ingress"]), ...ruleFailures("egress", given["egress"])],

  async create(context, given) {
    const ec2 = await context.client("ec2");
    const { GroupId: id = "" } = await ec2.createSecurityGroup({
      GroupName: given.name,
      Description: given.description,
      VpcId: given.vpcId,
      TagSpecifications: tagsAtCreation("security-group", given.tagsAll),
    });
    context.created(id);
    // A new group lets everything out. The official provider takes that away, so that the program says what is open.
    await setRules(ec2, id, "egress", given.egress ?? []);
    if (given.ingress) await setRules(ec2, id, "ingress", given.ingress);
    return id;
  },

  async read(context, id, prior) {
    const ec2 = await context.client("ec2");
    const { SecurityGroups } = await ec2.describeSecurityGroups({ GroupIds: [id] });
    const found = SecurityGroups?.[0];
    if (!found) return undefined;
    const openings = (await heldRules(ec2, id)).map((rule) => ({ isEgress: rule.IsEgress === true, opening: openingOf(rule) }));
    const read = (isEgress: boolean, known: Rule[] = []) =>
      rulesOf(openings.flatMap((each) => (each.isEgress === isEgress && each.opening ? [each.opening] : [])), known, id);
    return {
      description: found.Description,
      egress: read(true, prior.egress),
      ingress: read(false, prior.ingress),
      name: found.GroupName,
      tags: tagMap(found.Tags),
      vpcId: found.VpcId,
      arn: await context.arn("ec2", `security-group/${id}`, { account: found.OwnerId }),
      ownerId: found.OwnerId,
    };
  },

  async update(context, id, { olds, news, changed }) {
    const ec2 = await context.client("ec2");
    if (changed("ingress") && news.ingress) await setRules(ec2, id, "ingress", news.ingress);
    if (changed("egress") && news.egress) await setRules(ec2, id, "egress", news.egress);
    if (changed("tags")) await changeTags(ec2, id, olds.tagsAll, news.tagsAll);
  },

  async delete(context, id, state) {
    const ec2 = await context.client("ec2");
    if (state.revokeRulesOnDelete) {
      await setRules(ec2, id, "ingress", []);
      await setRules(ec2, id, "egress", []);
    }
    await ec2.deleteSecurityGroup({ GroupId: id });
  },
});

function ruleFailures(direction: "ingress" | "egress", given: Value): CheckFailure[] {
  return (Array.isArray(given) ? given : []).flatMap((rule, index): CheckFailure[] => {
    if (!isPlainObject(rule)) return [];
    const property = `${direction}[${index}]`;
    const failure = (reason: string) => [{ property, reason: `aws:ec2/securityGroup:SecurityGroup: '${property}' ${reason}` }];
    const { protocol, fromPort, toPort } = rule;
    if ((protocol === "-1" || protocol === "all") && [fromPort, toPort].some((port) => port !== 0 && port !== UNKNOWN)) {
      return failure(`must have 'fromPort' and 'toPort' 0: it is for all protocols, and so for all ports.`);
    }
    const open = SOURCES.some((source) => {
      const value = rule[source];
      return Array.isArray(value) ? value.length > 0 : value === true || value === UNKNOWN;
    });
    return open ? [] : failure(`opens nothing. Give it one of ${SOURCES.map((source) => `'${source}'`).join(", ")}.`);
  });
}

/**
 * Makes one direction hold these rules and no others, from whatever it holds now. Rules are revoked by id: MiniStack
 * revokes nothing, without a word, when a description of the rule isn't exactly its own. It also gives all sources of
 * one authorizing permission the same id, so that revoking one can take others along, which are then opened again.
 */
async function setRules(ec2: EC2, GroupId: string, direction: "ingress" | "egress", wanted: readonly Rule[]): Promise<void> {
  const isEgress = direction === "egress";
  const wantedByKey = new Map(openingsOf(wanted, GroupId).map((opening) => [keyOf(opening), opening]));
  const held = (await heldRules(ec2, GroupId))
    .filter((rule) => (rule.IsEgress === true) === isEgress)
    .map((rule) => {
      const opening = openingOf(rule);
      return { id: rule.SecurityGroupRuleId ?? "", key: opening ? keyOf(opening) : "" };
    });
  const revoked = new Set(held.filter(({ key }) => !wantedByKey.has(key)).map(({ id }) => id));
  const kept = new Set(held.filter(({ id }) => !revoked.has(id)).map(({ key }) => key));
  const missing = [...wantedByKey].filter(([key]) => !kept.has(key)).map(([, opening]) => permissionOf(opening));
  if (revoked.size > 0) {
    const request = { GroupId, SecurityGroupRuleIds: [...revoked] };
    await (isEgress ? ec2.revokeSecurityGroupEgress(request) : ec2.revokeSecurityGroupIngress(request));
  }
  if (missing.length > 0) {
    const request = { GroupId, IpPermissions: missing };
    await (isEgress ? ec2.authorizeSecurityGroupEgress(request) : ec2.authorizeSecurityGroupIngress(request));
  }
}
