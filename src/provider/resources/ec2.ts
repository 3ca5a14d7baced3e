import type { ServiceDefinitions } from "../definition";
import { eip } from "./ec2/eip";
import { internetGateway } from "./ec2/internetGateway";
import { natGateway } from "./ec2/natGateway";
import { route } from "./ec2/route";
import { routeTable } from "./ec2/routeTable";
import { routeTableAssociation } from "./ec2/routeTableAssociation";
import { securityGroup } from "./ec2/securityGroup";
import { securityGroupRule } from "./ec2/securityGroupRule";
import { subnet } from "./ec2/subnet";
import { vpc } from "./ec2/vpc";

export const ec2: ServiceDefinitions = {
  resources: [vpc, subnet, internetGateway, eip, natGateway, routeTable, route, routeTableAssociation, securityGroup, securityGroupRule],
  functions: [],
};
