import { defineResource, type Inputs } from "../../definition";
import { t } from "../../schema";
import { importParts } from "./partIds";
import { putIntegrationAgain } from "./putAgain";

const inputs = {
  cacheKeyParameters: t.set(t.string()),
  cacheNamespace: t.string({ computed: true }),
  connectionType: t.string({ default: "INTERNET", oneOf: ["INTERNET"] }),
  credentials: t.string({ replaces: true }),
  httpMethod: t.string({ required: true, replaces: true }),
  integrationHttpMethod: t.string({ replaces: true }),
  passthroughBehavior: t.string({ computed: true, replaces: true, oneOf: ["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"] }),
  requestParameters: t.map(t.string()),
  requestTemplates: t.map(t.string()),
  resourceId: t.string({ required: true, replaces: true }),
  restApi: t.string({ required: true, replaces: true }),
  timeoutMilliseconds: t.number({
    default: 29000,
    check: (value) => (value >= 50 && value <= 300000 ? undefined : "must be 50 to 300000 milliseconds."),
  }),
  type: t.string({ required: true, replaces: true, oneOf: ["AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK"] }),
  uri: t.string(),
};

/** VPC links, content handling, streaming and TLS settings are left out: the emulator has none of them. */
export const integration = defineResource({
  type: "aws:apigateway/integration:Integration",
  inputs,
  outputs: {},
  notFound: ["NotFoundException"],
  // A method has one integration: the new one would take the old one's place, and then be deleted as the old one.
  deleteBeforeReplace: true,
  idAfterImport: (id) => `agi-${id.replaceAll("/", "-")}`,

  check(given) {
    const missing = (["uri", "integrationHttpMethod"] as const).filter((name) => given[name] === undefined);
    if (given["type"] === "MOCK") return [];
    return missing.map((property) => ({
      property,
      reason: `aws:apigateway/integration:Integration: '${property}' is required: only MOCK integrations can do without.`,
    }));
  },

  async create(context, given) {
    const client = await context.client("apigateway");
    await client.putIntegration(request(given));
    return `agi-${given.restApi}-${given.resourceId}-${given.httpMethod}`;
  },

  async read(context, id, prior) {
    const client = await context.client("apigateway");
    const [restApiId, resourceId, httpMethod] =
      prior.restApi && prior.resourceId && prior.httpMethod
        ? [prior.restApi, prior.resourceId, prior.httpMethod]
        : importParts("An integration", id, "API/RESOURCE/METHOD");
    const found = await client.getIntegration({ restApiId, resourceId, httpMethod });
    // MiniStack keeps no namespace but the default one.
    const isDefaultNamespace = found.cacheNamespace === undefined || found.cacheNamespace === resourceId;
    return {
      cacheKeyParameters: found.cacheKeyParameters,
      cacheNamespace: isDefaultNamespace ? (prior.cacheNamespace ?? resourceId) : found.cacheNamespace,
      connectionType: "INTERNET",
      credentials: found.credentials,
      httpMethod,
      // MiniStack says POST of a MOCK, which calls nothing.
      integrationHttpMethod: found.type === "MOCK" ? prior.integrationHttpMethod : found.httpMethod,
      passthroughBehavior: found.passthroughBehavior as "NEVER" | undefined,
      requestParameters: found.requestParameters,
      requestTemplates: found.requestTemplates,
      resourceId,
      restApi: restApiId,
      timeoutMilliseconds: found.timeoutInMillis ?? 29000,
      type: found.type,
      uri: found.uri,
    };
  },

  async update(context, _id, { news }) {
    await putIntegrationAgain(await context.client("apigateway"), request(news));
  },

  async delete(context, _id, state) {
    const client = await context.client("apigateway");
    await client.deleteIntegration({ restApiId: state.restApi, resourceId: state.resourceId, httpMethod: state.httpMethod });
  },
});

function request(given: Inputs<typeof inputs>) {
  return {
    restApiId: given.restApi,
    resourceId: given.resourceId,
    httpMethod: given.httpMethod,
    type: given.type,
    cacheKeyParameters: given.cacheKeyParameters,
    cacheNamespace: given.cacheNamespace ?? (given.cacheKeyParameters && given.resourceId),
    connectionType: given.connectionType,
    credentials: given.credentials,
    integrationHttpMethod: given.integrationHttpMethod,
    passthroughBehavior: given.passthroughBehavior,
    requestParameters: given.requestParameters,
    requestTemplates: given.requestTemplates,
    timeoutInMillis: given.timeoutMilliseconds,
    uri: given.uri,
  };
}
