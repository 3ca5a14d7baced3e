import type { ServiceDefinitions } from "../definition";
import { eventSourceMapping } from "./lambda/eventSourceMapping";
import { lambdaFunction } from "./lambda/function";
import { functionUrl } from "./lambda/functionUrl";
import { layerVersion } from "./lambda/layerVersion";
import { permission } from "./lambda/permission";

export const lambda: ServiceDefinitions = {
  resources: [eventSourceMapping, functionUrl, lambdaFunction, layerVersion, permission],
  functions: [],
};
