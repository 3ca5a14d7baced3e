import type { EC2, VpcAttributeName } from "@aws-sdk/client-ec2";
import { defineResource } from "../../definition";
import { t } from "../../schema";
import { tagMap } from "../../tags";
import { cidrProblem } from "./cidr";
import { changeTags, tagsAtCreation } from "./tagging";

/** IPv6 and address pools (IPAM) are left out: the emulator has neither. */
export const vpc = defineResource({
  type: "aws:ec2/vpc:Vpc",
  inputs: {
    cidrBlock: t.string({ replaces: true, computed: true, check: (cidr) => cidrProblem(cidr, 16, 28) }),
    enableDnsHostnames: t.boolean({ computed: true }),
    enableDnsSupport: t.boolean({ default: true }),
    /** AWS can loosen it in place, the emulator can't. */
    instanceTenancy: t.string({ default: "default", oneOf: ["default", "dedicated"], replaces: true }),
    tags: t.tags(),
  },
  outputs: {
    arn: t.string(),
    defaultNetworkAclId: t.string(),
    defaultRouteTableId: t.string(),
    defaultSecurityGroupId: t.string(),
    dhcpOptionsId: t.string(),
    mainRouteTableId: t.string(),
    ownerId: t.string(),
  },
  notFound: ["InvalidVpcID.NotFound"],

  check: (given) =>
    given["cidrBlock"] === undefined
      ? [{ property: "cidrBlock", reason: "aws:ec2/vpc:Vpc: 'cidrBlock' is required: the network needs addresses, such as '10.0.0.0/16'." }]
      : [],

  async create(context, given) {
    const ec2 = await context.client("ec2");
    const { Vpc } = await ec2.createVpc({
      CidrBlock: given.cidrBlock,
      InstanceTenancy: given.instanceTenancy,
      TagSpecifications: tagsAtCreation("vpc", given.tagsAll),
    });
    const id = Vpc?.VpcId ?? "";
    context.created(id);
    await context.waitFor(`the VPC '${id}' is available`, async () => {
      const { Vpcs } = await ec2.describeVpcs({ VpcIds: [id] });
      return Vpcs?.[0]?.State === "available";
    });
    // A new VPC resolves names and gives none.
    if (!given.enableDnsSupport) await setDnsSupport(ec2, id, false);
    if (given.enableDnsHostnames) await setDnsHostnames(ec2, id, true);
    return id;
  },

  async read(context, id) {
    const ec2 = await context.client("ec2");
    const { Vpcs } = await ec2.describeVpcs({ VpcIds: [id] });
    const found = Vpcs?.[0];
    if (!found) return undefined;
    const mainRouteTableId = await mainRouteTable(ec2, id);
    return {
      cidrBlock: found.CidrBlock,
      enableDnsHostnames: await attribute(ec2, id, "enableDnsHostnames"),
      enableDnsSupport: await attribute(ec2, id, "enableDnsSupport"),
      instanceTenancy: found.InstanceTenancy === "dedicated" ? found.InstanceTenancy : "default",
      tags: tagMap(found.Tags),
      arn: await context.arn("ec2", `vpc/${id}`, { account: found.OwnerId }),
      defaultNetworkAclId: await defaultNetworkAcl(ec2, id),
      defaultRouteTableId: mainRouteTableId,
      defaultSecurityGroupId: await defaultSecurityGroup(ec2, id),
      dhcpOptionsId: found.DhcpOptionsId,
      mainRouteTableId,
      ownerId: found.OwnerId,
    };
  },

  async update(context, id, { olds, news, changed }) {
    const ec2 = await context.client("ec2");
    // AWS gives names only where it resolves them: support goes on first and off last.
    if (changed("enableDnsSupport") && news.enableDnsSupport) await setDnsSupport(ec2, id, true);
    if (changed("enableDnsHostnames")) await setDnsHostnames(ec2, id, news.enableDnsHostnames ?? false);
    if (changed("enableDnsSupport") && !news.enableDnsSupport) await setDnsSupport(ec2, id, false);
    if (changed("tags")) await changeTags(ec2, id, olds.tagsAll, news.tagsAll);
  },

  async delete(context, id) {
    const ec2 = await context.client("ec2");
    await ec2.deleteVpc({ VpcId: id });
  },
});

async function setDnsSupport(ec2: EC2, id: string, on: boolean): Promise<void> {
  await ec2.modifyVpcAttribute({ VpcId: id, EnableDnsSupport: { Value: on } });
}

async function setDnsHostnames(ec2: EC2, id: string, on: boolean): Promise<void> {
  await ec2.modifyVpcAttribute({ VpcId: id, EnableDnsHostnames: { Value: on } });
}

async function attribute(ec2: EC2, id: string, Attribute: VpcAttributeName): Promise<boolean> {
  const found = await ec2.describeVpcAttribute({ VpcId: id, Attribute });
  return (Attribute === "enableDnsSupport" ? found.EnableDnsSupport : found.EnableDnsHostnames)?.Value ?? false;
}

async function mainRouteTable(ec2: EC2, id: string): Promise<string | undefined> {
  const { RouteTables } = await ec2.describeRouteTables({
    Filters: [inVpc(id), { Name: "association.main", Values: ["true"] }],
  });
  return RouteTables?.[0]?.RouteTableId;
}

async function defaultNetworkAcl(ec2: EC2, id: string): Promise<string | undefined> {
  const { NetworkAcls } = await ec2.describeNetworkAcls({ Filters: [inVpc(id), { Name: "default", Values: ["true"] }] });
  return NetworkAcls?.[0]?.NetworkAclId;
}

async function defaultSecurityGroup(ec2: EC2, id: string): Promise<string | undefined> {
  const { SecurityGroups } = await ec2.describeSecurityGroups({
    Filters: [inVpc(id), { Name: "group-name", Values: ["default"] }],
  });
  return SecurityGroups?.[0]?.GroupId;
}

function inVpc(id: string) {
  return { Name: "vpc-id", Values: [id] };
}
