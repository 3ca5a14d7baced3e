import { defineResource } from "../../definition";
import { t } from "../../schema";
import { importParts } from "./partIds";

export const resource = defineResource({
  type: "aws:apigateway/resource:Resource",
  inputs: {
    parentId: t.string({ required: true, replaces: true }),
    pathPart: t.string({
      required: true,
      replaces: true,
      check: (part) => (/^(\{[\w.:-]+\+?\}|[\w.:%~!$&'()*+,;=@-]+)$/.test(part) ? undefined : "must be one part of a path, such as 'books' or '{number}'."),
    }),
    restApi: t.string({ required: true, replaces: true }),
  },
  outputs: { path: t.string() },
  notFound: ["NotFoundException"],
  idAfterImport: (id) => id.split("/").pop() ?? id,

  async create(context, given) {
    const client = await context.client("apigateway");
    const { id = "" } = await client.createResource({ restApiId: given.restApi, parentId: given.parentId, pathPart: given.pathPart });
    return id;
  },

  async read(context, id, prior) {
    const client = await context.client("apigateway");
    const [restApiId, resourceId] = prior.restApi ? [prior.restApi, id] : importParts("A resource", id, "API/RESOURCE");
    const found = await client.getResource({ restApiId, resourceId });
    return { parentId: found.parentId, pathPart: found.pathPart, restApi: restApiId, path: found.path };
  },

  async delete(context, id, state) {
    const client = await context.client("apigateway");
    await client.deleteResource({ restApiId: state.restApi, resourceId: id });
  },
});
