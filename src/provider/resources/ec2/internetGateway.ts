import type { EC2 } from "@aws-sdk/client-ec2";
import { defineResource } from "../../definition";
import { isAwsError } from "../../errors";
import { t } from "../../schema";
import { tagMap } from "../../tags";
import { changeTags, tagsAtCreation } from "./tagging";

export const internetGateway = defineResource({
  type: "aws:ec2/internetGateway:InternetGateway",
  inputs: {
    tags: t.tags(),
    vpcId: t.string({ computed: true }),
  },
  outputs: {
    arn: t.string(),
    ownerId: t.string(),
  },
  notFound: ["InvalidInternetGatewayID.NotFound"],

  async create(context, given) {
    const ec2 = await context.client("ec2");
    const { InternetGateway } = await ec2.createInternetGateway({
      TagSpecifications: tagsAtCreation("internet-gateway", given.tagsAll),
    });
    const id = InternetGateway?.InternetGatewayId ?? "";
    context.created(id);
    if (given.vpcId) await ec2.attachInternetGateway({ InternetGatewayId: id, VpcId: given.vpcId });
    return id;
  },

  async read(context, id) {
    const ec2 = await context.client("ec2");
    const found = await describe(ec2, id);
    if (!found) return undefined;
    return {
      tags: tagMap(found.Tags),
      vpcId: found.Attachments?.[0]?.VpcId,
      arn: await context.arn("ec2", `internet-gateway/${id}`, { account: found.OwnerId }),
      ownerId: found.OwnerId,
    };
  },

  async update(context, id, { olds, news, changed }) {
    const ec2 = await context.client("ec2");
    if (changed("vpcId")) {
      await detach(ec2, id);
      if (news.vpcId) await ec2.attachInternetGateway({ InternetGatewayId: id, VpcId: news.vpcId });
    }
    if (changed("tags")) await changeTags(ec2, id, olds.tagsAll, news.tagsAll);
  },

  async delete(context, id) {
    const ec2 = await context.client("ec2");
    await detach(ec2, id);
    await ec2.deleteInternetGateway({ InternetGatewayId: id });
  },
});

async function describe(ec2: EC2, id: string) {
  const { InternetGateways } = await ec2.describeInternetGateways({ InternetGatewayIds: [id] });
  return InternetGateways?.[0];
}

/** From the VPC that it is attached to now, whatever was recorded. */
async function detach(ec2: EC2, id: string): Promise<void> {
  const VpcId = (await describe(ec2, id))?.Attachments?.[0]?.VpcId;
  if (VpcId === undefined) return;
  try {
    await ec2.detachInternetGateway({ InternetGatewayId: id, VpcId });
  } catch (error) {
    if (!isAwsError(error, "Gateway.NotAttached")) throw error;
  }
}
