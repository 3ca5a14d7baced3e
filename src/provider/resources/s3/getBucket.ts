import { defineFunction } from "../../definition";
import { isAwsError, ProviderError } from "../../errors";
import { websiteDomain, websiteZone } from "../../regions";
import { t } from "../../schema";

export const getBucket = defineFunction({
  token: "aws:s3/getBucket:getBucket",
  inputs: { bucket: t.string({ required: true }) },
  outputs: {
    arn: t.string(),
    bucketDomainName: t.string(),
    bucketRegion: t.string(),
    bucketRegionalDomainName: t.string(),
    hostedZoneId: t.string(),
    id: t.string(),
    websiteDomain: t.string(),
    websiteEndpoint: t.string(),
  },

  async run(context, { bucket }) {
    const s3 = await context.client("s3");
    const found = await s3.headBucket({ Bucket: bucket }).catch((error: unknown) => {
      if (isAwsError(error, "NotFound", "NoSuchBucket")) throw new ProviderError(`there is no bucket '${bucket}'.`);
      throw error;
    });
    const region = found.BucketRegion ?? context.region;
    const website = await s3.getBucketWebsite({ Bucket: bucket }).catch((error: unknown) => {
      if (isAwsError(error, "NoSuchWebsiteConfiguration")) return undefined;
      throw error;
    });
    return {
      arn: await context.arn("s3", bucket, { region: "", account: "" }),
      bucketDomainName: `${bucket}.s3.amazonaws.com`,
      bucketRegion: region,
      bucketRegionalDomainName: `${bucket}.s3.${region}.amazonaws.com`,
      hostedZoneId: websiteZone(region),
      id: bucket,
      websiteDomain: website ? websiteDomain(region) : "",
      websiteEndpoint: website ? `${bucket}.${websiteDomain(region)}` : "",
    };
  },
});
