/** What single routes and the routes inside a route table share: their targets, and how to get from one to another. */

import type { EC2, Route as AwsRoute } from "@aws-sdk/client-ec2";
import { t } from "../../schema";
import { UNKNOWN, type Values } from "../../wire";

/**
 * Where a route leads: exactly one of these. The other targets of AWS (interfaces, endpoints, egress-only and other
 * gateways) and IPv6 destinations are left out, because the emulator takes them and keeps something else.
 */
const TARGETS = {
  gatewayId: "GatewayId",
  natGatewayId: "NatGatewayId",
  transitGatewayId: "TransitGatewayId",
  vpcPeeringConnectionId: "VpcPeeringConnectionId",
} as const satisfies Record<string, keyof AwsRoute>;
type TargetKey = keyof typeof TARGETS;
const TARGET_KEYS = Object.keys(TARGETS) as TargetKey[];

export type Target = { [K in TargetKey]?: string };

export const targetFields = {
  gatewayId: t.string(),
  natGatewayId: t.string(),
  transitGatewayId: t.string(),
  vpcPeeringConnectionId: t.string(),
};

/** Says what is wrong with the targets of a route, or nothing. Values may be unknown. */
export function targetProblem(given: Values): string | undefined {
  const named = TARGET_KEYS.filter((key) => given[key] === UNKNOWN || (given[key] ?? "") !== "");
  if (named.length === 1) return undefined;
  const choice = TARGET_KEYS.map((key) => `'${key}'`).join(", ");
  return named.length === 0
    ? `needs a target: one of ${choice}.`
    : `must have one target alone, but it has ${named.map((key) => `'${key}'`).join(" and ")}.`;
}

export function targetOf(route: AwsRoute): Target {
  return Object.fromEntries(TARGET_KEYS.map((key) => [key, route[TARGETS[key]]]).filter(([, value]) => value));
}

/** The routes of a table that somebody made; `local` and what a virtual private gateway announces are AWS's own. */
export async function madeRoutes(ec2: EC2, routeTableId: string): Promise<AwsRoute[] | undefined> {
  const { RouteTables } = await ec2.describeRouteTables({ RouteTableIds: [routeTableId] });
  return RouteTables?.[0]?.Routes?.filter((route) => route.Origin === "CreateRoute" && route.DestinationCidrBlock);
}

export async function createRoute(ec2: EC2, RouteTableId: string, DestinationCidrBlock: string, target: Target): Promise<void> {
  await ec2.createRoute({ RouteTableId, DestinationCidrBlock, ...request(target) });
}

export async function deleteRoute(ec2: EC2, RouteTableId: string, DestinationCidrBlock: string): Promise<void> {
  await ec2.deleteRoute({ RouteTableId, DestinationCidrBlock });
}

/** Leads an existing route elsewhere. MiniStack can't replace some targets, so those routes go and come again. */
export async function redirectRoute(ec2: EC2, RouteTableId: string, DestinationCidrBlock: string, from: Target, to: Target): Promise<void> {
  const replaceable = (target: Target) => target.gatewayId !== undefined || target.natGatewayId !== undefined;
  if (replaceable(from) && replaceable(to)) {
    await ec2.replaceRoute({ RouteTableId, DestinationCidrBlock, ...request(to) });
  } else {
    await deleteRoute(ec2, RouteTableId, DestinationCidrBlock);
    await createRoute(ec2, RouteTableId, DestinationCidrBlock, to);
  }
}

export function sameTarget(one: Target, other: Target): boolean {
  return TARGET_KEYS.every((key) => (one[key] || undefined) === (other[key] || undefined));
}

function request(target: Target) {
  return Object.fromEntries(TARGET_KEYS.map((key) => [TARGETS[key], target[key] || undefined]));
}
