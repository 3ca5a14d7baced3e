import assert from "node:assert/strict";
import { describeLifecycle, type Lab, labScope } from "./harness";

interface Network {
  vpcId: string;
  subnetId: string;
  gatewayId: string;
  natGatewayId: string;
}

async function network(lab: Lab): Promise<Network> {
  const vpc = await lab.make("aws:ec2/vpc:Vpc", { cidrBlock: "10.30.0.0/16" });
  const subnet = await lab.make("aws:ec2/subnet:Subnet", { vpcId: vpc.id, cidrBlock: "10.30.0.0/24" });
  const gateway = await lab.make("aws:ec2/internetGateway:InternetGateway", { vpcId: vpc.id });
  const address = await lab.make("aws:ec2/eip:Eip", {});
  const nat = await lab.make("aws:ec2/natGateway:NatGateway", { subnetId: subnet.id, allocationId: address.id });
  return { vpcId: vpc.id, subnetId: subnet.id, gatewayId: gateway.id, natGatewayId: nat.id };
}

const tableIn = (lab: Lab, vpcId: string) => lab.make("aws:ec2/routeTable:RouteTable", { vpcId });

/** Destination to target, without the route to the VPC itself. */
async function routesOf(lab: Lab, table: string): Promise<Record<string, string | undefined>> {
  const { RouteTables } = await (await lab.aws("ec2")).describeRouteTables({ RouteTableIds: [table] });
  const made = (RouteTables?.[0]?.Routes ?? []).filter((route) => route.GatewayId !== "local");
  return Object.fromEntries(
    made.map((route) => [route.DestinationCidrBlock, route.GatewayId ?? route.NatGatewayId ?? route.VpcPeeringConnectionId]),
  );
}

describeLifecycle({
  type: "aws:ec2/routeTable:RouteTable",
  prepare: network,
  inputs: ({ vpcId, gatewayId }) => ({ vpcId, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId }], tags: { Name: "public" } }),
  verify: async (lab, { id, state }, { vpcId, gatewayId }) => {
    assert.equal(state["arn"], `arn:aws:ec2:us-east-1:000000000000:route-table/${id}`);
    assert.equal(state["vpcId"], vpcId);
    assert.deepEqual(await routesOf(lab, id), { "0.0.0.0/0": gatewayId });
  },
  update: {
    inputs: ({ vpcId, natGatewayId }) => ({
      vpcId,
      routes: [
        { cidrBlock: "0.0.0.0/0", natGatewayId },
        { cidrBlock: "172.16.0.0/12", vpcPeeringConnectionId: "pcx-1234" },
      ],
      tags: { Name: "private" },
    }),
    paths: ["routes[0].gatewayId", "routes[0].natGatewayId", "routes[1]", "tags.Name"],
    verify: async (lab, { id }, { natGatewayId }) => {
      assert.deepEqual(await routesOf(lab, id), { "0.0.0.0/0": natGatewayId, "172.16.0.0/12": "pcx-1234" });
    },
  },
  replaces: { vpcId: ({ gatewayId }) => ({ vpcId: "vpc-another", routes: [{ cidrBlock: "0.0.0.0/0", gatewayId }] }) },
  drift: {
    act: async (lab, { id }, { gatewayId }) => {
      const ec2 = await lab.aws("ec2");
      await ec2.deleteRoute({ RouteTableId: id, DestinationCidrBlock: "172.16.0.0/12" });
      await ec2.createRoute({ RouteTableId: id, DestinationCidrBlock: "192.168.0.0/16", GatewayId: gatewayId });
    },
    path: "routes[1].cidrBlock",
  },
  gone: async (lab, { id }) => {
    const { RouteTables } = await (await lab.aws("ec2")).describeRouteTables({ RouteTableIds: [id] });
    return RouteTables?.length === 0;
  },
});

describeLifecycle({
  type: "aws:ec2/route:Route",
  prepare: async (lab) => {
    const made = await network(lab);
    return { ...made, routeTableId: (await tableIn(lab, made.vpcId)).id };
  },
  inputs: ({ routeTableId, gatewayId }) => ({ routeTableId, destinationCidrBlock: "0.0.0.0/0", gatewayId }),
  verify: async (lab, { id, state }, { routeTableId, gatewayId }) => {
    // The official provider's id for a default route.
    assert.equal(id, `r-${routeTableId}1080289494`);
    assert.deepEqual([state["origin"], state["state"]], ["CreateRoute", "active"]);
    assert.deepEqual(await routesOf(lab, routeTableId), { "0.0.0.0/0": gatewayId });
  },
  update: {
    inputs: ({ routeTableId, natGatewayId }) => ({ routeTableId, destinationCidrBlock: "0.0.0.0/0", natGatewayId }),
    paths: ["gatewayId", "natGatewayId"],
    verify: async (lab, _resource, { routeTableId, natGatewayId }) => {
      assert.deepEqual(await routesOf(lab, routeTableId), { "0.0.0.0/0": natGatewayId });
    },
  },
  replaces: {
    destinationCidrBlock: ({ routeTableId, gatewayId }) => ({ routeTableId, destinationCidrBlock: "192.168.0.0/16", gatewayId }),
    routeTableId: ({ gatewayId }) => ({ routeTableId: "rtb-another", destinationCidrBlock: "0.0.0.0/0", gatewayId }),
  },
  drift: {
    act: async (lab, _resource, { routeTableId, gatewayId }) => {
      await (await lab.aws("ec2")).replaceRoute({ RouteTableId: routeTableId, DestinationCidrBlock: "0.0.0.0/0", GatewayId: gatewayId });
    },
    path: "natGatewayId",
  },
  importId: ({ state }) => `${String(state["routeTableId"])}_0.0.0.0/0`,
  gone: async (lab, _resource, { routeTableId }) => Object.keys(await routesOf(lab, routeTableId)).length === 0,
});

