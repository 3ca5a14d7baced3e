import type { EC2 } from "@aws-sdk/client-ec2";
import type { CheckFailure } from "../../check";
import { defineResource } from "../../definition";
import { t } from "../../schema";
import { tagMap } from "../../tags";
import { isPlainObject } from "../../wire";
import { cidrProblem } from "./cidr";
import { createRoute, deleteRoute, madeRoutes, redirectRoute, sameTarget, type Target, targetFields, targetOf, targetProblem } from "./routes";
import { changeTags, tagsAtCreation } from "./tagging";

export const routeTable = defineResource({
  type: "aws:ec2/routeTable:RouteTable",
  inputs: {
    /** Left out, they are none of this resource's business: they may be resources of their own. */
    routes: t.set(t.object({ cidrBlock: t.string({ check: (cidr) => cidrProblem(cidr) }), ...targetFields }), { computed: true }),
    tags: t.tags(),
    vpcId: t.string({ required: true, replaces: true }),
  },
  outputs: {
    arn: t.string(),
    ownerId: t.string(),
  },
  notFound: ["InvalidRouteTableID.NotFound"],

  check(given) {
    const routes = Array.isArray(given["routes"]) ? given["routes"] : [];
    return routes.flatMap((each, index): CheckFailure[] => {
      if (!isPlainObject(each)) return [];
      const property = `routes[${index}]`;
      const problem = each["cidrBlock"] === undefined ? "needs a 'cidrBlock': '0.0.0.0/0' stands for everywhere." : targetProblem(each);
      return problem ? [{ property, reason: `aws:ec2/routeTable:RouteTable: '${property}' ${problem}` }] : [];
    });
  },

  async create(context, given) {
    const ec2 = await context.client("ec2");
    const { RouteTable } = await ec2.createRouteTable({
      VpcId: given.vpcId,
      TagSpecifications: tagsAtCreation("route-table", given.tagsAll),
    });
    const id = RouteTable?.RouteTableId ?? "";
    context.created(id);
    await setRoutes(ec2, id, given.routes ?? []);
    return id;
  },

  async read(context, id) {
    const ec2 = await context.client("ec2");
    const { RouteTables } = await ec2.describeRouteTables({ RouteTableIds: [id] });
    const found = RouteTables?.[0];
    if (!found) return undefined;
    const routes = (await madeRoutes(ec2, id)) ?? [];
    return {
      routes: routes.map((route) => ({ cidrBlock: route.DestinationCidrBlock, ...targetOf(route) })),
      tags: tagMap(found.Tags),
      vpcId: found.VpcId,
      arn: await context.arn("ec2", `route-table/${id}`, { account: found.OwnerId }),
      ownerId: found.OwnerId,
    };
  },

  async update(context, id, { olds, news, changed }) {
    const ec2 = await context.client("ec2");
    if (changed("routes") && news.routes) await setRoutes(ec2, id, news.routes);
    if (changed("tags")) await changeTags(ec2, id, olds.tagsAll, news.tagsAll);
  },

  async delete(context, id) {
    const ec2 = await context.client("ec2");
    const { RouteTables } = await ec2.describeRouteTables({ RouteTableIds: [id] });
    for (const { Main, RouteTableAssociationId } of RouteTables?.[0]?.Associations ?? []) {
      if (!Main) await ec2.disassociateRouteTable({ AssociationId: RouteTableAssociationId });
    }
    await ec2.deleteRouteTable({ RouteTableId: id });
  },
});

/** Makes the table hold these routes and no others, from whatever it holds now. */
async function setRoutes(ec2: EC2, id: string, wanted: ({ cidrBlock?: string } & Target)[]): Promise<void> {
  const now = new Map((await madeRoutes(ec2, id))?.map((route) => [route.DestinationCidrBlock, targetOf(route)]));
  const destinations = new Set(wanted.map((route) => route.cidrBlock));
  for (const destination of now.keys()) {
    if (destination !== undefined && !destinations.has(destination)) await deleteRoute(ec2, id, destination);
  }
  for (const route of wanted) {
    const destination = route.cidrBlock ?? "";
    const before = now.get(destination);
    if (before === undefined) await createRoute(ec2, id, destination, route);
    else if (!sameTarget(before, route)) await redirectRoute(ec2, id, destination, before, route);
  }
}
