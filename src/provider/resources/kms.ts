import type { ServiceDefinitions } from "../definition";
import { alias } from "./kms/alias";
import { key } from "./kms/key";

export const kms: ServiceDefinitions = { resources: [alias, key], functions: [] };
