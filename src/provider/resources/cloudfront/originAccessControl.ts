import { defineResource } from "../../definition";
import { t } from "../../schema";

export const originAccessControl = defineResource({
  type: "aws:cloudfront/originAccessControl:OriginAccessControl",
  regional: false,
  inputs: {
    description: t.string({
      default: "Managed by Pulumi",
      check: (text) => (text.length <= 256 ? undefined : "must have at most 256 characters."),
    }),
    name: t.string({ replaces: true, autoName: { maxLength: 64 } }),
    originAccessControlOriginType: t.string({ required: true, oneOf: ["lambda", "mediapackagev2", "mediastore", "s3"] }),
    signingBehavior: t.string({ required: true, oneOf: ["always", "never", "no-override"] }),
    signingProtocol: t.string({ required: true, oneOf: ["sigv4"] }),
  },
  outputs: { arn: t.string(), etag: t.string({ changesWith: "any" }) },
  notFound: ["NoSuchOriginAccessControl"],

  async create(context, given) {
    const cloudfront = await context.client("cloudfront");
    const { OriginAccessControl: made } = await cloudfront.createOriginAccessControl({ OriginAccessControlConfig: configOf(given) });
    return made?.Id ?? "";
  },

  async read(context, id) {
    const cloudfront = await context.client("cloudfront");
    const { OriginAccessControl: found, ETag } = await cloudfront.getOriginAccessControl({ Id: id });
    const config = found?.OriginAccessControlConfig;
    return {
      description: config?.Description,
      name: config?.Name,
      originAccessControlOriginType: config?.OriginAccessControlOriginType as "s3" | undefined,
      signingBehavior: config?.SigningBehavior as "always" | undefined,
      signingProtocol: config?.SigningProtocol as "sigv4" | undefined,
      arn: await context.arn("cloudfront", `origin-access-control/${id}`, { region: "" }),
      etag: ETag,
    };
  },

  async update(context, id, { news }) {
    const cloudfront = await context.client("cloudfront");
    const { ETag } = await cloudfront.getOriginAccessControl({ Id: id });
    await cloudfront.updateOriginAccessControl({ Id: id, IfMatch: ETag, OriginAccessControlConfig: configOf(news) });
  },

  async delete(context, id) {
    const cloudfront = await context.client("cloudfront");
    const { ETag } = await cloudfront.getOriginAccessControl({ Id: id });
    await cloudfront.deleteOriginAccessControl({ Id: id, IfMatch: ETag });
  },
});

interface Settings {
  description: string;
  name: string;
  originAccessControlOriginType: "lambda" | "mediapackagev2" | "mediastore" | "s3";
  signingBehavior: "always" | "never" | "no-override";
  signingProtocol: "sigv4";
}

function configOf(given: Settings) {
  return {
    Name: given.name,
    Description: given.description,
    OriginAccessControlOriginType: given.originAccessControlOriginType,
    SigningBehavior: given.signingBehavior,
    SigningProtocol: given.signingProtocol,
  };
}
