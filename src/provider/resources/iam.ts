import type { ServiceDefinitions } from "../definition";
import { accessKey } from "./iam/accessKey";
import { getPolicyDocument } from "./iam/getPolicyDocument";
import { group } from "./iam/group";
import { instanceProfile } from "./iam/instanceProfile";
import { openIdConnectProvider } from "./iam/openIdConnectProvider";
import { policy } from "./iam/policy";
import { role } from "./iam/role";
import { rolePolicy } from "./iam/rolePolicy";
import { rolePolicyAttachment } from "./iam/rolePolicyAttachment";
import { user } from "./iam/user";

export const iam: ServiceDefinitions = {
  resources: [accessKey, group, instanceProfile, openIdConnectProvider, policy, role, rolePolicy, rolePolicyAttachment, user],
  functions: [getPolicyDocument],
};
