import type { ServiceDefinitions } from "../definition";
import { bucket } from "./s3/bucket";
import { getBucket } from "./s3/getBucket";

export const s3: ServiceDefinitions = {
  resources: [bucket],
  functions: [getBucket],
};
