import { defineResource } from "../../definition";
import { t } from "../../schema";
import { childOf, ownId } from "./childIds";

export const deployment = defineResource({
  type: "aws:apigatewayv2/deployment:Deployment",
  inputs: {
    apiId: t.string({ required: true, replaces: true }),
    /** AWS could change it in place, but emulators have no UpdateDeployment. */
    description: t.string({ replaces: true }),
    /** Any change makes a new deployment; AWS never hears of them. */
    triggers: t.map(t.string(), { replaces: true, local: true }),
  },
  outputs: { autoDeployed: t.boolean() },
  notFound: ["NotFoundException"],
  idAfterImport: ownId,

  async create(context, given) {
    const client = await context.client("apigatewayv2");
    const { DeploymentId = "" } = await client.createDeployment({ ApiId: given.apiId, Description: given.description });
    return DeploymentId;
  },

  async read(context, id, prior) {
    const client = await context.client("apigatewayv2");
    const { ApiId, child } = childOf("A deployment", id, prior);
    const found = await client.getDeployment({ ApiId, DeploymentId: child });
    return { apiId: ApiId, description: found.Description, autoDeployed: found.AutoDeployed ?? false };
  },

  async delete(context, id, state) {
    const client = await context.client("apigatewayv2");
    await client.deleteDeployment({ ApiId: state.apiId, DeploymentId: id });
  },
});
