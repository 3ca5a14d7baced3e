import { defineResource } from "../../definition";
import { t } from "../../schema";
import { importParts } from "./partIds";

export const resource = defineResource({
  type: "aws:apigateway/resource:Resource",
  inputs: {
    parentId: t.string({ required: true }),
    pathPart: t.string({
      required: true,
      check: (part) =>
        /^(\{[\w.:-]+\+?\}|[\w.:%~!$&'()*+,;=@-]+)$/.test(part)
          ? undefined
          : "must be one part of a path, such as 'books' or '{number}'.",
    }),
    restApi: t.string({ required: true, replaces: true }),
  },
  outputs: { path: t.string({ changesWith: ["parentId", "pathPart"] }) },
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

  /** MiniStack gives what is below the new path at once, but goes on naming the old one in the events of functions there. */
  async update(context, id, { news, changed }) {
    const client = await context.client("apigateway");
    const paths = (["parentId", "pathPart"] as const).filter((name) => changed(name));
    await client.updateResource({
      restApiId: news.restApi,
      resourceId: id,
      patchOperations: paths.map((name) => ({ op: "replace", path: `/${name}`, value: news[name] })),
    });
  },

  async delete(context, id, state) {
    const client = await context.client("apigateway");
    await client.deleteResource({ restApiId: state.restApi, resourceId: id });
  },
});
