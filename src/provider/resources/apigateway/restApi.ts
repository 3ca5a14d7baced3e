import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import { defineResource } from "../../definition";
import { t } from "../../schema";
import { tagChanges } from "../../tags";
import { rfc3339 } from "../timestamps";

/**
 * OpenAPI bodies and their settings, custom domains only and TLS policies are left out: the emulator has none of them.
 * The two lists replace the API because the emulator's UpdateRestApi spoils lists.
 */
export const restApi = defineResource({
  type: "aws:apigateway/restApi:RestApi",
  inputs: {
    apiKeySource: t.string({ computed: true, oneOf: ["HEADER", "AUTHORIZER"] }),
    binaryMediaTypes: t.set(t.string(), { computed: true, replaces: true }),
    description: t.string({ computed: true }),
    endpointConfiguration: t.object(
      { types: t.string({ required: true, replaces: true, oneOf: ["EDGE", "REGIONAL", "PRIVATE"] }) },
      { computed: true },
    ),
    minimumCompressionSize: t.string({
      computed: true,
      check: (size) => (/^(-1|\d+)$/.test(size) && Number(size) <= 10485760 ? undefined : "must be '-1' (off) or '0' to '10485760' bytes."),
    }),
    name: t.string({ computed: true, autoName: { maxLength: 1024 } }),
    policy: t.json({ computed: true }),
    tags: t.tags(),
  },
  outputs: {
    arn: t.string(),
    createdDate: t.string(),
    executionArn: t.string(),
    rootResourceId: t.string(),
  },
  notFound: ["NotFoundException"],

  async create(context, given) {
    const client = await context.client("apigateway");
    const { id = "" } = await client.createRestApi({
      name: given.name,
      apiKeySource: given.apiKeySource,
      binaryMediaTypes: given.binaryMediaTypes,
      description: given.description,
      endpointConfiguration: given.endpointConfiguration && { types: [given.endpointConfiguration.types] },
      minimumCompressionSize: given.minimumCompressionSize === undefined ? undefined : Number(given.minimumCompressionSize),
      policy: given.policy,
      tags: given.tagsAll,
    });
    return id;
  },

  async read(context, id, prior) {
    const client = await context.client("apigateway");
    const found = await client.getRestApi({ restApiId: id });
    const arn = await context.arn("apigateway", `/restapis/${id}`, { account: "" });
    const { tags } = await client.getTags({ resourceArn: arn });
    const type = found.endpointConfiguration?.types?.[0] ?? prior.endpointConfiguration?.types;
    return {
      apiKeySource: found.apiKeySource,
      binaryMediaTypes: found.binaryMediaTypes ?? [],
      description: found.description,
      endpointConfiguration: type === undefined ? undefined : { types: type },
      minimumCompressionSize: found.minimumCompressionSize === undefined ? undefined : String(found.minimumCompressionSize),
      name: found.name,
      policy: policyText(found.policy),
      tags: tags && Object.keys(tags).length > 0 ? tags : undefined,
      arn,
      createdDate: rfc3339(found.createdDate),
      executionArn: await context.arn("execute-api", id),
      rootResourceId: found.rootResourceId,
    };
  },

  async update(context, id, { olds, news, state, changed }) {
    const client = await context.client("apigateway");
    const patches: PatchOperation[] = [];
    for (const name of ["apiKeySource", "description", "minimumCompressionSize", "name", "policy"] as const) {
      if (changed(name)) patches.push({ op: "replace", path: `/${name}`, value: news[name] ?? "" });
    }
    if (patches.length > 0) await client.updateRestApi({ restApiId: id, patchOperations: patches });
    if (changed("tags")) {
      const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
      if (remove.length > 0) await client.untagResource({ resourceArn: state.arn, tagKeys: remove });
      if (Object.keys(set).length > 0) await client.tagResource({ resourceArn: state.arn, tags: set });
    }
  },

  async delete(context, id) {
    const client = await context.client("apigateway");
    await client.deleteRestApi({ restApiId: id });
  },
});

/** API Gateway answers with the policy as it would stand within a JSON string: `{\"Version\": …}`. */
function policyText(escaped: string | undefined): string | undefined {
  if (!escaped) return undefined;
  try {
    return JSON.parse(`"${escaped}"`) as string;
  } catch {
    return escaped;
  }
}
