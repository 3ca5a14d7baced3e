/** Every resource type and function that the embedded provider implements: one file per AWS service. */

import type { AnyFunction, AnyResource, ServiceDefinitions } from "./definition";
import { acm } from "./resources/acm";
import { apigateway } from "./resources/apigateway";
import { apigatewayv2 } from "./resources/apigatewayv2";
import { appsync } from "./resources/appsync";
import { cloudfront } from "./resources/cloudfront";
import { cloudwatch } from "./resources/cloudwatch";
import { cognito } from "./resources/cognito";
import { dynamodb } from "./resources/dynamodb";
import { ec2 } from "./resources/ec2";
import { ecr } from "./resources/ecr";
import { ecs } from "./resources/ecs";
import { elasticache } from "./resources/elasticache";
import { general } from "./resources/general";
import { iam } from "./resources/iam";
import { kinesis } from "./resources/kinesis";
import { kms } from "./resources/kms";
import { lambda } from "./resources/lambda";
import { lb } from "./resources/lb";
import { rds } from "./resources/rds";
import { route53 } from "./resources/route53";
import { s3 } from "./resources/s3";
import { scheduler } from "./resources/scheduler";
import { secretsmanager } from "./resources/secretsmanager";
import { sfn } from "./resources/sfn";
import { sns } from "./resources/sns";
import { sqs } from "./resources/sqs";
import { ssm } from "./resources/ssm";
import { vpc } from "./resources/vpc";

const services: ServiceDefinitions[] = [general, s3, dynamodb, lambda, iam, ec2, vpc, apigateway, apigatewayv2, sqs, sns, cloudwatch, sfn, scheduler, kms, secretsmanager, ssm, cloudfront, kinesis, ecr, ecs, lb, rds, elasticache, cognito, route53, acm, appsync];

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
