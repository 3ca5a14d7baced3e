import type { ServiceDefinitions } from "../definition";

export const cognito: ServiceDefinitions = { resources: [], functions: [] };
