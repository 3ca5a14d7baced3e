import { randomUUID } from "node:crypto";
import type { CloudFront } from "@aws-sdk/client-cloudfront";
import type { Context } from "../../context";
import { defineResource } from "../../definition";
import { ProviderError } from "../../errors";
import { t } from "../../schema";
import { tagList } from "../../tags";
import { rfc3339 } from "../timestamps";
import { configFromAws, configToAws, distributionFields } from "./distributionConfig";
import { readTags, updateTags } from "./tags";

/** The zone of all distributions, for alias records in Route 53. */
const HOSTED_ZONE = "Z2FDTNDATAQYW2";
const ANY_CHANGE = { changesWith: "any" } as const;

/** Left out: staging and continuous deployment, VPC origins, mutual TLS, Anycast addresses. */
export const distribution = defineResource({
  type: "aws:cloudfront/distribution:Distribution",
  regional: false,
  inputs: {
    ...distributionFields,
    retainOnDelete: t.boolean({ default: false, local: true }),
    tags: t.tags(),
    waitForDeployment: t.boolean({ default: true, local: true }),
  },
  outputs: {
    arn: t.string(),
    callerReference: t.string(),
    domainName: t.string(),
    etag: t.string(ANY_CHANGE),
    hostedZoneId: t.string(),
    inProgressValidationBatches: t.number(),
    lastModifiedTime: t.string(ANY_CHANGE),
    loggingV1Enabled: t.boolean({ changesWith: ["loggingConfig"] }),
    status: t.string(),
  },
  notFound: ["NoSuchDistribution"],

  async create(context, given) {
    const cloudfront = await context.client("cloudfront");
    const { Distribution: made } = await cloudfront.createDistributionWithTags({
      DistributionConfigWithTags: { DistributionConfig: configToAws(given, randomUUID()), Tags: { Items: tagList(given.tagsAll) } },
    });
    const id = made?.Id ?? "";
    context.created(id);
    if (given.waitForDeployment) await deployed(context, cloudfront, id);
    return id;
  },

  async read(context, id) {
    const cloudfront = await context.client("cloudfront");
    const { Distribution: found, ETag } = await cloudfront.getDistribution({ Id: id });
    const config = found?.DistributionConfig;
    if (config === undefined) return undefined;
    return {
      ...configFromAws(config),
      tags: await readTags(cloudfront, found?.ARN),
      arn: found?.ARN,
      callerReference: config.CallerReference,
      domainName: found?.DomainName,
      etag: ETag,
      hostedZoneId: HOSTED_ZONE,
      inProgressValidationBatches: found?.InProgressInvalidationBatches,
      lastModifiedTime: rfc3339(found?.LastModifiedTime),
      loggingV1Enabled: config.Logging?.Enabled ?? false,
      status: found?.Status,
    };
  },

  async update(context, id, { olds, news, state, changed }) {
    const cloudfront = await context.client("cloudfront");
    if (changed(...(Object.keys(distributionFields) as (keyof typeof distributionFields)[]))) {
      const { ETag } = await cloudfront.getDistribution({ Id: id });
      await cloudfront.updateDistribution({ Id: id, IfMatch: ETag, DistributionConfig: configToAws(news, state.callerReference) });
      if (news.waitForDeployment) await deployed(context, cloudfront, id);
    }
    if (changed("tags")) await updateTags(cloudfront, state.arn, olds.tagsAll, news.tagsAll);
  },

  async delete(context, id, state) {
    const cloudfront = await context.client("cloudfront");
    await disable(cloudfront, id);
    if (state.retainOnDelete) {
      context.warn(`The distribution '${id}' is disabled and stays, as 'retainOnDelete' is set.`);
      return;
    }
    await deployed(context, cloudfront, id);
    const { ETag } = await cloudfront.getDistribution({ Id: id });
    await cloudfront.deleteDistribution({ Id: id, IfMatch: ETag });
  },
});

async function disable(cloudfront: CloudFront, Id: string): Promise<void> {
  const { Distribution, ETag } = await cloudfront.getDistribution({ Id });
  const config = Distribution?.DistributionConfig;
  if (config === undefined) throw new ProviderError(`CloudFront tells no configuration of the distribution '${Id}', so it can't be disabled.`);
  if (config.Enabled) await cloudfront.updateDistribution({ Id, IfMatch: ETag, DistributionConfig: { ...config, Enabled: false } });
}

function deployed(context: Context, cloudfront: CloudFront, Id: string): Promise<boolean> {
  return context.waitFor("the distribution is deployed", async () => (await cloudfront.getDistribution({ Id })).Distribution?.Status === "Deployed");
}
