import type { ServiceDefinitions } from "../definition";
import { queue } from "./sqs/queue";
import { queuePolicy } from "./sqs/queuePolicy";

export const sqs: ServiceDefinitions = {
  resources: [queue, queuePolicy],
  functions: [],
};
