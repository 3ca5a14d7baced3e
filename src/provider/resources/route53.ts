import type { ServiceDefinitions } from "../definition";

export const route53: ServiceDefinitions = { resources: [], functions: [] };
