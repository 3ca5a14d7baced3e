import type { ServiceDefinitions } from "../definition";

export const rds: ServiceDefinitions = { resources: [], functions: [] };
