import type { ServiceDefinitions } from "../definition";

export const sqs: ServiceDefinitions = {
  resources: [],
  functions: [],
};
