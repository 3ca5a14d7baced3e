import type { ServiceDefinitions } from "../definition";
import { logGroup } from "./cloudwatch/logGroup";

export const cloudwatch: ServiceDefinitions = {
  resources: [logGroup],
  functions: [],
};
