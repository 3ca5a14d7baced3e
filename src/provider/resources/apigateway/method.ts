import { defineResource, type Inputs } from "../../definition";
import { t } from "../../schema";
import { importParts } from "./partIds";
import { putMethodAgain } from "./putAgain";

const VERBS = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"] as const;

const inputs = {
  apiKeyRequired: t.boolean({ default: false }),
  authorization: t.string({ required: true, oneOf: ["NONE", "CUSTOM", "AWS_IAM", "COGNITO_USER_POOLS"] }),
  authorizationScopes: t.set(t.string()),
  authorizerId: t.string(),
  httpMethod: t.string({ required: true, replaces: true, oneOf: VERBS }),
  operationName: t.string(),
  requestModels: t.map(t.string()),
  requestParameters: t.map(t.boolean()),
  requestValidatorId: t.string(),
  resourceId: t.string({ required: true, replaces: true }),
  restApi: t.string({ required: true, replaces: true }),
};

export const method = defineResource({
  type: "aws:apigateway/method:Method",
  inputs,
  outputs: {},
  notFound: ["NotFoundException"],
  deleteBeforeReplace: true,
  idAfterImport: (id) => `agm-${id.replaceAll("/", "-")}`,

  async create(context, given) {
    const client = await context.client("apigateway");
    await client.putMethod(request(given));
    return `agm-${given.restApi}-${given.resourceId}-${given.httpMethod}`;
  },

  async read(context, id, prior) {
    const client = await context.client("apigateway");
    const [restApiId, resourceId, httpMethod] =
      prior.restApi && prior.resourceId && prior.httpMethod
        ? [prior.restApi, prior.resourceId, prior.httpMethod]
        : importParts("A method", id, "API/RESOURCE/METHOD");
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

  async update(context, _id, { news }) {
    await putMethodAgain(await context.client("apigateway"), request(news));
  },

  async delete(context, _id, state) {
    const client = await context.client("apigateway");
    await client.deleteMethod({ restApiId: state.restApi, resourceId: state.resourceId, httpMethod: state.httpMethod });
  },
});

function request(given: Inputs<typeof inputs>) {
  return {
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
  };
}
