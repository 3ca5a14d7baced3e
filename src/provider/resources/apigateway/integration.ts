import { defineResource } from "../../definition";
import { t } from "../../schema";
import { importParts } from "./partIds";

/** VPC links, caches, content handling and TLS settings are left out: the emulator has none of them. */
export const integration = defineResource({
  type: "aws:apigateway/integration:Integration",
  inputs: {
    connectionType: t.string({ default: "INTERNET", oneOf: ["INTERNET"] }),
    credentials: t.string(),
    httpMethod: t.string({ required: true, replaces: true }),
    integrationHttpMethod: t.string(),
    passthroughBehavior: t.string({ computed: true, oneOf: ["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"] }),
    requestParameters: t.map(t.string()),
    requestTemplates: t.map(t.string()),
    resourceId: t.string({ required: true, replaces: true }),
    restApi: t.string({ required: true, replaces: true }),
    timeoutMilliseconds: t.number({ default: 29000, check: (value) => (value >= 50 && value <= 300000 ? undefined : "must be 50 to 300000 milliseconds.") }),
    type: t.string({ required: true, oneOf: ["AWS", "AWS_PROXY", "HTTP", "HTTP_PROXY", "MOCK"] }),
    uri: t.string(),
  },
  outputs: {},
  notFound: ["NotFoundException"],
  idAfterImport: (id) => `agi-${id.replaceAll("/", "-")}`,

  async create(context, given) {
    const client = await context.client("apigateway");
    await client.putIntegration({ ...placeOf(given), ...settings(given) });
    return `agi-${given.restApi}-${given.resourceId}-${given.httpMethod}`;
  },

  async read(context, id, prior) {
    const client = await context.client("apigateway");
    const [restApiId, resourceId, httpMethod] =
      prior.restApi && prior.resourceId && prior.httpMethod ? [prior.restApi, prior.resourceId, prior.httpMethod] : importParts("An integration", id, "API/RESOURCE/METHOD");
    const found = await client.getIntegration({ restApiId, resourceId, httpMethod });
    return {
      connectionType: "INTERNET",
      credentials: found.credentials,
      httpMethod,
      integrationHttpMethod: found.httpMethod,
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
    const client = await context.client("apigateway");
    // Putting it again sets everything at once; its responses stay.
    await client.putIntegration({ ...placeOf(news), ...settings(news) });
  },

  async delete(context, _id, state) {
    const client = await context.client("apigateway");
    await client.deleteIntegration({ restApiId: state.restApi, resourceId: state.resourceId, httpMethod: state.httpMethod });
  },
});

function placeOf(given: { restApi: string; resourceId: string; httpMethod: string }) {
  return { restApiId: given.restApi, resourceId: given.resourceId, httpMethod: given.httpMethod };
}

interface Settings {
  credentials?: string;
  integrationHttpMethod?: string;
  passthroughBehavior?: string;
  requestParameters?: Record<string, string>;
  requestTemplates?: Record<string, string>;
  timeoutMilliseconds: number;
  type: "AWS" | "AWS_PROXY" | "HTTP" | "HTTP_PROXY" | "MOCK";
  uri?: string;
}

function settings(given: Settings) {
  return {
    type: given.type,
    connectionType: "INTERNET" as const,
    credentials: given.credentials,
    integrationHttpMethod: given.integrationHttpMethod,
    passthroughBehavior: given.passthroughBehavior,
    requestParameters: given.requestParameters,
    requestTemplates: given.requestTemplates,
    timeoutInMillis: given.timeoutMilliseconds,
    uri: given.uri,
  };
}
