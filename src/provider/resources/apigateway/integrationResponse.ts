import { defineResource } from "../../definition";
import { t } from "../../schema";
import { importParts } from "./partIds";

/** Content handling is left out: the emulator converts nothing. */
export const integrationResponse = defineResource({
  type: "aws:apigateway/integrationResponse:IntegrationResponse",
  inputs: {
    httpMethod: t.string({ required: true, replaces: true }),
    resourceId: t.string({ required: true, replaces: true }),
    responseParameters: t.map(t.string()),
    responseTemplates: t.map(t.string()),
    restApi: t.string({ required: true, replaces: true }),
    selectionPattern: t.string(),
    statusCode: t.string({
      required: true,
      replaces: true,
      check: (code) => (/^[1-5]\d\d$/.test(code) ? undefined : "must be an HTTP status, such as '200'."),
    }),
  },
  outputs: {},
  notFound: ["NotFoundException"],
  idAfterImport: (id) => `agir-${id.replaceAll("/", "-")}`,

  async create(context, given) {
    const client = await context.client("apigateway");
    await client.putIntegrationResponse(request(given));
    return `agir-${given.restApi}-${given.resourceId}-${given.httpMethod}-${given.statusCode}`;
  },

  async read(context, id, prior) {
    const client = await context.client("apigateway");
    const [restApiId, resourceId, httpMethod, statusCode] =
      prior.restApi && prior.resourceId && prior.httpMethod && prior.statusCode
        ? [prior.restApi, prior.resourceId, prior.httpMethod, prior.statusCode]
        : importParts("An integration's response", id, "API/RESOURCE/METHOD/STATUS");
    const found = await client.getIntegrationResponse({ restApiId, resourceId, httpMethod, statusCode });
    return {
      httpMethod,
      resourceId,
      responseParameters: found.responseParameters,
      responseTemplates: found.responseTemplates,
      restApi: restApiId,
      selectionPattern: found.selectionPattern,
      statusCode,
    };
  },

  async update(context, _id, { news }) {
    const client = await context.client("apigateway");
    await client.putIntegrationResponse(request(news));
  },

  async delete(context, _id, state) {
    const client = await context.client("apigateway");
    const { restApi: restApiId, resourceId, httpMethod, statusCode } = state;
    await client.deleteIntegrationResponse({ restApiId, resourceId, httpMethod, statusCode });
  },
});

interface Given {
  restApi: string;
  resourceId: string;
  httpMethod: string;
  statusCode: string;
  responseParameters?: Record<string, string>;
  responseTemplates?: Record<string, string>;
  selectionPattern?: string;
}

function request(given: Given) {
  return {
    restApiId: given.restApi,
    resourceId: given.resourceId,
    httpMethod: given.httpMethod,
    statusCode: given.statusCode,
    responseParameters: given.responseParameters,
    responseTemplates: given.responseTemplates,
    selectionPattern: given.selectionPattern,
  };
}
