import type { ServiceDefinitions } from "../definition";
import { record } from "./route53/record";
import { zone } from "./route53/zone";

export const route53: ServiceDefinitions = { resources: [zone, record], functions: [] };
