import type { ServiceDefinitions } from "../definition";

export const iam: ServiceDefinitions = {
  resources: [],
  functions: [],
};