describeLifecycle({
  type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
  prepare: async (lab) => {
    const vpc = await lab.make("aws:ec2/vpc:Vpc", { cidrBlock: "10.31.0.0/16" });
    const subnet = await lab.make("aws:ec2/subnet:Subnet", { vpcId: vpc.id, cidrBlock: "10.31.0.0/24" });
    return { subnetId: subnet.id, first: (await tableIn(lab, vpc.id)).id, second: (await tableIn(lab, vpc.id)).id };
  },
  inputs: ({ subnetId, first }) => ({ subnetId, routeTableId: first }),
  verify: async (lab, { id }, { subnetId, first }) => {
    assert.match(id, /^rtbassoc-/);
    assert.deepEqual(await tablesOf(lab, subnetId), [first]);
  },
  update: {
    inputs: ({ subnetId, second }) => ({ subnetId, routeTableId: second }),
    paths: ["routeTableId"],
    verify: async (lab, { state }, { subnetId, second }) => {
      assert.deepEqual(await tablesOf(lab, subnetId), [second]);
      assert.equal(state["routeTableId"], second);
    },
  },
  replaces: { subnetId: ({ first }) => ({ subnetId: "subnet-another", routeTableId: first }) },
  drift: {
    act: async (lab, _resource, { subnetId, first, second }) => {
      const ec2 = await lab.aws("ec2");
      const { RouteTables } = await ec2.describeRouteTables({ RouteTableIds: [second] });
      const association = RouteTables?.[0]?.Associations?.find((each) => each.SubnetId === subnetId);
      await ec2.replaceRouteTableAssociation({ AssociationId: association?.RouteTableAssociationId, RouteTableId: first });
    },
    path: "routeTableId",
  },
  importId: ({ state }) => `${String(state["subnetId"])}/${String(state["routeTableId"])}`,
  importedId: ({ state }) => `${String(state["subnetId"])}/${String(state["routeTableId"])}`,
  gone: async (lab, _resource, { subnetId }) => (await tablesOf(lab, subnetId)).length === 0,
});

async function tablesOf(lab: Lab, subnetId: string): Promise<(string | undefined)[]> {
  const { RouteTables } = await (await lab.aws("ec2")).describeRouteTables({
    Filters: [{ Name: "association.subnet-id", Values: [subnetId] }],
  });
  return (RouteTables ?? []).map((table) => table.RouteTableId);
}

describe("what AWS refuses and the emulator takes", function () {
  this.timeout(60_000);
  const scope = labScope();
  const create = async (type: string, inputs: Record<string, string>) => {
    const { inputs: checked } = await scope.lab.provider.check(type, "second", inputs);
    return scope.lab.provider.create(type, "second", checked);
  };

  it("is a second route to one destination", async () => {
    const { vpcId, gatewayId, natGatewayId } = await network(scope.lab);
    const routeTableId = (await tableIn(scope.lab, vpcId)).id;
    const place = { routeTableId, destinationCidrBlock: "0.0.0.0/0" };
    await scope.lab.make("aws:ec2/route:Route", { ...place, gatewayId });
    await assert.rejects(create("aws:ec2/route:Route", { ...place, natGatewayId }), /has a route to 0\.0\.0\.0\/0 already/);
    assert.deepEqual(await routesOf(scope.lab, routeTableId), { "0.0.0.0/0": gatewayId });
  });

  it("is a second route table for one subnet", async () => {
    const { vpcId, subnetId } = await network(scope.lab);
    const [first, second] = [(await tableIn(scope.lab, vpcId)).id, (await tableIn(scope.lab, vpcId)).id];
    await scope.lab.make("aws:ec2/routeTableAssociation:RouteTableAssociation", { subnetId, routeTableId: first });
    await assert.rejects(
      create("aws:ec2/routeTableAssociation:RouteTableAssociation", { subnetId, routeTableId: second }),
      /is associated with the route table 'rtb-\w+' already/,
    );
    assert.deepEqual(await tablesOf(scope.lab, subnetId), [first]);
  });
});

describe("routes that can't be", function () {
  const scope = labScope();
  const reasons = async (type: string, inputs: Record<string, unknown>) =>
    (await scope.lab.provider.check(type, "odd", inputs as never)).failures.map((failure) => failure.reason);

  it("have no target, or two", async () => {
    const place = { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0" };
    assert.match((await reasons("aws:ec2/route:Route", place)).join(), /needs a target/);
    assert.match(
      (await reasons("aws:ec2/route:Route", { ...place, gatewayId: "igw-1", natGatewayId: "nat-1" })).join(),
      /one target alone, but it has 'gatewayId' and 'natGatewayId'/,
    );
    assert.match((await reasons("aws:ec2/routeTable:RouteTable", { vpcId: "vpc-1", routes: [{ cidrBlock: "0.0.0.0/0" }] })).join(), /'routes\[0\]' needs a target/);
  });

  it("need what the emulator lacks", async () => {
    const [reason] = await reasons("aws:ec2/route:Route", { routeTableId: "rtb-1", destinationIpv6CidrBlock: "::/0", gatewayId: "igw-1" });
    assert.match(reason ?? "", /does not implement 'destinationIpv6CidrBlock'/);
  });
});
