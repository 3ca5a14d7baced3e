import type { ServiceDefinitions } from "../definition";

export const elasticache: ServiceDefinitions = { resources: [], functions: [] };
