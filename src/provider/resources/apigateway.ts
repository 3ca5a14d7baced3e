import type { ServiceDefinitions } from "../definition";

export const apigateway: ServiceDefinitions = {
  resources: [],
  functions: [],
};
