import { defineResource } from "../../definition";
import { t } from "../../schema";
import { importParts } from "./partIds";

const VERBS = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"] as const;

/** Putting a method again replaces its settings and would take its integration along, so every change replaces. */
export const method = defineResource({
  type: "aws:apigateway/method:Method",
  inputs: {
    apiKeyRequired: t.boolean({ default: false, replaces: true }),
    authorization: t.string({ required: true, replaces: true, oneOf: ["NONE", "CUSTOM", "AWS_IAM", "COGNITO_USER_POOLS"] }),
    authorizationScopes: t.set(t.string(), { replaces: true }),
    authorizerId: t.string({ replaces: true }),
    httpMethod: t.string({ required: true, replaces: true, oneOf: VERBS }),
    operationName: t.string({ replaces: true }),
    requestModels: t.map(t.string(), { replaces: true }),
    requestParameters: t.map(t.boolean(), { replaces: true }),
    requestValidatorId: t.string({ replaces: true }),
    resourceId: t.string({ required: true, replaces: true }),
    restApi: t.string({ required: true, replaces: true }),
  },
  outputs: {},
  notFound: ["NotFoundException"],
  deleteBeforeReplace: true,
  idAfterImport: (id) => `agm-${id.replaceAll("/", "-")}`,

  async create(context, given) {
    const client = await context.client("apigateway");
    await client.putMethod({
      restApiId: given.restApi,
      resourceId: given.resourceId,
      httpMethod: given.httpMethod,
      authorizationType: given.authorization,
      authorizationScopes: given.authorizationScopes,
      authorizerId: given.authorizerId,
      apiKeyRequired: given.apiKeyRequired,
      operationName: given.operationName,
      requestModels: given.requestModels,
      requestParameters: given.requestParameters,
      requestValidatorId: given.requestValidatorId,
    });
    return `agm-${given.restApi}-${given.resourceId}-${given.httpMethod}`;
  },

  async read(context, id, prior) {
    const client = await context.client("apigateway");
    const [restApiId, resourceId, httpMethod] =
      prior.restApi && prior.resourceId && prior.httpMethod ? [prior.restApi, prior.resourceId, prior.httpMethod] : importParts("A method", id, "API/RESOURCE/METHOD");
    const found = await client.getMethod({ restApiId, resourceId, httpMethod });
    return {
      apiKeyRequired: found.apiKeyRequired ?? false,
      authorization: found.authorizationType as "NONE" | undefined,
      authorizationScopes: found.authorizationScopes,
      authorizerId: found.authorizerId,
      httpMethod: VERBS.find((verb) => verb === httpMethod),
      operationName: found.operationName,
      requestModels: found.requestModels,
      requestParameters: found.requestParameters,
      requestValidatorId: found.requestValidatorId,
      resourceId,
      restApi: restApiId,
    };
  },

  async delete(context, _id, state) {
    const client = await context.client("apigateway");
    await client.deleteMethod({ restApiId: state.restApi, resourceId: state.resourceId, httpMethod: state.httpMethod });
  },
});
