import { defineResource } from "../../definition";
import { t } from "../../schema";
import { importParts } from "./partIds";

export const methodResponse = defineResource({
  type: "aws:apigateway/methodResponse:MethodResponse",
  inputs: {
    httpMethod: t.string({ required: true, replaces: true }),
    resourceId: t.string({ required: true, replaces: true }),
    responseModels: t.map(t.string()),
    responseParameters: t.map(t.boolean()),
    restApi: t.string({ required: true, replaces: true }),
    statusCode: t.string({
      required: true,
      replaces: true,
      check: (code) => (/^[1-5]\d\d$/.test(code) ? undefined : "must be an HTTP status, such as '200'."),
    }),
  },
  outputs: {},
  notFound: ["NotFoundException"],
  idAfterImport: (id) => `agmr-${id.replaceAll("/", "-")}`,

  async create(context, given) {
    const client = await context.client("apigateway");
    await client.putMethodResponse(request(given));
    return `agmr-${given.restApi}-${given.resourceId}-${given.httpMethod}-${given.statusCode}`;
  },

  async read(context, id, prior) {
    const client = await context.client("apigateway");
    const [restApiId, resourceId, httpMethod, statusCode] =
      prior.restApi && prior.resourceId && prior.httpMethod && prior.statusCode
        ? [prior.restApi, prior.resourceId, prior.httpMethod, prior.statusCode]
        : importParts("A method's response", id, "API/RESOURCE/METHOD/STATUS");
    const found = await client.getMethodResponse({ restApiId, resourceId, httpMethod, statusCode });
    const { responseModels, responseParameters } = found;
    return { httpMethod, resourceId, responseModels, responseParameters, restApi: restApiId, statusCode };
  },

  async update(context, _id, { news }) {
    const client = await context.client("apigateway");
    // There is no call that sets all of it: the old one goes, as AWS's console does it.
    await client.deleteMethodResponse(placeOf(news));
    await client.putMethodResponse(request(news));
  },

  async delete(context, _id, state) {
    const client = await context.client("apigateway");
    const { restApi: restApiId, resourceId, httpMethod, statusCode } = state;
    await client.deleteMethodResponse({ restApiId, resourceId, httpMethod, statusCode });
  },
});

interface Given {
  restApi: string;
  resourceId: string;
  httpMethod: string;
  statusCode: string;
  responseModels?: Record<string, string>;
  responseParameters?: Record<string, boolean>;
}

function placeOf(given: Given) {
  return { restApiId: given.restApi, resourceId: given.resourceId, httpMethod: given.httpMethod, statusCode: given.statusCode };
}

function request(given: Given) {
  return { ...placeOf(given), responseModels: given.responseModels, responseParameters: given.responseParameters };
}
