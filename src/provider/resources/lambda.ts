import type { ServiceDefinitions } from "../definition";
import { alias } from "./lambda/alias";
import { eventSourceMapping } from "./lambda/eventSourceMapping";
import { lambdaFunction } from "./lambda/function";
import { functionEventInvokeConfig } from "./lambda/functionEventInvokeConfig";
import { functionUrl } from "./lambda/functionUrl";
import { layerVersion } from "./lambda/layerVersion";
import { permission } from "./lambda/permission";
import { provisionedConcurrencyConfig } from "./lambda/provisionedConcurrencyConfig";

export const lambda: ServiceDefinitions = {
  resources: [
    alias,
    eventSourceMapping,
    functionEventInvokeConfig,
    functionUrl,
    lambdaFunction,
    layerVersion,
    permission,
    provisionedConcurrencyConfig,
  ],
  functions: [],
};
