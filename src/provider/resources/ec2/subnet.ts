import type { EC2, ModifySubnetAttributeCommandInput } from "@aws-sdk/client-ec2";
import { defineResource } from "../../definition";
import { t } from "../../schema";
import { tagMap } from "../../tags";
import { cidrProblem } from "./cidr";
import { changeTags, tagsAtCreation } from "./tagging";

/** IPv6, address pools (IPAM) and Outposts are left out: the emulator has none of them. */
export const subnet = defineResource({
  type: "aws:ec2/subnet:Subnet",
  inputs: {
    availabilityZone: t.string({ replaces: true, computed: true }),
    availabilityZoneId: t.string({ replaces: true, computed: true }),
    cidrBlock: t.string({ replaces: true, computed: true, check: (cidr) => cidrProblem(cidr, 16, 28) }),
    enableResourceNameDnsARecordOnLaunch: t.boolean({ default: false }),
    enableResourceNameDnsAaaaRecordOnLaunch: t.boolean({ default: false }),
    mapPublicIpOnLaunch: t.boolean({ default: false }),
    privateDnsHostnameTypeOnLaunch: t.string({ computed: true, oneOf: ["ip-name", "resource-name"] }),
    tags: t.tags(),
    vpcId: t.string({ required: true, replaces: true }),
  },
  outputs: {
    arn: t.string(),
    ownerId: t.string(),
  },
  notFound: ["InvalidSubnetID.NotFound"],

  check(given) {
    const failures = [];
    const failure = (property: string, reason: string) => ({ property, reason: `aws:ec2/subnet:Subnet: ${reason}` });
    if (given["cidrBlock"] === undefined) {
      failures.push(failure("cidrBlock", "'cidrBlock' is required: the subnet takes a part of its VPC's addresses, such as '10.0.1.0/24'."));
    }
    if (given["availabilityZone"] !== undefined && given["availabilityZoneId"] !== undefined) {
      failures.push(failure("availabilityZoneId", "'availabilityZone' and 'availabilityZoneId' can't be given both."));
    }
    return failures;
  },

  async create(context, given) {
    const ec2 = await context.client("ec2");
    const { Subnet } = await ec2.createSubnet({
      VpcId: given.vpcId,
      CidrBlock: given.cidrBlock,
      AvailabilityZone: given.availabilityZone,
      AvailabilityZoneId: given.availabilityZoneId,
      TagSpecifications: tagsAtCreation("subnet", given.tagsAll),
    });
    const id = Subnet?.SubnetId ?? "";
    context.created(id);
    await context.waitFor(`the subnet '${id}' is available`, async () => {
      const { Subnets } = await ec2.describeSubnets({ SubnetIds: [id] });
      return Subnets?.[0]?.State === "available";
    });
    if (given.privateDnsHostnameTypeOnLaunch) await modify(ec2, id, { PrivateDnsHostnameTypeOnLaunch: given.privateDnsHostnameTypeOnLaunch });
    if (given.mapPublicIpOnLaunch) await modify(ec2, id, { MapPublicIpOnLaunch: { Value: true } });
    if (given.enableResourceNameDnsARecordOnLaunch) await modify(ec2, id, { EnableResourceNameDnsARecordOnLaunch: { Value: true } });
    if (given.enableResourceNameDnsAaaaRecordOnLaunch) await modify(ec2, id, { EnableResourceNameDnsAAAARecordOnLaunch: { Value: true } });
    return id;
  },

  async read(context, id) {
    const ec2 = await context.client("ec2");
    const { Subnets } = await ec2.describeSubnets({ SubnetIds: [id] });
    const found = Subnets?.[0];
    if (!found) return undefined;
    const names = found.PrivateDnsNameOptionsOnLaunch;
    return {
      availabilityZone: found.AvailabilityZone,
      availabilityZoneId: found.AvailabilityZoneId,
      cidrBlock: found.CidrBlock,
      enableResourceNameDnsARecordOnLaunch: names?.EnableResourceNameDnsARecord ?? false,
      enableResourceNameDnsAaaaRecordOnLaunch: names?.EnableResourceNameDnsAAAARecord ?? false,
      mapPublicIpOnLaunch: found.MapPublicIpOnLaunch ?? false,
      privateDnsHostnameTypeOnLaunch: names?.HostnameType === "resource-name" ? names.HostnameType : "ip-name",
      tags: tagMap(found.Tags),
      vpcId: found.VpcId,
      arn: found.SubnetArn ?? (await context.arn("ec2", `subnet/${id}`, { account: found.OwnerId })),
      ownerId: found.OwnerId,
    };
  },

  async update(context, id, { olds, news, changed }) {
    const ec2 = await context.client("ec2");
    // One attribute a call: EC2 takes no more.
    if (changed("privateDnsHostnameTypeOnLaunch")) await modify(ec2, id, { PrivateDnsHostnameTypeOnLaunch: news.privateDnsHostnameTypeOnLaunch });
    if (changed("mapPublicIpOnLaunch")) await modify(ec2, id, { MapPublicIpOnLaunch: { Value: news.mapPublicIpOnLaunch } });
    if (changed("enableResourceNameDnsARecordOnLaunch")) {
      await modify(ec2, id, { EnableResourceNameDnsARecordOnLaunch: { Value: news.enableResourceNameDnsARecordOnLaunch } });
    }
    if (changed("enableResourceNameDnsAaaaRecordOnLaunch")) {
      await modify(ec2, id, { EnableResourceNameDnsAAAARecordOnLaunch: { Value: news.enableResourceNameDnsAaaaRecordOnLaunch } });
    }
    if (changed("tags")) await changeTags(ec2, id, olds.tagsAll, news.tagsAll);
  },

  async delete(context, id) {
    const ec2 = await context.client("ec2");
    await ec2.deleteSubnet({ SubnetId: id });
  },
});

async function modify(ec2: EC2, id: string, attribute: Omit<ModifySubnetAttributeCommandInput, "SubnetId">): Promise<void> {
  await ec2.modifySubnetAttribute({ SubnetId: id, ...attribute });
}
