import type { ServiceDefinitions } from "../definition";

export const cloudwatch: ServiceDefinitions = {
  resources: [],
  functions: [],
};
