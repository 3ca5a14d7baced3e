import type { ServiceDefinitions } from "../definition";
import { lambdaFunction } from "./lambda/function";

export const lambda: ServiceDefinitions = {
  resources: [lambdaFunction],
  functions: [],
};
