import type { ServiceDefinitions } from "../definition";
import { table } from "./dynamodb/table";

export const dynamodb: ServiceDefinitions = {
  resources: [table],
  functions: [],
};
