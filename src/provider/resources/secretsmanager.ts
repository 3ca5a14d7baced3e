import type { ServiceDefinitions } from "../definition";

export const secretsmanager: ServiceDefinitions = { resources: [], functions: [] };
