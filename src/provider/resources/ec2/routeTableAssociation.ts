import type { EC2 } from "@aws-sdk/client-ec2";
import { defineResource } from "../../definition";
import { ProviderError } from "../../errors";
import { t } from "../../schema";

/**
 * Associations of gateways are left out: the emulator forgets the gateway. A subnet has one table at most, so it is by
 * the subnet that the association is found: moving it to another table gives it a new id, which Pulumi can't record.
 */
export const routeTableAssociation = defineResource({
  type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
  inputs: {
    routeTableId: t.string({ required: true }),
    subnetId: t.string({ replaces: true }),
  },
  outputs: {},
  notFound: ["InvalidRouteTableID.NotFound", "InvalidAssociationID.NotFound"],

  check: (given) =>
    given["subnetId"] === undefined
      ? [{ property: "subnetId", reason: "aws:ec2/routeTableAssociation:RouteTableAssociation: 'subnetId' is required. Give it a subnet's id." }]
      : [],

  async create(context, given) {
    const ec2 = await context.client("ec2");
    const SubnetId = given.subnetId ?? "";
    // AWS refuses a second table for one subnet; MiniStack keeps both.
    const before = await associationOf(ec2, SubnetId);
    if (before) throw new ProviderError(`the subnet '${SubnetId}' is associated with the route table '${before.routeTableId}' already.`);
    const { AssociationId } = await ec2.associateRouteTable({ RouteTableId: given.routeTableId, SubnetId });
    return AssociationId ?? "";
  },

  async read(context, id, prior) {
    const ec2 = await context.client("ec2");
    const subnetId = subnetOf(id, prior.subnetId);
    const found = await associationOf(ec2, subnetId);
    if (!found) return undefined;
    return { routeTableId: found.routeTableId, subnetId };
  },

  async update(context, id, { news }) {
    const ec2 = await context.client("ec2");
    const subnetId = subnetOf(id, news.subnetId);
    const now = await associationOf(ec2, subnetId);
    if (!now) throw new ProviderError(`the subnet '${subnetId}' has no route table any more. Refresh the stack, then deploy again.`);
    if (now.routeTableId === news.routeTableId) return;
    await ec2.replaceRouteTableAssociation({ AssociationId: now.id, RouteTableId: news.routeTableId });
  },

  async delete(context, id, state) {
    const ec2 = await context.client("ec2");
    const found = await associationOf(ec2, subnetOf(id, state.subnetId));
    if (found) await ec2.disassociateRouteTable({ AssociationId: found.id });
  },
});

async function associationOf(ec2: EC2, subnetId: string): Promise<{ id: string; routeTableId: string } | undefined> {
  const { RouteTables } = await ec2.describeRouteTables({ Filters: [{ Name: "association.subnet-id", Values: [subnetId] }] });
  for (const { Associations, RouteTableId } of RouteTables ?? []) {
    const found = Associations?.find((each) => each.SubnetId === subnetId && each.AssociationState?.State !== "disassociated");
    if (found?.RouteTableAssociationId && RouteTableId) return { id: found.RouteTableAssociationId, routeTableId: RouteTableId };
  }
  return undefined;
}

/** An import names the place: `subnet-1234/rtb-1234`. */
function subnetOf(id: string, known: string | undefined): string {
  const subnet = known ?? /^(subnet-[^/]+)\/rtb-/.exec(id)?.[1];
  if (subnet === undefined) {
    throw new ProviderError(`'${id}' is no id of an association. It reads SUBNET/ROUTE_TABLE, such as 'subnet-1234/rtb-1234'.`);
  }
  return subnet;
}
