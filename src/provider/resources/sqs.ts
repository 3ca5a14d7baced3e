import type { ServiceDefinitions } from "../definition";
import { queue } from "./sqs/queue";
import { queuePolicy } from "./sqs/queuePolicy";
import { redriveAllowPolicy } from "./sqs/redriveAllowPolicy";
import { redrivePolicy } from "./sqs/redrivePolicy";

export const sqs: ServiceDefinitions = {
  resources: [queue, queuePolicy, redriveAllowPolicy, redrivePolicy],
  functions: [],
};
