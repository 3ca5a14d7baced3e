import type { ServiceDefinitions } from "../definition";
import { eventBus } from "./cloudwatch/eventBus";
import { eventPermission } from "./cloudwatch/eventPermission";
import { eventRule } from "./cloudwatch/eventRule";
import { eventTarget } from "./cloudwatch/eventTarget";
import { logGroup } from "./cloudwatch/logGroup";

export const cloudwatch: ServiceDefinitions = {
  resources: [eventBus, eventPermission, eventRule, eventTarget, logGroup],
  functions: [],
};
