import type { ServiceDefinitions } from "../definition";

export const cloudfront: ServiceDefinitions = { resources: [], functions: [] };
