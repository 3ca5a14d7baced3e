import type { ServiceDefinitions } from "../definition";

export const apigatewayv2: ServiceDefinitions = {
  resources: [],
  functions: [],
};
