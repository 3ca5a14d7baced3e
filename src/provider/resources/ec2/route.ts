import { crc32 } from "node:zlib";
import type { EC2, Route as AwsRoute } from "@aws-sdk/client-ec2";
import { defineResource } from "../../definition";
import { ProviderError } from "../../errors";
import { t } from "../../schema";
import { cidrProblem } from "./cidr";
import { createRoute, deleteRoute, madeRoutes, redirectRoute, sameTarget, targetFields, targetOf, targetProblem } from "./routes";

export const route = defineResource({
  type: "aws:ec2/route:Route",
  inputs: {
    destinationCidrBlock: t.string({ replaces: true, check: (cidr) => cidrProblem(cidr) }),
    ...targetFields,
    routeTableId: t.string({ required: true, replaces: true }),
  },
  outputs: {
    instanceId: t.string(),
    instanceOwnerId: t.string(),
    networkInterfaceId: t.string(),
    origin: t.string(),
    state: t.string(),
  },
  notFound: ["InvalidRoute.NotFound", "InvalidRouteTableID.NotFound"],

  idAfterImport(id) {
    if (!id.includes("_")) return id;
    const { routeTableId, destination } = placeOf(id, {});
    return routeId(routeTableId, destination);
  },

  check(given) {
    const failures = [];
    const failure = (property: string, reason: string) => ({ property, reason: `aws:ec2/route:Route: ${reason}` });
    if (given["destinationCidrBlock"] === undefined) {
      failures.push(failure("destinationCidrBlock", "'destinationCidrBlock' is required: '0.0.0.0/0' stands for everywhere."));
    }
    const problem = targetProblem(given);
    if (problem) failures.push(failure("", `the route ${problem}`));
    return failures;
  },

  async create(context, given) {
    const ec2 = await context.client("ec2");
    const destination = given.destinationCidrBlock ?? "";
    // AWS refuses a second route to one destination; MiniStack keeps both.
    if (await find(ec2, given.routeTableId, destination)) {
      throw new ProviderError(`the route table '${given.routeTableId}' has a route to ${destination} already.`);
    }
    await createRoute(ec2, given.routeTableId, destination, given);
    return routeId(given.routeTableId, destination);
  },

  async read(context, id, prior) {
    const ec2 = await context.client("ec2");
    const { routeTableId, destination } = placeOf(id, prior);
    const found = await find(ec2, routeTableId, destination);
    if (!found) return undefined;
    const target = targetOf(found);
    return {
      destinationCidrBlock: found.DestinationCidrBlock,
      gatewayId: target.gatewayId,
      natGatewayId: target.natGatewayId,
      transitGatewayId: target.transitGatewayId,
      vpcPeeringConnectionId: target.vpcPeeringConnectionId,
      routeTableId,
      instanceId: found.InstanceId ?? "",
      instanceOwnerId: found.InstanceOwnerId ?? "",
      networkInterfaceId: found.NetworkInterfaceId ?? "",
      origin: found.Origin,
      state: found.State,
    };
  },

  async update(context, id, { news }) {
    const ec2 = await context.client("ec2");
    const { routeTableId, destination } = placeOf(id, news);
    const now = targetOf((await find(ec2, routeTableId, destination)) ?? {});
    if (!sameTarget(now, news)) await redirectRoute(ec2, routeTableId, destination, now, news);
  },

  async delete(context, id, state) {
    const ec2 = await context.client("ec2");
    const { routeTableId, destination } = placeOf(id, state);
    await deleteRoute(ec2, routeTableId, destination);
  },
});

async function find(ec2: EC2, routeTableId: string, destination: string): Promise<AwsRoute | undefined> {
  return (await madeRoutes(ec2, routeTableId))?.find((each) => each.DestinationCidrBlock === destination);
}

/** The official provider's id: the table, and a hash of the destination. */
function routeId(routeTableId: string, destination: string): string {
  return `r-${routeTableId}${crc32(destination)}`;
}

/** The id is a hash, which leads nowhere; an import names the place instead: `rtb-1234_0.0.0.0/0`. */
function placeOf(id: string, known: { routeTableId?: string; destinationCidrBlock?: string }) {
  const { routeTableId, destinationCidrBlock: destination } = known;
  if (routeTableId !== undefined && destination !== undefined) return { routeTableId, destination };
  const [, table, place] = /^([^_]+)_(.+)$/.exec(id) ?? [];
  if (table === undefined || place === undefined) {
    throw new ProviderError(`'${id}' is no id of a route. It reads ROUTE_TABLE_DESTINATION, such as 'rtb-1234_0.0.0.0/0'.`);
  }
  return { routeTableId: table, destination: place };
}
