import type { ServiceDefinitions } from "../definition";
import { dashboard } from "./cloudwatch/dashboard";
import { eventBus } from "./cloudwatch/eventBus";
import { eventPermission } from "./cloudwatch/eventPermission";
import { eventRule } from "./cloudwatch/eventRule";
import { eventTarget } from "./cloudwatch/eventTarget";
import { logGroup } from "./cloudwatch/logGroup";
import { logMetricFilter } from "./cloudwatch/logMetricFilter";
import { logStream } from "./cloudwatch/logStream";
import { logSubscriptionFilter } from "./cloudwatch/logSubscriptionFilter";
import { metricAlarm } from "./cloudwatch/metricAlarm";

export const cloudwatch: ServiceDefinitions = {
  resources: [
    dashboard,
    eventBus,
    eventPermission,
    eventRule,
    eventTarget,
    logGroup,
    logMetricFilter,
    logStream,
    logSubscriptionFilter,
    metricAlarm,
  ],
  functions: [],
};
