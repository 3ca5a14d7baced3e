import type { ServiceDefinitions } from "../definition";

export const sfn: ServiceDefinitions = { resources: [], functions: [] };
