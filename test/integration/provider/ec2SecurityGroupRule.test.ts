import assert from "node:assert/strict";
import type { SecurityGroupRule } from "@aws-sdk/client-ec2";
import type { Values } from "../../../src/provider/wire";
import { describeLifecycle, type Lab, labScope } from "./harness";

interface Groups {
  vpcId: string;
  group: string;
  other: string;
}

async function makeGroups(lab: Lab): Promise<Groups> {
  const vpc = await lab.make("aws:ec2/vpc:Vpc", { cidrBlock: "10.33.0.0/16" });
  const group = await lab.make("aws:ec2/securityGroup:SecurityGroup", { vpcId: vpc.id });
  const other = await lab.make("aws:ec2/securityGroup:SecurityGroup", { vpcId: vpc.id });
  return { vpcId: vpc.id, group: group.id, other: other.id };
}

async function held(lab: Lab, group: string): Promise<SecurityGroupRule[]> {
  const { SecurityGroupRules } = await (await lab.aws("ec2")).describeSecurityGroupRules({ Filters: [{ Name: "group-id", Values: [group] }] });
  return SecurityGroupRules ?? [];
}

/** One line a rule. */
async function lines(lab: Lab, group: string): Promise<string[]> {
  return (await held(lab, group))
    .map((rule) => {
      const peer = rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.ReferencedGroupInfo?.GroupId;
      return `${rule.IsEgress ? "out" : "in"} ${rule.IpProtocol} ${rule.FromPort}-${rule.ToPort} ${peer} ${rule.Description ?? ""}`.trim();
    })
    .sort();
}

async function describeAs(lab: Lab, group: string, Description: string): Promise<void> {
  for (const rule of await held(lab, group)) {
    const { SecurityGroupRuleId, IpProtocol, FromPort, ToPort, CidrIpv4, CidrIpv6 } = rule;
    const SecurityGroupRules = [{ SecurityGroupRuleId, SecurityGroupRule: { IpProtocol, FromPort, ToPort, CidrIpv4, CidrIpv6, Description } }];
    await (await lab.aws("ec2")).modifySecurityGroupRules({ GroupId: group, SecurityGroupRules });
  }
}

const gone = async (lab: Lab, _resource: unknown, { group }: Groups) => (await held(lab, group)).length === 0;

describeLifecycle({
  type: "aws:ec2/securityGroupRule:SecurityGroupRule",
  prepare: makeGroups,
  inputs: ({ group }) => ({
    type: "ingress",
    securityGroupId: group,
    protocol: "tcp",
    fromPort: 80,
    toPort: 81,
    cidrBlocks: ["10.0.0.0/8", "192.168.0.0/16"],
    ipv6CidrBlocks: ["2001:db8::/48"],
    description: "web",
  }),
  verify: async (lab, { id, state }, { group }) => {
    assert.match(id, /^sgrule-\d+$/);
    assert.deepEqual([state["securityGroupRuleId"], state["sourceSecurityGroupId"]], ["", ""]);
    assert.deepEqual(await lines(lab, group), ["in tcp 80-81 10.0.0.0/8 web", "in tcp 80-81 192.168.0.0/16 web", "in tcp 80-81 2001:db8::/48 web"]);
  },
  update: {
    inputs: ({ group }) => ({
      type: "ingress",
      securityGroupId: group,
      protocol: "tcp",
      fromPort: 80,
      toPort: 81,
      cidrBlocks: ["10.0.0.0/8", "192.168.0.0/16"],
      ipv6CidrBlocks: ["2001:db8::/48"],
    }),
    paths: ["description"],
    verify: async (lab, _resource, { group }) => {
      assert.deepEqual(await lines(lab, group), ["in tcp 80-81 10.0.0.0/8", "in tcp 80-81 192.168.0.0/16", "in tcp 80-81 2001:db8::/48"]);
    },
  },
  replaces: {
    "cidrBlocks[1]": ({ group }) => ({ type: "ingress", securityGroupId: group, protocol: "tcp", fromPort: 80, toPort: 81, cidrBlocks: ["10.0.0.0/8"] }),
    type: ({ group }) => ({ type: "egress", securityGroupId: group, protocol: "tcp", fromPort: 80, toPort: 81, cidrBlocks: ["10.0.0.0/8"] }),
    protocol: ({ group }) => ({ type: "ingress", securityGroupId: group, protocol: "udp", fromPort: 80, toPort: 81, cidrBlocks: ["10.0.0.0/8"] }),
  },
  drift: { act: (lab, _resource, { group }) => describeAs(lab, group, "strange"), path: "description" },
  importId: ({ state }) => `${String(state["securityGroupId"])}_ingress_tcp_80_81_10.0.0.0/8_192.168.0.0/16_2001:db8::/48`,
  gone,
});

describeLifecycle({
  type: "aws:ec2/securityGroupRule:SecurityGroupRule",
  prepare: makeGroups,
  inputs: ({ group, other }) => ({ type: "egress", securityGroupId: group, protocol: "all", fromPort: 0, toPort: 65535, sourceSecurityGroupId: other }),
  verify: async (lab, { state }, { group, other }) => {
    assert.equal(state["securityGroupRuleId"], (await held(lab, group))[0]?.SecurityGroupRuleId);
    assert.deepEqual(await lines(lab, group), [`out -1 -1--1 ${other}`]);
  },
  importId: ({ state }) => `${String(state["securityGroupId"])}_egress_all_0_65535_${String(state["sourceSecurityGroupId"])}`,
  gone,
});

