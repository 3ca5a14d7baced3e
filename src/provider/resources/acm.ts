import type { ServiceDefinitions } from "../definition";

export const acm: ServiceDefinitions = { resources: [], functions: [] };
