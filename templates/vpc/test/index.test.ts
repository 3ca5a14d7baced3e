// Unit tests: the program runs against mocks, so nothing is deployed and no emulator is needed.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { contains, overlap } from "../cidr";

interface Registered {
  type: string;
  name: string;
  inputs: Record<string, any>;
}

const registered: Registered[] = [];

/** Stands for the AWS provider: takes notes, and answers with the inputs and what AWS would add to them. */
const mocks: pulumi.runtime.Mocks = {
  newResource({ type, name, inputs }) {
    registered.push({ type, name, inputs });
    // Two resources of different types may have the same name, so the type is part of the id.
    return { id: `${type.split(":").pop()}/${name}`, state: inputs };
  },
  call: ({ token }) => {
    assert.equal(token, "aws:index/getAvailabilityZones:getAvailabilityZones");
    return { id: "here-1", names: ["here-1a", "here-1b", "here-1c"], zoneIds: [], groupNames: [] };
  },
};

function ofType(kind: string): Registered[] {
  return registered.filter(({ type }) => type.endsWith(`:${kind}`)).sort((a, b) => a.name.localeCompare(b.name));
}

/** Where what isn't for the network itself goes, by the name of the subnet. */
function wayOut(subnet: string): string | undefined {
  const association = ofType("RouteTableAssociation").find(({ inputs }) => inputs.subnetId === `Subnet/${subnet}`);
  const route = ofType("Route").find(({ inputs }) => inputs.routeTableId === association?.inputs.routeTableId);
  assert.equal(route?.inputs.destinationCidrBlock, "0.0.0.0/0");
  return route?.inputs.gatewayId ?? route?.inputs.natGatewayId;
}

describe("network", () => {
  before(async () => {
    await pulumi.runtime.setMocks(mocks);
    await import("../index");
    // Resources are registered in the background; this waits for the last of them.
    await pulumi.runtime.disconnect();
  });

  it("has a public and a private subnet in each of two zones", () => {
    assert.deepEqual(
      ofType("Subnet").map(({ name, inputs }) => [name, inputs.availabilityZone, inputs.mapPublicIpOnLaunch ?? false]),
      [
        ["private-1", "here-1a", false],
        ["private-2", "here-1b", false],
        ["public-1", "here-1a", true],
        ["public-2", "here-1b", true],
      ],
    );
  });

  it("cuts its addresses so that no two subnets overlap", () => {
    const [vpc] = ofType("Vpc");
    const blocks = ofType("Subnet").map(({ inputs }) => inputs.cidrBlock as string);
    for (const [index, block] of blocks.entries()) {
      assert.ok(contains(vpc!.inputs.cidrBlock, block));
      for (const other of blocks.slice(index + 1)) assert.ok(!overlap(block, other), `${block} and ${other}`);
    }
  });

  it("leads from public subnets to the internet gateway", () => {
    for (const subnet of ["public-1", "public-2"]) assert.equal(wayOut(subnet), "InternetGateway/internet");
  });

  it("leads from private subnets to the NAT gateway, which stands in a public one", () => {
    for (const subnet of ["private-1", "private-2"]) assert.equal(wayOut(subnet), "NatGateway/nat");
    assert.equal(ofType("NatGateway")[0]!.inputs.subnetId, "Subnet/public-1");
    assert.equal(ofType("NatGateway")[0]!.inputs.allocationId, "Eip/nat");
  });

  it("lets nothing in from outside", () => {
    const [vpc] = ofType("Vpc");
    for (const { inputs } of ofType("SecurityGroup")) {
      for (const rule of inputs.ingress) assert.deepEqual(rule.cidrBlocks, [vpc!.inputs.cidrBlock]);
    }
  });
});
