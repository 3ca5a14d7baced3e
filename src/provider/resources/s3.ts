import type { ServiceDefinitions } from "../definition";
import { bucket } from "./s3/bucket";
import { bucketAcl } from "./s3/bucketAcl";
import { bucketCorsConfiguration } from "./s3/bucketCorsConfiguration";
import { bucketLifecycleConfiguration } from "./s3/bucketLifecycleConfiguration";
import { bucketNotification } from "./s3/bucketNotification";
import { bucketObject } from "./s3/bucketObject";
import { bucketObjectv2 } from "./s3/bucketObjectv2";
import { bucketOwnershipControls } from "./s3/bucketOwnershipControls";
import { bucketPolicy } from "./s3/bucketPolicy";
import { bucketPublicAccessBlock } from "./s3/bucketPublicAccessBlock";
import { bucketServerSideEncryptionConfiguration } from "./s3/bucketServerSideEncryptionConfiguration";
import { bucketVersioning } from "./s3/bucketVersioning";
import { bucketWebsiteConfiguration } from "./s3/bucketWebsiteConfiguration";
import { getBucket } from "./s3/getBucket";

export const s3: ServiceDefinitions = {
  resources: [
    bucket, bucketWebsiteConfiguration, bucketPublicAccessBlock, bucketOwnershipControls, bucketPolicy, bucketObjectv2, bucketObject,
    bucketAcl, bucketVersioning, bucketNotification, bucketLifecycleConfiguration, bucketServerSideEncryptionConfiguration,
    bucketCorsConfiguration,
  ],
  functions: [getBucket],
};
