/**
 * A security group's rules in two shapes: as programs write them, each with any number of sources, and as AWS holds
 * them, one source each. Pure.
 */

import type { IpPermission, SecurityGroupRule } from "@aws-sdk/client-ec2";

/** As in a program's `ingress` and `egress`. */
export interface Rule {
  protocol: string;
  fromPort: number;
  toPort: number;
  cidrBlocks?: string[];
  ipv6CidrBlocks?: string[];
  securityGroups?: string[];
  self: boolean;
  description?: string;
}

/** One protocol and range of ports, open for one source (or destination). */
export interface Opening {
  protocol: string;
  fromPort: number;
  toPort: number;
  kind: "ipv4" | "ipv6" | "group";
  peer: string;
  description: string;
}

const PROTOCOLS: Record<string, string> = { all: "-1", "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6" };

/** As AWS says it: of a name in capitals, a number, or `all`. */
export function protocolName(protocol: string): string {
  const lower = protocol.toLowerCase();
  return PROTOCOLS[lower] ?? lower;
}

/** @param groupId the group itself, for which `self` stands. */
export function openingsOf(rules: readonly Rule[], groupId: string): Opening[] {
  return rules.flatMap((rule) => {
    const protocol = protocolName(rule.protocol);
    const { fromPort, toPort, description = "" } = rule;
    const opening = (kind: Opening["kind"], peer: string): Opening => ({ protocol, fromPort, toPort, kind, peer, description });
    return [
      ...(rule.cidrBlocks ?? []).map((cidr) => opening("ipv4", cidr)),
      ...(rule.ipv6CidrBlocks ?? []).map((cidr) => opening("ipv6", cidr.toLowerCase())),
      ...(rule.securityGroups ?? []).map((group) => opening("group", group)),
      ...(rule.self ? [opening("group", groupId)] : []),
    ];
  });
}

/** What stands in a rule that once had a description: MiniStack replaces one, but doesn't take it away. */
export const NO_DESCRIPTION = " ";

export function descriptionOf(rule: SecurityGroupRule): string {
  return rule.Description === undefined || rule.Description === NO_DESCRIPTION ? "" : rule.Description;
}

/** Nothing for a rule whose source AWS doesn't tell in one of our ways. */
export function openingOf(rule: SecurityGroupRule): Opening | undefined {
  const protocol = protocolName(rule.IpProtocol ?? "-1");
  // A rule for all protocols has all ports; programs write 0 for both.
  const [fromPort, toPort] = protocol === "-1" ? [0, 0] : [rule.FromPort ?? 0, rule.ToPort ?? 0];
  const shared = { protocol, fromPort, toPort, description: descriptionOf(rule) };
  if (rule.CidrIpv4) return { ...shared, kind: "ipv4", peer: rule.CidrIpv4 };
  if (rule.CidrIpv6) return { ...shared, kind: "ipv6", peer: rule.CidrIpv6.toLowerCase() };
  if (rule.ReferencedGroupInfo?.GroupId) return { ...shared, kind: "group", peer: rule.ReferencedGroupInfo.GroupId };
  return undefined;
}

export function permissionOf(opening: Opening): IpPermission {
  const { protocol, fromPort, toPort, kind, peer } = opening;
  const Description = opening.description === "" ? undefined : opening.description;
  return {
    IpProtocol: protocol,
    ...(protocol === "-1" ? {} : { FromPort: fromPort, ToPort: toPort }),
    ...(kind === "ipv4" ? { IpRanges: [{ CidrIp: peer, Description }] } : {}),
    ...(kind === "ipv6" ? { Ipv6Ranges: [{ CidrIpv6: peer, Description }] } : {}),
    ...(kind === "group" ? { UserIdGroupPairs: [{ GroupId: peer, Description }] } : {}),
  };
}

export function keyOf(opening: Opening): string {
  const { protocol, fromPort, toPort, kind, peer, description } = opening;
  return JSON.stringify([protocol, fromPort, toPort, kind, peer, description]);
}

/**
 * What AWS holds, as rules. A known rule of which all is there comes back as it is; the rest is put together by
 * protocol, ports and description, as the official provider does it.
 */
export function rulesOf(openings: readonly Opening[], known: readonly Rule[], groupId: string): Rule[] {
  const left = new Map(openings.map((opening) => [keyOf(opening), opening]));
  const there = new Set(left.keys());
  const rules: Rule[] = [];
  for (const rule of known) {
    const keys = openingsOf([rule], groupId).map(keyOf);
    if (keys.length === 0 || !keys.every((key) => there.has(key))) continue;
    rules.push(rule);
    for (const key of keys) left.delete(key);
  }
  const groups = new Map<string, Opening[]>();
  for (const opening of left.values()) {
    const key = keyOf({ ...opening, kind: "group", peer: "" });
    groups.set(key, [...(groups.get(key) ?? []), opening]);
  }
  return [...rules, ...[...groups.values()].map((group) => ruleOf(group, groupId))];
}

function ruleOf(group: Opening[], groupId: string): Rule {
  const { protocol = "-1", fromPort = 0, toPort = 0, description = "" } = group[0] ?? {};
  const peers = (kind: Opening["kind"]) => group.filter((each) => each.kind === kind).map((each) => each.peer).sort();
  const cidrBlocks = peers("ipv4");
  const ipv6CidrBlocks = peers("ipv6");
  const securityGroups = peers("group").filter((id) => id !== groupId);
  return {
    protocol,
    fromPort,
    toPort,
    ...(cidrBlocks.length > 0 ? { cidrBlocks } : {}),
    ...(ipv6CidrBlocks.length > 0 ? { ipv6CidrBlocks } : {}),
    ...(securityGroups.length > 0 ? { securityGroups } : {}),
    self: peers("group").includes(groupId),
    ...(description !== "" ? { description } : {}),
  };
}
