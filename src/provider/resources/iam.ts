import type { ServiceDefinitions } from "../definition";
import { getPolicyDocument } from "./iam/getPolicyDocument";
import { policy } from "./iam/policy";
import { role } from "./iam/role";
import { rolePolicy } from "./iam/rolePolicy";
import { rolePolicyAttachment } from "./iam/rolePolicyAttachment";

export const iam: ServiceDefinitions = {
  resources: [policy, role, rolePolicy, rolePolicyAttachment],
  functions: [getPolicyDocument],
};
