import type { ServiceDefinitions } from "../definition";

export const lb: ServiceDefinitions = { resources: [], functions: [] };
