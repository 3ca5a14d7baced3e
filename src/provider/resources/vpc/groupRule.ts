/** `SecurityGroupIngressRule` and `SecurityGroupEgressRule`: a security group's rule with one source, or destination. */

import type { SecurityGroupRule } from "@aws-sdk/client-ec2";
import { type AnyResource, defineResource, type Inputs } from "../../definition";
import { t } from "../../schema";
import { tagMap } from "../../tags";
import { cidrProblem } from "../ec2/cidr";
import { change, close, type Direction, isOf, open } from "../ec2/heldRules";
import { descriptionOf, type Opening, protocolName } from "../ec2/securityGroupRules";
import { changeTags, tagsAtCreation } from "../ec2/tagging";

const PEERS = ["cidrIpv4", "cidrIpv6", "referencedSecurityGroupId"] as const;

const portCheck = (port: number) => (Number.isInteger(port) && port >= -1 && port <= 65535 ? undefined : "must be between -1 and 65535.");

/**
 * Prefix lists are left out: the emulator takes such a rule, and opens nothing. AWS can't change a rule from one kind of
 * peer to another, and MiniStack doesn't hear of another group at all: hence what replaces.
 */
const inputs = {
  cidrIpv4: t.string({ check: (cidr) => cidrProblem(cidr) }),
  cidrIpv6: t.string({ replaces: true }),
  description: t.string(),
  fromPort: t.number({ check: portCheck }),
  ipProtocol: t.string({ required: true }),
  referencedSecurityGroupId: t.string({ replaces: true }),
  securityGroupId: t.string({ required: true, replaces: true }),
  tags: t.tags(),
  toPort: t.number({ check: portCheck }),
};

type Given = Omit<Inputs<typeof inputs>, "region" | "tagsAll">;

export function groupRule(type: string, direction: Direction): AnyResource {
  return defineResource({
    type,
    inputs,
    outputs: { arn: t.string(), securityGroupRuleId: t.string() },
    notFound: ["InvalidSecurityGroupRuleId.NotFound", "InvalidGroup.NotFound", "InvalidGroupId.NotFound"],

    check(given) {
      const failure = (property: string, reason: string) => ({ property, reason: `${type}: ${reason}` });
      const failures = [];
      if (PEERS.filter((peer) => given[peer] !== undefined).length !== 1) {
        failures.push(failure("", `exactly one of ${PEERS.map((peer) => `'${peer}'`).join(", ")} is required.`));
      }
      const { ipProtocol } = given;
      const protocol = typeof ipProtocol === "string" ? protocolName(ipProtocol) : undefined;
      for (const port of ["fromPort", "toPort"]) {
        const isGiven = given[port] !== undefined;
        if (protocol === "-1" && isGiven) {
          failures.push(failure(port, `'${port}' can't be given with the 'ipProtocol' -1, which is for all ports.`));
        } else if (["tcp", "udp", "icmp"].includes(protocol ?? "") && !isGiven) {
          failures.push(failure(port, `'${port}' is required with the 'ipProtocol' ${protocol}.`));
        }
      }
      return failures;
    },

    async create(context, given) {
      const ec2 = await context.client("ec2");
      const tags = tagsAtCreation("security-group-rule", given.tagsAll);
      const [id = ""] = await open(ec2, given.securityGroupId, direction, [openingOf(given)], tags);
      return id;
    },

    async read(context, id, prior) {
      const ec2 = await context.client("ec2");
      const { SecurityGroupRules = [] } = await ec2.describeSecurityGroupRules({ SecurityGroupRuleIds: [id] });
      const found = SecurityGroupRules.find((rule) => isOf(direction, rule));
      if (!found) return undefined;
      return {
        cidrIpv4: found.CidrIpv4,
        cidrIpv6: sameRange(found.CidrIpv6, prior.cidrIpv6),
        description: descriptionOf(found),
        ...portsOf(found, prior),
        ipProtocol: sameProtocol(found.IpProtocol ?? "-1", prior.ipProtocol),
        referencedSecurityGroupId: found.ReferencedGroupInfo?.GroupId,
        securityGroupId: found.GroupId,
        tags: tagMap(found.Tags),
        arn: await context.arn("ec2", `security-group-rule/${id}`),
        securityGroupRuleId: id,
      };
    },

    async update(context, id, { olds, news, changed }) {
      const ec2 = await context.client("ec2");
      if (changed("cidrIpv4", "description", "fromPort", "ipProtocol", "toPort")) {
        await change(ec2, news.securityGroupId, id, openingOf(news));
      }
      if (changed("tags")) await changeTags(ec2, id, olds.tagsAll, news.tagsAll);
    },

    async delete(context, id, state) {
      const ec2 = await context.client("ec2");
      await close(ec2, state.securityGroupId ?? "", direction, [id]);
    },
  });
}

function openingOf(given: Given): Opening {
  const { cidrIpv4, cidrIpv6, referencedSecurityGroupId: group = "", description = "" } = given;
  const [kind, peer]: [Opening["kind"], string] =
    cidrIpv4 !== undefined ? ["ipv4", cidrIpv4] : cidrIpv6 !== undefined ? ["ipv6", cidrIpv6.toLowerCase()] : ["group", group];
  const protocol = protocolName(given.ipProtocol);
  // As `openingOf` of the EC2 types has it: 0 for all protocols.
  const [fromPort, toPort] = protocol === "-1" ? [0, 0] : [given.fromPort ?? -1, given.toPort ?? -1];
  return { protocol, fromPort, toPort, kind, peer, description };
}

/** AWS says -1 of ports that there aren't. */
function portsOf(found: SecurityGroupRule, prior: Partial<Given>): { fromPort: number | undefined; toPort: number | undefined } {
  if (protocolName(found.IpProtocol ?? "-1") === "-1") return { fromPort: undefined, toPort: undefined };
  const known = (now: number | undefined, before: number | undefined) => (now === -1 && before === undefined ? undefined : now);
  return { fromPort: known(found.FromPort, prior.fromPort), toPort: known(found.ToPort, prior.toPort) };
}

function sameProtocol(now: string, before: string | undefined): string {
  return before !== undefined && protocolName(before) === protocolName(now) ? before : now;
}

function sameRange(now: string | undefined, before: string | undefined): string | undefined {
  return before !== undefined && before.toLowerCase() === now?.toLowerCase() ? before : now;
}
