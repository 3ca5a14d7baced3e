import { groupRule } from "./groupRule";

export const securityGroupEgressRule = groupRule("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "egress");
