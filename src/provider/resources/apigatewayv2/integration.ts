import type { ContentHandlingStrategy } from "@aws-sdk/client-apigatewayv2";
import { defineResource } from "../../definition";
import { t } from "../../schema";
import { childOf, ownId } from "./childIds";

/**
 * VPC links, integrations with AWS services and their roles, templates and mappings of responses are left out: the
 * emulator acts on none of them.
 */
export const integration = defineResource({
  type: "aws:apigatewayv2/integration:Integration",
  inputs: {
    apiId: t.string({ required: true, replaces: true }),
    connectionType: t.string({ default: "INTERNET", oneOf: ["INTERNET"] }),
    contentHandlingStrategy: t.string({ oneOf: ["CONVERT_TO_BINARY", "CONVERT_TO_TEXT"] }),
    description: t.string(),
    /** A function is always called by POST, and AWS says so where the program doesn't. */
    integrationMethod: t.string({ computed: true }),
    integrationType: t.string({ required: true, replaces: true, oneOf: ["AWS_PROXY", "HTTP_PROXY", "MOCK", "HTTP", "AWS"] }),
    integrationUri: t.string(),
    /** What AWS does without it, and the only thing that the emulator does. It doesn't tell it back. */
    passthroughBehavior: t.string({ oneOf: ["WHEN_NO_MATCH"], local: true }),
    payloadFormatVersion: t.string({ default: "1.0", oneOf: ["1.0", "2.0"] }),
    requestParameters: t.map(t.string()),
    timeoutMilliseconds: t.number({ computed: true, check: (value) => (value >= 50 && value <= 30000 ? undefined : "must be 50 to 30000 milliseconds.") }),
  },
  outputs: { integrationResponseSelectionExpression: t.string() },
  notFound: ["NotFoundException"],
  idAfterImport: ownId,

  async create(context, given) {
    const client = await context.client("apigatewayv2");
    const { IntegrationId = "" } = await client.createIntegration({ ApiId: given.apiId, IntegrationType: given.integrationType, ...settings(given) });
    return IntegrationId;
  },

  async read(context, id, prior) {
    const client = await context.client("apigatewayv2");
    const { ApiId, child } = childOf("An integration", id, prior);
    const found = await client.getIntegration({ ApiId, IntegrationId: child });
    return {
      apiId: ApiId,
      connectionType: "INTERNET",
      contentHandlingStrategy: found.ContentHandlingStrategy,
      description: found.Description,
      integrationMethod: found.IntegrationMethod,
      integrationType: found.IntegrationType,
      integrationUri: found.IntegrationUri,
      payloadFormatVersion: found.PayloadFormatVersion === "2.0" ? "2.0" : "1.0",
      requestParameters: found.RequestParameters,
      timeoutMilliseconds: found.TimeoutInMillis,
      integrationResponseSelectionExpression: found.IntegrationResponseSelectionExpression,
    };
  },

  async update(context, id, { news }) {
    const client = await context.client("apigatewayv2");
    // What is empty clears what the program no longer says; what is left out would stay.
    await client.updateIntegration({
      ...settings(news),
      ApiId: news.apiId,
      IntegrationId: id,
      ContentHandlingStrategy: news.contentHandlingStrategy ?? ("" as ContentHandlingStrategy),
      Description: news.description ?? "",
      IntegrationUri: news.integrationUri ?? "",
      RequestParameters: news.requestParameters ?? {},
    });
  },

  async delete(context, id, state) {
    const client = await context.client("apigatewayv2");
    await client.deleteIntegration({ ApiId: state.apiId, IntegrationId: id });
  },
});

interface Settings {
  contentHandlingStrategy?: ContentHandlingStrategy;
  description?: string;
  integrationMethod?: string;
  integrationUri?: string;
  passthroughBehavior?: "WHEN_NO_MATCH";
  payloadFormatVersion: string;
  requestParameters?: Record<string, string>;
  timeoutMilliseconds?: number;
}

function settings(given: Settings) {
  return {
    ConnectionType: "INTERNET" as const,
    ContentHandlingStrategy: given.contentHandlingStrategy,
    Description: given.description,
    IntegrationMethod: given.integrationMethod,
    IntegrationUri: given.integrationUri,
    PassthroughBehavior: given.passthroughBehavior,
    PayloadFormatVersion: given.payloadFormatVersion,
    RequestParameters: given.requestParameters,
    TimeoutInMillis: given.timeoutMilliseconds,
  };
}
