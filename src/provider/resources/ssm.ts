import type { ServiceDefinitions } from "../definition";
import { parameter } from "./ssm/parameter";

export const ssm: ServiceDefinitions = { resources: [parameter], functions: [] };
