import type { ServiceDefinitions } from "../definition";

export const ecr: ServiceDefinitions = { resources: [], functions: [] };
