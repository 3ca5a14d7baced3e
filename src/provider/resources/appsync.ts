import type { ServiceDefinitions } from "../definition";

export const appsync: ServiceDefinitions = { resources: [], functions: [] };
