import type { ServiceDefinitions } from "../definition";

export const sns: ServiceDefinitions = {
  resources: [],
  functions: [],
};
