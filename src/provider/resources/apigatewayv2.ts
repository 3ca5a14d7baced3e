import type { ServiceDefinitions } from "../definition";
import { api } from "./apigatewayv2/api";
import { deployment } from "./apigatewayv2/deployment";
import { integration } from "./apigatewayv2/integration";
import { route } from "./apigatewayv2/route";
import { stage } from "./apigatewayv2/stage";

export const apigatewayv2: ServiceDefinitions = {
  resources: [api, integration, route, stage, deployment],
  functions: [],
};
