import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { cutBlock } from "./cidr";

// Another network for another stack: pulumi config set vpcCidr 10.1.0.0/16
const vpcCidr = new pulumi.Config().get("vpcCidr") ?? "10.0.0.0/16";

const EVERYWHERE = "0.0.0.0/0";

/** EC2 knows its things by ids; the tag `Name` is what people see in lists. */
function named(name: string): { tags: Record<string, string> } {
  return { tags: { Name: `${pulumi.getProject()}-${pulumi.getStack()}-${name}` } };
}

const vpc = new aws.ec2.Vpc("network", {
  cidrBlock: vpcCidr,
  enableDnsSupport: true,
  enableDnsHostnames: true,
  ...named("network"),
});

// The zones are asked for, not written down: each region has its own. The filter leaves out those that an account
// must order first.
const zones = aws.getAvailabilityZonesOutput({
  state: "available",
  filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
});

// A subnet lies in one zone, and a zone can fail. So there are two of each kind, each a sixteenth of the network.
const publicSubnets: aws.ec2.Subnet[] = [];
const privateSubnets: aws.ec2.Subnet[] = [];
for (const zone of [0, 1]) {
  const number = zone + 1;
  publicSubnets.push(
    new aws.ec2.Subnet(`public-${number}`, {
      vpcId: vpc.id,
      availabilityZone: zones.names[zone],
      cidrBlock: cutBlock(vpcCidr, 4, zone),
      mapPublicIpOnLaunch: true,
      ...named(`public-${number}`),
    }),
  );
  // The private ones begin in the middle of the network, so that either kind has room for more.
  privateSubnets.push(
    new aws.ec2.Subnet(`private-${number}`, {
      vpcId: vpc.id,
      availabilityZone: zones.names[zone],
      cidrBlock: cutBlock(vpcCidr, 4, 8 + zone),
      ...named(`private-${number}`),
    }),
  );
}

// What makes a subnet public is a route: what isn't for the network itself goes to the internet gateway, and answers
// come back the same way.
const internetGateway = new aws.ec2.InternetGateway("internet", { vpcId: vpc.id, ...named("internet") });

const publicRoutes = new aws.ec2.RouteTable("public", { vpcId: vpc.id, ...named("public") });
new aws.ec2.Route("public-default", {
  routeTableId: publicRoutes.id,
  destinationCidrBlock: EVERYWHERE,
  gatewayId: internetGateway.id,
});

// Private subnets reach out through a NAT gateway, and nobody reaches in. It stands in a public subnet with an address
// of its own. On AWS it costs money for every hour, so there is one for both zones.
const natAddress = new aws.ec2.Eip("nat", { domain: "vpc", ...named("nat") });
const natGateway = new aws.ec2.NatGateway(
  "nat",
  { allocationId: natAddress.id, subnetId: publicSubnets[0]!.id, ...named("nat") },
  // It is of use only once the network has a way out; no value shows that, so it is said here.
  { dependsOn: internetGateway },
);

const privateRoutes = new aws.ec2.RouteTable("private", { vpcId: vpc.id, ...named("private") });
new aws.ec2.Route("private-default", {
  routeTableId: privateRoutes.id,
  destinationCidrBlock: EVERYWHERE,
  natGatewayId: natGateway.id,
});

// A subnet without an association falls back to the network's main route table, which leads nowhere.
publicSubnets.forEach((subnet, zone) => {
  new aws.ec2.RouteTableAssociation(`public-${zone + 1}`, { subnetId: subnet.id, routeTableId: publicRoutes.id });
});
privateSubnets.forEach((subnet, zone) => {
  new aws.ec2.RouteTableAssociation(`private-${zone + 1}`, { subnetId: subnet.id, routeTableId: privateRoutes.id });
});

// A firewall for what will run in the private subnets: HTTPS from inside the network comes in, anything may go out.
const services = new aws.ec2.SecurityGroup("services", {
  vpcId: vpc.id,
  description: "HTTPS from inside the network",
  ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [vpcCidr], description: "HTTPS" }],
  egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [EVERYWHERE] }],
  ...named("services"),
});

export const vpcId = vpc.id;
export const publicSubnetIds = publicSubnets.map((subnet) => subnet.id);
export const privateSubnetIds = privateSubnets.map((subnet) => subnet.id);
export const internetGatewayId = internetGateway.id;
export const natGatewayId = natGateway.id;
export const securityGroupId = services.id;
