import type { ServiceDefinitions } from "../definition";
import { bucket } from "./s3/bucket";

export const s3: ServiceDefinitions = {
  resources: [bucket],
  functions: [],
};
