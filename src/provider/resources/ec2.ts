import type { ServiceDefinitions } from "../definition";

export const ec2: ServiceDefinitions = {
  resources: [],
  functions: [],
};
