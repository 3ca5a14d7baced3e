// Proves that the deployed network is wired as it should be, by what the EC2 API says. That packets travel so is for AWS
// to show: emulators store networks and don't run them.
// By hand, after a deploy: `npm run check`, in a shell whose AWS settings name the account or the emulator.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
  type Route,
  type Subnet,
} from "@aws-sdk/client-ec2";
import { contains, overlap } from "./cidr";

interface Outputs {
  vpcId: string;
  publicSubnetIds: string[];
  privateSubnetIds: string[];
  internetGatewayId: string;
  natGatewayId: string;
  securityGroupId: string;
}

async function checks(): Promise<void> {
  const outputs = stackOutputs() as unknown as Outputs;
  const { publicSubnetIds, privateSubnetIds, internetGatewayId, natGatewayId } = outputs;
  const client = new EC2Client({ maxAttempts: 3 });

  await prove("two public and two private subnets, each kind in two zones", async () => {
    for (const ids of [publicSubnetIds, privateSubnetIds]) {
      const zones = (await subnets(client, ids)).map((subnet) => subnet.AvailabilityZone);
      assert.equal(zones.length, 2, `there are ${zones.length} subnets`);
      assert.notEqual(zones[0], zones[1], `both lie in ${zones[0]}`);
    }
  });

  await prove("the subnets lie inside the network and don't overlap", async () => {
    const { Vpcs: [vpc] = [] } = await client.send(new DescribeVpcsCommand({ VpcIds: [outputs.vpcId] }));
    const all = await subnets(client, [...publicSubnetIds, ...privateSubnetIds]);
    all.forEach(({ VpcId, CidrBlock: block = "" }, index) => {
      assert.equal(VpcId, outputs.vpcId, `${block} is part of ${VpcId}`);
      assert.ok(contains(vpc?.CidrBlock ?? "", block), `${block} isn't part of ${vpc?.CidrBlock}`);
      const clash = all.slice(index + 1).find((other) => overlap(block, other.CidrBlock ?? ""));
      assert.equal(clash, undefined, `${block} and ${clash?.CidrBlock} overlap`);
    });
  });

  await prove("the public subnets' default route is the internet gateway, attached to this network", async () => {
    for (const subnet of publicSubnetIds) {
      assert.equal((await defaultRoute(client, subnet)).GatewayId, internetGatewayId, `${subnet} goes another way`);
    }
    const { InternetGateways: [gateway] = [] } = await client.send(
      new DescribeInternetGatewaysCommand({ InternetGatewayIds: [internetGatewayId] }),
    );
    assert.equal(gateway?.Attachments?.[0]?.VpcId, outputs.vpcId, "the gateway isn't attached");
  });

  await prove("the private subnets' default route is the NAT, and no internet gateway", async () => {
    for (const subnet of privateSubnetIds) {
      const route = await defaultRoute(client, subnet);
      assert.equal(route.NatGatewayId, natGatewayId, `${subnet} goes another way`);
      assert.ok(!route.GatewayId, `${subnet} goes to ${route.GatewayId}`);
    }
  });

  await prove("the NAT gateway is available, in a public subnet", async () => {
    const { NatGateways: [nat] = [] } = await client.send(new DescribeNatGatewaysCommand({ NatGatewayIds: [natGatewayId] }));
    assert.equal(nat?.State, "available", `it is ${nat?.State ?? "missing"}`);
    assert.ok(publicSubnetIds.includes(nat?.SubnetId ?? ""), `it stands in ${nat?.SubnetId}`);
  });

  await prove("the security group lets in HTTPS from inside the network, and nothing else", async () => {
    const { SecurityGroups: [group] = [] } = await client.send(
      new DescribeSecurityGroupsCommand({ GroupIds: [outputs.securityGroupId] }),
    );
    const { Vpcs: [vpc] = [] } = await client.send(new DescribeVpcsCommand({ VpcIds: [outputs.vpcId] }));
    const rules = (group?.IpPermissions ?? []).map(
      ({ IpProtocol, FromPort, ToPort, IpRanges = [] }) => `${IpProtocol} ${FromPort}-${ToPort} ${IpRanges.map(({ CidrIp }) => CidrIp)}`,
    );
    assert.deepEqual(rules, [`tcp 443-443 ${vpc?.CidrBlock}`], `the rules are [${rules}]`);
  });
}

/** In the order of their ids, which the service doesn't keep. */
async function subnets(client: EC2Client, ids: string[]): Promise<Subnet[]> {
  const { Subnets: found = [] } = await client.send(new DescribeSubnetsCommand({ SubnetIds: ids }));
  return ids.flatMap((id) => found.filter((subnet) => subnet.SubnetId === id));
}

/** The way out of a subnet: of the route table that is associated with it, the route for everywhere. */
async function defaultRoute(client: EC2Client, subnet: string): Promise<Route> {
  const { RouteTables: tables = [] } = await client.send(
    new DescribeRouteTablesCommand({ Filters: [{ Name: "association.subnet-id", Values: [subnet] }] }),
  );
  assert.equal(tables.length, 1, `${subnet} has ${tables.length} route tables`);
  const route = tables[0]?.Routes?.find(({ DestinationCidrBlock }) => DestinationCidrBlock === "0.0.0.0/0");
  assert.ok(route, `${subnet} has no default route`);
  return route;
}

// What follows is the same in every lab.

interface Result {
  name: string;
  ok: boolean;
  detail?: string;
}

const results: Result[] = [];

/** Runs one statement; it holds when it doesn't throw. */
async function prove(name: string, statement: () => Promise<void>): Promise<void> {
  try {
    await statement();
    results.push({ name, ok: true });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    results.push({ name, ok: false, detail: message.split("\n", 1)[0] });
  }
}

/** The stack's outputs: from the lab that runs this check, else from the Pulumi CLI. */
function stackOutputs(): Record<string, unknown> {
  const given = process.env.PULUMI_LAB_OUTPUTS;
  return JSON.parse(given ?? execFileSync("pulumi", ["stack", "output", "--json", "--show-secrets"], { encoding: "utf8" }));
}

async function main(): Promise<void> {
  await checks();
  const ok = results.every((result) => result.ok);
  if (process.argv.includes("--json")) {
    console.log(JSON.stringify({ ok, checks: results }));
  } else {
    for (const { name, ok, detail } of results) console.log(ok ? `ok   ${name}` : `FAIL ${name}: ${detail}`);
  }
  process.exitCode = ok ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
