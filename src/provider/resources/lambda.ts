import type { ServiceDefinitions } from "../definition";

export const lambda: ServiceDefinitions = {
  resources: [],
  functions: [],
};
