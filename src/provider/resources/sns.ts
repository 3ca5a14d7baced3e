import type { ServiceDefinitions } from "../definition";
import { topic } from "./sns/topic";
import { topicPolicy } from "./sns/topicPolicy";
import { topicSubscription } from "./sns/topicSubscription";

export const sns: ServiceDefinitions = {
  resources: [topic, topicPolicy, topicSubscription],
  functions: [],
};
