import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import { defineResource } from "../../definition";
import { t } from "../../schema";
import { tagChanges } from "../../tags";
import { rfc3339 } from "../timestamps";

/** OpenAPI bodies and their settings are left out: the emulator makes nothing of them. */
export const restApi = defineResource({
  type: "aws:apigateway/restApi:RestApi",
  inputs: {
    apiKeySource: t.string({ computed: true, oneOf: ["HEADER", "AUTHORIZER"] }),
    binaryMediaTypes: t.set(t.string(), { computed: true }),
    description: t.string({ computed: true }),
    endpointConfiguration: t.object({ types: t.string({ required: true }) }, { computed: true }),
    minimumCompressionSize: t.string({ computed: true }),
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
      endpointConfiguration: given.endpointConfiguration && { types: [given.endpointConfiguration.types as "EDGE"] },
      minimumCompressionSize: given.minimumCompressionSize === undefined ? undefined : Number(given.minimumCompressionSize),
      policy: given.policy,
      tags: given.tagsAll,
    });
    return id;
  },

  async read(context, id, prior) {
    const client = await context.client("apigateway");
    const found = await client.getRestApi({ restApiId: id });
    const { items } = await client.getResources({ restApiId: id, limit: 500 });
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
      policy: found.policy,
      tags: tags && Object.keys(tags).length > 0 ? tags : undefined,
      arn,
      createdDate: rfc3339(found.createdDate),
      executionArn: await context.arn("execute-api", id),
      rootResourceId: found.rootResourceId ?? items?.find((each) => each.path === "/")?.id,
    };
  },

  async update(context, id, { olds, news, state, changed }) {
    const client = await context.client("apigateway");
    const patches: PatchOperation[] = [];
    const replace = (path: string, value: string | undefined): void => void patches.push({ op: "replace", path, value: value ?? "" });
    for (const name of ["apiKeySource", "description", "minimumCompressionSize", "name", "policy"] as const) {
      if (changed(name)) replace(`/${name}`, news[name]);
    }
    if (changed("endpointConfiguration")) replace("/endpointConfiguration/types/0", news.endpointConfiguration?.types);
    if (changed("binaryMediaTypes")) {
      const path = (type: string): string => `/binaryMediaTypes/${type.replaceAll("/", "~1")}`;
      for (const type of olds.binaryMediaTypes ?? []) if (!news.binaryMediaTypes?.includes(type)) patches.push({ op: "remove", path: path(type) });
      for (const type of news.binaryMediaTypes ?? []) if (!olds.binaryMediaTypes?.includes(type)) patches.push({ op: "add", path: path(type) });
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
