import type { ServiceDefinitions } from "../definition";
import { schedule } from "./scheduler/schedule";
import { scheduleGroup } from "./scheduler/scheduleGroup";

export const scheduler: ServiceDefinitions = { resources: [schedule, scheduleGroup], functions: [] };
