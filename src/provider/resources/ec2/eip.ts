import { defineResource } from "../../definition";
import { t } from "../../schema";
import { tagMap } from "../../tags";
import { changeTags, tagsAtCreation } from "./tagging";

/** Associations with instances and interfaces are left out: the embedded provider makes neither. */
export const eip = defineResource({
  type: "aws:ec2/eip:Eip",
  inputs: {
    domain: t.string({ replaces: true, computed: true, oneOf: ["vpc"] }),
    tags: t.tags(),
  },
  outputs: {
    allocationId: t.string(),
    arn: t.string(),
    associationId: t.string(),
    instance: t.string(),
    networkInterface: t.string(),
    privateDns: t.string(),
    privateIp: t.string(),
    publicDns: t.string(),
    publicIp: t.string(),
  },
  notFound: ["InvalidAllocationID.NotFound", "InvalidAddress.NotFound"],

  async create(context, given) {
    const ec2 = await context.client("ec2");
    const { AllocationId } = await ec2.allocateAddress({
      Domain: "vpc",
      TagSpecifications: tagsAtCreation("elastic-ip", given.tagsAll),
    });
    return AllocationId ?? "";
  },

  async read(context, id) {
    const ec2 = await context.client("ec2");
    const { Addresses } = await ec2.describeAddresses({ AllocationIds: [id] });
    const found = Addresses?.[0];
    if (!found) return undefined;
    const isFirstRegion = context.region === "us-east-1";
    return {
      domain: "vpc" as const,
      tags: tagMap(found.Tags),
      allocationId: id,
      arn: await context.arn("ec2", `elastic-ip/${id}`),
      associationId: found.AssociationId ?? "",
      instance: found.InstanceId ?? "",
      networkInterface: found.NetworkInterfaceId ?? "",
      privateDns: found.PrivateIpAddress
        ? `ip-${dashed(found.PrivateIpAddress)}.${isFirstRegion ? "ec2" : `${context.region}.compute`}.internal`
        : undefined,
      privateIp: found.PrivateIpAddress ?? "",
      publicDns: found.PublicIp
        ? `ec2-${dashed(found.PublicIp)}.${isFirstRegion ? "compute-1" : `${context.region}.compute`}.amazonaws.com`
        : undefined,
      publicIp: found.PublicIp,
    };
  },

  async update(context, id, { olds, news, changed }) {
    const ec2 = await context.client("ec2");
    if (changed("tags")) await changeTags(ec2, id, olds.tagsAll, news.tagsAll);
  },

  async delete(context, id) {
    const ec2 = await context.client("ec2");
    await ec2.releaseAddress({ AllocationId: id });
  },
});

function dashed(address: string): string {
  return address.replaceAll(".", "-");
}
