import type { EC2, NatGateway } from "@aws-sdk/client-ec2";
import { defineResource } from "../../definition";
import { isAwsError, ProviderError } from "../../errors";
import { t } from "../../schema";
import { tagMap } from "../../tags";
import { changeTags, tagsAtCreation } from "./tagging";

/** Regional gateways and chosen or secondary addresses are left out: the emulator has neither. */
export const natGateway = defineResource({
  type: "aws:ec2/natGateway:NatGateway",
  inputs: {
    allocationId: t.string({ replaces: true }),
    connectivityType: t.string({ default: "public", oneOf: ["public", "private"], replaces: true }),
    subnetId: t.string({ replaces: true }),
    tags: t.tags(),
  },
  outputs: {
    associationId: t.string(),
    networkInterfaceId: t.string(),
    privateIp: t.string(),
    publicIp: t.string(),
    vpcId: t.string(),
  },
  notFound: ["NatGatewayNotFound"],

  check(given) {
    const failures = [];
    const failure = (property: string, reason: string) => ({ property, reason: `aws:ec2/natGateway:NatGateway: ${reason}` });
    if (given["subnetId"] === undefined) failures.push(failure("subnetId", "'subnetId' is required. Give it a public subnet's id."));
    if (given["connectivityType"] === "public" && given["allocationId"] === undefined) {
      failures.push(failure("allocationId", "'allocationId' is required for a public gateway. Give it an elastic IP's id."));
    }
    if (given["connectivityType"] === "private" && given["allocationId"] !== undefined) {
      failures.push(failure("allocationId", "'allocationId' is not for a private gateway, which has no public address."));
    }
    return failures;
  },

  async create(context, given) {
    const ec2 = await context.client("ec2");
    const { NatGateway } = await ec2.createNatGateway({
      SubnetId: given.subnetId,
      AllocationId: given.allocationId,
      ConnectivityType: given.connectivityType,
      TagSpecifications: tagsAtCreation("natgateway", given.tagsAll),
    });
    const id = NatGateway?.NatGatewayId ?? "";
    context.created(id);
    await context.waitFor(`the NAT gateway '${id}' is available`, async () => {
      const found = await describe(ec2, id);
      if (found?.State === "failed") {
        throw new ProviderError(`the NAT gateway '${id}' failed: ${found.FailureMessage ?? found.FailureCode ?? "AWS gave no reason"}`);
      }
      return found?.State === "available";
    });
    return id;
  },

  async read(context, id, prior) {
    const ec2 = await context.client("ec2");
    const found = await describe(ec2, id);
    // AWS shows a deleted gateway for an hour longer.
    if (!found || found.State === "deleted" || found.State === "deleting") return undefined;
    // MiniStack names no addresses: the elastic IP is then what was recorded.
    const address = found.NatGatewayAddresses?.find((each) => each.IsPrimary) ?? found.NatGatewayAddresses?.[0];
    const allocationId = address?.AllocationId ?? prior.allocationId;
    return {
      allocationId,
      connectivityType: found.ConnectivityType === "private" ? found.ConnectivityType : "public",
      subnetId: found.SubnetId,
      tags: tagMap(found.Tags),
      associationId: address?.AssociationId,
      networkInterfaceId: address?.NetworkInterfaceId,
      privateIp: address?.PrivateIp,
      publicIp: address?.PublicIp ?? (allocationId ? await publicIpOf(ec2, allocationId) : undefined),
      vpcId: found.VpcId,
    };
  },

  async update(context, id, { olds, news, changed }) {
    const ec2 = await context.client("ec2");
    if (changed("tags")) await changeTags(ec2, id, olds.tagsAll, news.tagsAll);
  },

  async delete(context, id) {
    const ec2 = await context.client("ec2");
    await ec2.deleteNatGateway({ NatGatewayId: id });
    // Until then it holds its elastic IP and its subnet.
    await context.waitFor(`the NAT gateway '${id}' is deleted`, async () => {
      const found = await describe(ec2, id);
      return !found || found.State === "deleted";
    });
  },
});

async function describe(ec2: EC2, id: string): Promise<NatGateway | undefined> {
  try {
    const { NatGateways } = await ec2.describeNatGateways({ NatGatewayIds: [id] });
    return NatGateways?.[0];
  } catch (error) {
    if (isAwsError(error, "NatGatewayNotFound")) return undefined;
    throw error;
  }
}

async function publicIpOf(ec2: EC2, allocationId: string): Promise<string | undefined> {
  const { Addresses } = await ec2.describeAddresses({ Filters: [{ Name: "allocation-id", Values: [allocationId] }] });
  return Addresses?.find((address) => address.AllocationId === allocationId)?.PublicIp;
}
