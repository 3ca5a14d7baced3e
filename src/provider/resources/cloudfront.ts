import type { ServiceDefinitions } from "../definition";
import { cachePolicy } from "./cloudfront/cachePolicy";
import { distribution } from "./cloudfront/distribution";
import { cloudFrontFunction } from "./cloudfront/function";
import { originAccessControl } from "./cloudfront/originAccessControl";

/** OriginAccessIdentity is left out: the emulator has no such call. OriginAccessControl takes its place in AWS too. */
export const cloudfront: ServiceDefinitions = {
  resources: [cachePolicy, cloudFrontFunction, distribution, originAccessControl],
  functions: [],
};
