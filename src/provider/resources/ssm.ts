import type { ServiceDefinitions } from "../definition";

export const ssm: ServiceDefinitions = { resources: [], functions: [] };
