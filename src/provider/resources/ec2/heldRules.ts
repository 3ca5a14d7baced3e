/** The rules that a security group holds in AWS: looked up, opened, changed and closed one by one. */

import type { EC2, SecurityGroupRule, TagSpecification } from "@aws-sdk/client-ec2";
import { ProviderError } from "../../errors";
import { keyOf, NO_DESCRIPTION, type Opening, openingOf, permissionOf } from "./securityGroupRules";

export type Direction = "ingress" | "egress";

export function isOf(direction: Direction, rule: SecurityGroupRule): boolean {
  return (rule.IsEgress === true) === (direction === "egress");
}

export async function heldRules(ec2: EC2, groupId: string): Promise<SecurityGroupRule[]> {
  const found: SecurityGroupRule[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ec2.describeSecurityGroupRules({ Filters: [{ Name: "group-id", Values: [groupId] }], NextToken });
    found.push(...(page.SecurityGroupRules ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}

/** The rule in AWS that opens this, whatever its description. */
export function findOpening(rules: readonly SecurityGroupRule[], direction: Direction, wanted: Opening): SecurityGroupRule | undefined {
  return rules.find((rule) => {
    const opening = isOf(direction, rule) ? openingOf(rule) : undefined;
    return opening !== undefined && placeOf(opening) === placeOf(wanted);
  });
}

/** Gives the ids of the new rules, in AWS's order. AWS refuses a rule that is there already; MiniStack doesn't. */
export async function open(
  ec2: EC2,
  GroupId: string,
  direction: Direction,
  openings: readonly Opening[],
  TagSpecifications?: TagSpecification[],
): Promise<string[]> {
  const held = await heldRules(ec2, GroupId);
  const double = openings.find((opening) => findOpening(held, direction, opening));
  if (double) throw new ProviderError(`the security group '${GroupId}' has this rule already: ${direction} of ${wordsOf(double)}.`);
  const permissions = { GroupId, IpPermissions: openings.map(permissionOf) };
  const request = { ...permissions, TagSpecifications };
  const { SecurityGroupRules = [] } = await (direction === "egress"
    ? ec2.authorizeSecurityGroupEgress(request)
    : ec2.authorizeSecurityGroupIngress(request));
  const ids = SecurityGroupRules.map((rule) => rule.SecurityGroupRuleId ?? "");
  const taken = held.find((rule) => ids.includes(rule.SecurityGroupRuleId ?? ""));
  if (!taken) return ids;
  // MiniStack makes ids from what a rule opens at first, so a changed rule still has the id of what it was.
  await (direction === "egress" ? ec2.revokeSecurityGroupEgress(permissions) : ec2.revokeSecurityGroupIngress(permissions));
  throw new ProviderError(
    `the emulator gives this rule the id of another that opened the same before it was changed, '${taken.SecurityGroupRuleId}'. ` +
      "Take that one out of the program, deploy, and put it back.",
  );
}

export async function change(ec2: EC2, GroupId: string, SecurityGroupRuleId: string, to: Opening): Promise<void> {
  const { protocol, fromPort, toPort, kind, peer, description } = to;
  await ec2.modifySecurityGroupRules({
    GroupId,
    SecurityGroupRules: [
      {
        SecurityGroupRuleId,
        SecurityGroupRule: {
          IpProtocol: protocol,
          ...(protocol === "-1" ? {} : { FromPort: fromPort, ToPort: toPort }),
          ...(kind === "ipv4" ? { CidrIpv4: peer } : {}),
          ...(kind === "ipv6" ? { CidrIpv6: peer } : {}),
          ...(kind === "group" ? { ReferencedGroupId: peer } : {}),
          Description: description === "" ? NO_DESCRIPTION : description,
        },
      },
    ],
  });
}

export async function close(ec2: EC2, GroupId: string, direction: Direction, ids: string[]): Promise<void> {
  const request = { GroupId, SecurityGroupRuleIds: ids };
  await (direction === "egress" ? ec2.revokeSecurityGroupEgress(request) : ec2.revokeSecurityGroupIngress(request));
}

function placeOf(opening: Opening): string {
  return keyOf({ ...opening, description: "" });
}

function wordsOf({ protocol, fromPort, toPort, peer }: Opening): string {
  return protocol === "-1" ? `everything for ${peer}` : `${protocol} ${fromPort}-${toPort} for ${peer}`;
}
