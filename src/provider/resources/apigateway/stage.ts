import type { PatchOperation } from "@aws-sdk/client-api-gateway";
import type { Context } from "../../context";
import { defineResource } from "../../definition";
import { t } from "../../schema";
import { tagChanges } from "../../tags";
import { importParts } from "./partIds";

/** Caches, canaries, client certificates and documentation are left out: the emulator has none of them. */
export const stage = defineResource({
  type: "aws:apigateway/stage:Stage",
  inputs: {
    accessLogSettings: t.object({ destinationArn: t.string({ required: true }), format: t.string({ required: true }) }),
    deployment: t.string({ required: true }),
    description: t.string(),
    restApi: t.string({ required: true, replaces: true }),
    stageName: t.string({
      required: true,
      replaces: true,
      check: (name) => (/^[\w-]{1,128}$/.test(name) ? undefined : "must have 1 to 128 letters, digits, dashes and underscores."),
    }),
    tags: t.tags(),
    variables: t.map(t.string()),
    xrayTracingEnabled: t.boolean(),
  },
  outputs: {
    arn: t.string(),
    executionArn: t.string(),
    invokeUrl: t.string(),
    webAclArn: t.string(),
  },
  notFound: ["NotFoundException"],
  idAfterImport: (id) => (id.includes("/") ? `ags-${id.replace("/", "-")}` : id),

  async create(context, given) {
    const client = await context.client("apigateway");
    await client.createStage({
      restApiId: given.restApi,
      stageName: given.stageName,
      deploymentId: given.deployment,
      description: given.description,
      variables: given.variables,
      tracingEnabled: given.xrayTracingEnabled,
    });
    const id = `ags-${given.restApi}-${given.stageName}`;
    context.created(id);
    // Apart from the creation: the emulator would keep those tags where its GetTags does not look.
    const resourceArn = await arnOf(context, given.restApi, given.stageName);
    if (Object.keys(given.tagsAll).length > 0) await client.tagResource({ resourceArn, tags: given.tagsAll });
    const { accessLogSettings, restApi: restApiId, stageName } = given;
    if (accessLogSettings) await client.updateStage({ restApiId, stageName, patchOperations: accessLogPatches(accessLogSettings) });
    return id;
  },

  async read(context, id, prior) {
    const client = await context.client("apigateway");
    const [restApiId = "", stageName = ""] =
      prior.restApi && prior.stageName ? [prior.restApi, prior.stageName] : importParts("A stage", id, "API/STAGE");
    const found = await client.getStage({ restApiId, stageName });
    const arn = await arnOf(context, restApiId, stageName);
    const { tags } = await client.getTags({ resourceArn: arn });
    const { destinationArn, format } = found.accessLogSettings ?? {};
    return {
      accessLogSettings: destinationArn ? { destinationArn, format: format ?? "" } : undefined,
      deployment: found.deploymentId,
      description: found.description,
      restApi: restApiId,
      stageName,
      tags: tags && Object.keys(tags).length > 0 ? tags : undefined,
      variables: found.variables,
      xrayTracingEnabled: found.tracingEnabled ?? false,
      arn,
      executionArn: await context.arn("execute-api", `${restApiId}/${stageName}`),
      invokeUrl: `https://${restApiId}.execute-api.${context.region}.amazonaws.com/${stageName}`,
      webAclArn: found.webAclArn ?? "",
    };
  },

  async update(context, _id, { olds, news, state, changed }) {
    const client = await context.client("apigateway");
    const patches: PatchOperation[] = [];
    if (changed("deployment")) patches.push({ op: "replace", path: "/deploymentId", value: news.deployment });
    if (changed("description")) patches.push({ op: "replace", path: "/description", value: news.description ?? "" });
    if (changed("xrayTracingEnabled")) patches.push({ op: "replace", path: "/tracingEnabled", value: String(news.xrayTracingEnabled ?? false) });
    if (changed("accessLogSettings")) patches.push(...accessLogPatches(news.accessLogSettings));
    if (changed("variables")) {
      const { set, remove } = tagChanges(olds.variables ?? {}, news.variables ?? {});
      for (const name of remove) patches.push({ op: "remove", path: `/variables/${name}` });
      for (const [name, value] of Object.entries(set)) patches.push({ op: "replace", path: `/variables/${name}`, value });
    }
    if (patches.length > 0) await client.updateStage({ restApiId: news.restApi, stageName: news.stageName, patchOperations: patches });
    if (changed("tags")) {
      const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
      if (remove.length > 0) await client.untagResource({ resourceArn: state.arn, tagKeys: remove });
      if (Object.keys(set).length > 0) await client.tagResource({ resourceArn: state.arn, tags: set });
    }
  },

  async delete(context, _id, state) {
    const client = await context.client("apigateway");
    await client.deleteStage({ restApiId: state.restApi, stageName: state.stageName });
  },
});

function accessLogPatches(settings: { destinationArn: string; format: string } | undefined): PatchOperation[] {
  if (!settings) return [{ op: "remove", path: "/accessLogSettings" }];
  return [
    { op: "replace", path: "/accessLogSettings/destinationArn", value: settings.destinationArn },
    { op: "replace", path: "/accessLogSettings/format", value: settings.format },
  ];
}

function arnOf(context: Context, restApiId: string, stageName: string): Promise<string> {
  return context.arn("apigateway", `/restapis/${restApiId}/stages/${stageName}`, { account: "" });
}
