import type { ServiceDefinitions } from "../definition";

export const kinesis: ServiceDefinitions = { resources: [], functions: [] };
