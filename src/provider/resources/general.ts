import type { ServiceDefinitions } from "../definition";

export const general: ServiceDefinitions = {
  resources: [],
  functions: [],
};
