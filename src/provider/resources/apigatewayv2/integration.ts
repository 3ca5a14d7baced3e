import { defineResource } from "../../definition";
import { t } from "../../schema";
import { childOf, ownId } from "./childIds";

/** VPC links, AWS service integrations and parameter mappings are left out: the emulator has none of them. */
export const integration = defineResource({
  type: "aws:apigatewayv2/integration:Integration",
  inputs: {
    apiId: t.string({ required: true, replaces: true }),
    connectionType: t.string({ default: "INTERNET", oneOf: ["INTERNET"] }),
    credentialsArn: t.string(),
    description: t.string(),
    integrationMethod: t.string(),
    integrationType: t.string({ required: true, replaces: true, oneOf: ["AWS_PROXY", "HTTP_PROXY", "MOCK", "HTTP", "AWS"] }),
    integrationUri: t.string(),
    passthroughBehavior: t.string({ oneOf: ["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"] }),
    payloadFormatVersion: t.string({ default: "1.0", oneOf: ["1.0", "2.0"] }),
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
      credentialsArn: found.CredentialsArn,
      description: found.Description,
      integrationMethod: found.IntegrationMethod,
      integrationType: found.IntegrationType,
      integrationUri: found.IntegrationUri,
      passthroughBehavior: found.PassthroughBehavior,
      payloadFormatVersion: found.PayloadFormatVersion === "2.0" ? "2.0" : "1.0",
      timeoutMilliseconds: found.TimeoutInMillis,
      integrationResponseSelectionExpression: found.IntegrationResponseSelectionExpression,
    };
  },

  async update(context, id, { news }) {
    const client = await context.client("apigatewayv2");
    await client.updateIntegration({ ApiId: news.apiId, IntegrationId: id, ...settings(news), Description: news.description ?? "" });
  },

  async delete(context, id, state) {
    const client = await context.client("apigatewayv2");
    await client.deleteIntegration({ ApiId: state.apiId, IntegrationId: id });
  },
});

interface Settings {
  credentialsArn?: string;
  description?: string;
  integrationMethod?: string;
  integrationUri?: string;
  passthroughBehavior?: "WHEN_NO_MATCH" | "WHEN_NO_TEMPLATES" | "NEVER";
  payloadFormatVersion: string;
  timeoutMilliseconds?: number;
}

function settings(given: Settings) {
  return {
    ConnectionType: "INTERNET" as const,
    CredentialsArn: given.credentialsArn,
    Description: given.description,
    IntegrationMethod: given.integrationMethod,
    IntegrationUri: given.integrationUri,
    PassthroughBehavior: given.passthroughBehavior,
    PayloadFormatVersion: given.payloadFormatVersion,
    TimeoutInMillis: given.timeoutMilliseconds,
  };
}
