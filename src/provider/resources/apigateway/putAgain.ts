/**
 * Setting a method or an integration anew. The emulator's Update calls keep flags and numbers as text and take `~1` in
 * a path for part of a name, so that a change is put. A put takes away what belonged to the old one, however, and that
 * is put back here: it is other resources'.
 */

import type {
  APIGateway,
  GetIntegrationCommandOutput,
  GetMethodCommandOutput,
  PutIntegrationRequest,
  PutMethodRequest,
} from "@aws-sdk/client-api-gateway";

interface Place {
  restApiId: string | undefined;
  resourceId: string | undefined;
  httpMethod: string | undefined;
}

type Integration = Pick<GetIntegrationCommandOutput, Exclude<keyof GetIntegrationCommandOutput, "$metadata">>;

export async function putMethodAgain(client: APIGateway, request: PutMethodRequest): Promise<void> {
  const place = placeOf(request);
  const before = await client.getMethod(place);
  await client.putMethod(request);
  const after = await client.getMethod(place);
  await putBackResponses(client, place, before, after);
  if (before.methodIntegration && !after.methodIntegration) await putBackIntegration(client, place, before.methodIntegration);
}

export async function putIntegrationAgain(client: APIGateway, request: PutIntegrationRequest): Promise<void> {
  const place = placeOf(request);
  const before = await client.getIntegration(place);
  await client.putIntegration(request);
  await putBackIntegrationResponses(client, place, before, await client.getIntegration(place));
}

async function putBackResponses(client: APIGateway, place: Place, before: GetMethodCommandOutput, after: GetMethodCommandOutput): Promise<void> {
  for (const [statusCode, response] of Object.entries(before.methodResponses ?? {})) {
    if (!after.methodResponses?.[statusCode]) await client.putMethodResponse({ ...response, ...place, statusCode });
  }
}

async function putBackIntegration(client: APIGateway, place: Place, before: Integration): Promise<void> {
  const { httpMethod: integrationHttpMethod, integrationResponses: _apart, ...settings } = before;
  const { type } = before;
  await client.putIntegration({ ...settings, ...place, type, integrationHttpMethod });
  await putBackIntegrationResponses(client, place, before, {});
}

async function putBackIntegrationResponses(client: APIGateway, place: Place, before: Integration, after: Integration): Promise<void> {
  for (const [statusCode, response] of Object.entries(before.integrationResponses ?? {})) {
    if (!after.integrationResponses?.[statusCode]) await client.putIntegrationResponse({ ...response, ...place, statusCode });
  }
}

function placeOf({ restApiId, resourceId, httpMethod }: Place): Place {
  return { restApiId, resourceId, httpMethod };
}
