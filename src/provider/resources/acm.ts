import type { ServiceDefinitions } from "../definition";
import { certificate } from "./acm/certificate";
import { certificateValidation } from "./acm/certificateValidation";

export const acm: ServiceDefinitions = { resources: [certificate, certificateValidation], functions: [] };
