import type { ServiceDefinitions } from "../definition";
import { deployment } from "./apigateway/deployment";
import { integration } from "./apigateway/integration";
import { integrationResponse } from "./apigateway/integrationResponse";
import { method } from "./apigateway/method";
import { methodResponse } from "./apigateway/methodResponse";
import { resource } from "./apigateway/resource";
import { restApi } from "./apigateway/restApi";
import { stage } from "./apigateway/stage";

export const apigateway: ServiceDefinitions = {
  resources: [restApi, resource, method, integration, methodResponse, integrationResponse, deployment, stage],
  functions: [],
};
