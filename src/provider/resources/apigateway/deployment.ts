import { defineResource } from "../../definition";
import { t } from "../../schema";
import { rfc3339 } from "../timestamps";
import { importParts } from "./partIds";

export const deployment = defineResource({
  type: "aws:apigateway/deployment:Deployment",
  inputs: {
    description: t.string(),
    restApi: t.string({ required: true, replaces: true }),
    /** Any change makes a new deployment; AWS never hears of them. */
    triggers: t.map(t.string(), { replaces: true, local: true }),
    /** Sent, as by the official provider; they are a stage's, and a deployment of today names none. */
    variables: t.map(t.string(), { replaces: true, local: true }),
  },
  outputs: { createdDate: t.string() },
  notFound: ["NotFoundException"],
  idAfterImport: (id) => id.split("/").pop() ?? id,

  async create(context, given) {
    const client = await context.client("apigateway");
    const { restApi: restApiId, description, variables } = given;
    const { id = "" } = await client.createDeployment({ restApiId, description, variables });
    return id;
  },

  async read(context, id, prior) {
    const client = await context.client("apigateway");
    const [restApiId, deploymentId] = prior.restApi ? [prior.restApi, id] : importParts("A deployment", id, "API/DEPLOYMENT");
    const found = await client.getDeployment({ restApiId, deploymentId });
    return { description: found.description, restApi: restApiId, createdDate: rfc3339(found.createdDate) };
  },

  async update(context, id, { news, changed }) {
    const client = await context.client("apigateway");
    if (!changed("description")) return;
    await client.updateDeployment({
      restApiId: news.restApi,
      deploymentId: id,
      patchOperations: [{ op: "replace", path: "/description", value: news.description ?? "" }],
    });
  },

  async delete(context, id, state) {
    const client = await context.client("apigateway");
    await client.deleteDeployment({ restApiId: state.restApi, deploymentId: id });
  },
});
