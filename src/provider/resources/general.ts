import type { ServiceDefinitions } from "../definition";
import { getAvailabilityZones } from "./general/getAvailabilityZones";
import { getCallerIdentity } from "./general/getCallerIdentity";
import { getPartition } from "./general/getPartition";
import { getRegion } from "./general/getRegion";

export const general: ServiceDefinitions = {
  resources: [],
  functions: [getAvailabilityZones, getCallerIdentity, getPartition, getRegion],
};
