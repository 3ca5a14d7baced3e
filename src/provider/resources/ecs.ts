import type { ServiceDefinitions } from "../definition";

export const ecs: ServiceDefinitions = { resources: [], functions: [] };
