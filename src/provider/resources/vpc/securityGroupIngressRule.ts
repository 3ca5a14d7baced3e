import { groupRule } from "./groupRule";

export const securityGroupIngressRule = groupRule("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "ingress");
