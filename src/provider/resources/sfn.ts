import type { ServiceDefinitions } from "../definition";
import { stateMachine } from "./sfn/stateMachine";

export const sfn: ServiceDefinitions = { resources: [stateMachine], functions: [] };
