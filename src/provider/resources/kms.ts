import type { ServiceDefinitions } from "../definition";

export const kms: ServiceDefinitions = { resources: [], functions: [] };
