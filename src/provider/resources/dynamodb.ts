import type { ServiceDefinitions } from "../definition";
import { table } from "./dynamodb/table";
import { tableItem } from "./dynamodb/tableItem";

export const dynamodb: ServiceDefinitions = {
  resources: [table, tableItem],
  functions: [],
};
