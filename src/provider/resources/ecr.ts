import type { ServiceDefinitions } from "../definition";
import { repository } from "./ecr/repository";

export const ecr: ServiceDefinitions = { resources: [repository], functions: [] };
