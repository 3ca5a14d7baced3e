import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import { describeLifecycle, type Lab } from "./harness";

interface HeldRule {
  ports: string;
  peer: string | undefined;
  description: string | undefined;
}

/** What the group really holds, one line a source. */
async function held(lab: Lab, id: string, isEgress: boolean): Promise<HeldRule[]> {
  const { SecurityGroupRules } = await (await lab.aws("ec2")).describeSecurityGroupRules({ Filters: [{ Name: "group-id", Values: [id] }] });
  return (SecurityGroupRules ?? [])
    .filter((rule) => rule.IsEgress === isEgress)
    .map((rule) => ({
      ports: `${rule.IpProtocol} ${rule.FromPort}-${rule.ToPort}`,
      peer: rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.ReferencedGroupInfo?.GroupId,
      description: rule.Description,
    }))
    .sort((a, b) => `${a.ports} ${a.peer}`.localeCompare(`${b.ports} ${b.peer}`));
}

const web = { protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"], ipv6CidrBlocks: ["::/0"], description: "web" };
const inside = { protocol: "-1", fromPort: 0, toPort: 0, self: true };
const everywhere = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };

describeLifecycle({
  type: "aws:ec2/securityGroup:SecurityGroup",
  prepare: async (lab) => {
    const vpc = await lab.make("aws:ec2/vpc:Vpc", { cidrBlock: "10.32.0.0/16" });
    const other = await lab.make("aws:ec2/securityGroup:SecurityGroup", { vpcId: vpc.id });
    assert.deepEqual(await held(lab, other.id, true), [], "the default egress rule is taken away");
    return { vpcId: vpc.id, other: other.id };
  },
  inputs: ({ vpcId }) => ({ vpcId, ingress: [web, inside], egress: [everywhere], tags: { Name: "web" } }),
  verify: async (lab, { id, state }, { vpcId }) => {
    assert.match(String(state["name"]), /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.deepEqual([state["description"], state["vpcId"]], ["Managed by Pulumi", vpcId]);
    assert.equal(state["arn"], `arn:aws:ec2:us-east-1:000000000000:security-group/${id}`);
    assert.deepEqual(await held(lab, id, false), [
      { ports: "-1 -1--1", peer: id, description: undefined },
      { ports: "tcp 80-80", peer: "::/0", description: "web" },
      { ports: "tcp 80-80", peer: "0.0.0.0/0", description: "web" },
      { ports: "tcp 80-80", peer: "10.0.0.0/8", description: "web" },
    ]);
    assert.deepEqual(await held(lab, id, true), [{ ports: "-1 -1--1", peer: "0.0.0.0/0", description: undefined }]);
  },
  update: {
    inputs: ({ vpcId, other }) => ({
      vpcId,
      ingress: [inside, { ...web, cidrBlocks: ["0.0.0.0/0"] }, { protocol: "tcp", fromPort: 22, toPort: 22, securityGroups: [other] }],
      egress: [{ ...everywhere, description: "out" }],
      tags: { Name: "web" },
    }),
    paths: ["ingress[1].cidrBlocks[1]", "ingress[2]", "egress[0].description"],
    verify: async (lab, { id }, { other }) => {
      assert.deepEqual(await held(lab, id, false), [
        { ports: "-1 -1--1", peer: id, description: undefined },
        { ports: "tcp 22-22", peer: other, description: undefined },
        { ports: "tcp 80-80", peer: "::/0", description: "web" },
        { ports: "tcp 80-80", peer: "0.0.0.0/0", description: "web" },
      ]);
      assert.deepEqual(await held(lab, id, true), [{ ports: "-1 -1--1", peer: "0.0.0.0/0", description: "out" }]);
    },
  },
  replaces: {
    vpcId: () => ({ vpcId: "vpc-another", ingress: [web, inside], egress: [everywhere] }),
    description: ({ vpcId }) => ({ vpcId, description: "for the web", ingress: [web, inside], egress: [everywhere] }),
    name: ({ vpcId }) => ({ vpcId, name: "web-servers", ingress: [web, inside], egress: [everywhere] }),
  },
  drift: {
    // One permission with two sources, as the AWS console and CLI make it.
    act: async (lab, { id }) => {
      const IpRanges = [{ CidrIp: "192.168.0.0/16" }, { CidrIp: "172.16.0.0/12" }];
      await (await lab.aws("ec2")).authorizeSecurityGroupIngress({
        GroupId: id,
        IpPermissions: [{ IpProtocol: "tcp", FromPort: 8080, ToPort: 8090, IpRanges }],
      });
    },
    path: "ingress[3]",
  },
  gone: async (lab, { id }) => {
    try {
      await (await lab.aws("ec2")).describeSecurityGroups({ GroupIds: [id] });
      return false;
    } catch (error) {
      return isAwsError(error, "InvalidGroup.NotFound");
    }
  },
});
