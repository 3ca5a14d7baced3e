import type { ServiceDefinitions } from "../definition";

export const dynamodb: ServiceDefinitions = {
  resources: [],
  functions: [],
};
