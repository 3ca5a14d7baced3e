import type { ServiceDefinitions } from "../definition";
import { securityGroupEgressRule } from "./vpc/securityGroupEgressRule";
import { securityGroupIngressRule } from "./vpc/securityGroupIngressRule";

export const vpc: ServiceDefinitions = {
  resources: [securityGroupIngressRule, securityGroupEgressRule],
  functions: [],
};
