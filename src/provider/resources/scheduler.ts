import type { ServiceDefinitions } from "../definition";

export const scheduler: ServiceDefinitions = { resources: [], functions: [] };
