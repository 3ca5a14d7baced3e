/** Every resource type and function that the embedded provider implements: one file per AWS service. */

import type { AnyFunction, AnyResource, ServiceDefinitions } from "./definition";
import { apigateway } from "./resources/apigateway";
import { apigatewayv2 } from "./resources/apigatewayv2";
import { cloudwatch } from "./resources/cloudwatch";
import { dynamodb } from "./resources/dynamodb";
import { ec2 } from "./resources/ec2";
import { general } from "./resources/general";
import { iam } from "./resources/iam";
import { lambda } from "./resources/lambda";
import { s3 } from "./resources/s3";
import { sns } from "./resources/sns";
import { sqs } from "./resources/sqs";
import { vpc } from "./resources/vpc";

const services: ServiceDefinitions[] = [general, s3, dynamodb, lambda, iam, ec2, vpc, apigateway, apigatewayv2, sqs, sns, cloudwatch];

export const resources: ReadonlyMap<string, AnyResource> = byToken(
  services.flatMap((service) => service.resources),
  (definition) => definition.type,
);
export const functions: ReadonlyMap<string, AnyFunction> = byToken(
  services.flatMap((service) => service.functions),
  (definition) => definition.token,
);

function byToken<T>(definitions: T[], token: (definition: T) => string): Map<string, T> {
  const map = new Map<string, T>();
  for (const definition of definitions) {
    if (map.has(token(definition))) throw new Error(`${token(definition)} is defined twice.`);
    map.set(token(definition), definition);
  }
  return map;
}