describeLifecycle({
  type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  prepare: makeGroups,
  inputs: ({ group }) => ({
    securityGroupId: group,
    ipProtocol: "TCP",
    fromPort: 80,
    toPort: 80,
    cidrIpv4: "10.0.0.0/8",
    description: "web",
    tags: { team: "learners" },
  }),
  verify: async (lab, { id, state }, { group }) => {
    assert.match(id, /^sgr-/);
    assert.deepEqual([state["securityGroupRuleId"], state["ipProtocol"]], [id, "TCP"]);
    assert.equal(state["arn"], `arn:aws:ec2:us-east-1:000000000000:security-group-rule/${id}`);
    assert.deepEqual(await lines(lab, group), ["in tcp 80-80 10.0.0.0/8 web"]);
    assert.deepEqual((await held(lab, group))[0]?.Tags, [{ Key: "team", Value: "learners" }]);
  },
  update: {
    inputs: ({ group }) => ({
      securityGroupId: group,
      ipProtocol: "udp",
      fromPort: 8000,
      toPort: 8080,
      cidrIpv4: "10.0.0.0/16",
      tags: { team: "teachers" },
    }),
    paths: ["ipProtocol", "fromPort", "toPort", "cidrIpv4", "description", "tags.team"],
    verify: async (lab, _resource, { group }) => {
      assert.deepEqual(await lines(lab, group), ["in udp 8000-8080 10.0.0.0/16"]);
      assert.deepEqual((await held(lab, group))[0]?.Tags, [{ Key: "team", Value: "teachers" }]);
    },
  },
  replaces: {
    securityGroupId: ({ other }) => ({ securityGroupId: other, ipProtocol: "TCP", fromPort: 80, toPort: 80, cidrIpv4: "10.0.0.0/8" }),
    cidrIpv6: ({ group }) => ({ securityGroupId: group, ipProtocol: "TCP", fromPort: 80, toPort: 80, cidrIpv6: "::/0" }),
  },
  drift: { act: (lab, _resource, { group }) => describeAs(lab, group, "strange"), path: "description" },
  // An import says protocols in AWS's words.
  unknownToImport: ["ipProtocol"],
  gone,
});

describeLifecycle({
  type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  prepare: makeGroups,
  inputs: ({ group }) => ({ securityGroupId: group, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" }),
  verify: async (lab, _resource, { group }) => {
    assert.deepEqual(await lines(lab, group), ["out -1 -1--1 0.0.0.0/0"]);
  },
  update: {
    inputs: ({ group }) => ({ securityGroupId: group, ipProtocol: "icmp", fromPort: -1, toPort: -1, cidrIpv4: "0.0.0.0/0" }),
    paths: ["ipProtocol", "fromPort", "toPort"],
    verify: async (lab, _resource, { group }) => {
      assert.deepEqual(await lines(lab, group), ["out icmp -1--1 0.0.0.0/0"]);
    },
  },
  gone,
});

describeLifecycle({
  type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  prepare: makeGroups,
  inputs: ({ group, other }) => ({ securityGroupId: group, ipProtocol: "tcp", fromPort: 5432, toPort: 5432, referencedSecurityGroupId: other, description: "db" }),
  verify: async (lab, _resource, { group, other }) => {
    assert.deepEqual(await lines(lab, group), [`out tcp 5432-5432 ${other} db`]);
  },
  replaces: {
    referencedSecurityGroupId: ({ group }) => ({ securityGroupId: group, ipProtocol: "tcp", fromPort: 5432, toPort: 5432, referencedSecurityGroupId: group }),
  },
  gone,
});

describe("rules of one security group", function () {
  this.timeout(60_000);
  const scope = labScope();
  const RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
  const http = (securityGroupId: string, port: number): Values => ({ securityGroupId, ipProtocol: "tcp", fromPort: port, toPort: port, cidrIpv4: "0.0.0.0/0" });

  it("can't be opened twice", async () => {
    const { group } = await makeGroups(scope.lab);
    await scope.lab.make(RULE, http(group, 80));
    await assert.rejects(scope.lab.make(RULE, http(group, 80)), /has this rule already: ingress of tcp 80-80 for 0\.0\.0\.0\/0/);
    assert.deepEqual(await lines(scope.lab, group), ["in tcp 80-80 0.0.0.0/0"]);
  });

  it("keep apart from what a changed rule was at first", async () => {
    const { lab } = scope;
    const { group } = await makeGroups(lab);
    const rule = await lab.make(RULE, http(group, 80));
    const { inputs } = await lab.provider.check(RULE, "changed", http(group, 81), rule.inputs);
    await lab.provider.update(rule, inputs);
    await assert.rejects(lab.make(RULE, http(group, 80)), /the id of another/);
    assert.deepEqual(await lines(lab, group), ["in tcp 81-81 0.0.0.0/0"]);
  });

  it("say in the preview what is wrong with them", async () => {
    const failures = async (inputs: Values) =>
      (await scope.lab.provider.check(RULE, "wrong", { securityGroupId: "sg-1", ...inputs })).failures.map(({ reason }) => reason.replace(`${RULE}: `, ""));
    const peers = "exactly one of 'cidrIpv4', 'cidrIpv6', 'referencedSecurityGroupId' is required.";
    assert.deepEqual(await failures({ ipProtocol: "-1" }), [peers]);
    assert.deepEqual(await failures({ ipProtocol: "-1", cidrIpv4: "10.0.0.0/8", cidrIpv6: "::/0" }), [peers]);
    assert.deepEqual(await failures({ ipProtocol: "tcp", cidrIpv4: "10.0.0.0/8", toPort: 80 }), ["'fromPort' is required with the 'ipProtocol' tcp."]);
    assert.deepEqual(await failures({ ipProtocol: "all", cidrIpv4: "10.0.0.0/8", fromPort: 0 }), [
      "'fromPort' can't be given with the 'ipProtocol' -1, which is for all ports.",
    ]);
  });
});
