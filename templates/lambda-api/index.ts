import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bundle } from "./bundle";

// Where the notes are kept. A table names the attributes of its keys only; items may have any others.
const table = new aws.dynamodb.Table("notes", {
  billingMode: "PAY_PER_REQUEST",
  hashKey: "id",
  attributes: [{ name: "id", type: "S" }],
});

// Whom the function is, for AWS. The trust policy says who may take the role on: the Lambda service, nobody else.
const role = new aws.iam.Role("notes-handler", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
});

// What the function may do, and no more than it needs: write logs, and read and write items of this one table.
new aws.iam.RolePolicyAttachment("write-logs", {
  role: role.name,
  policyArn: aws.iam.ManagedPolicy.AWSLambdaBasicExecutionRole,
});
const useTable = new aws.iam.RolePolicy("use-table", {
  role: role.name,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["dynamodb:GetItem", "dynamodb:PutItem"], Resource: table.arn }],
  }),
});

const handler = new aws.lambda.Function(
  "notes-handler",
  {
    runtime: "nodejs22.x",
    handler: "index.handler",
    // Lambda takes JavaScript, so the handler's TypeScript and the packages that it imports become one file.
    code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(bundle("handler/index.ts")) }),
    role: role.arn,
    memorySize: 256,
    timeout: 10,
    // The function learns from its environment what the program knows only after the deploy.
    environment: { variables: { TABLE_NAME: table.name } },
  },
  { dependsOn: useTable },
);

// Lambda would make its log group by itself, at the first call, and keep it for ever. This one goes with the stack.
new aws.cloudwatch.LogGroup("notes-handler", {
  name: pulumi.interpolate`/aws/lambda/${handler.name}`,
  retentionInDays: 7,
});

// The way in: an address (Api) whose requests are matched by routes, which hand them on to an integration.
const api = new aws.apigatewayv2.Api("notes", { protocolType: "HTTP" });

const integration = new aws.apigatewayv2.Integration("notes-handler", {
  apiId: api.id,
  integrationType: "AWS_PROXY",
  integrationUri: handler.invokeArn,
  payloadFormatVersion: "2.0",
});

for (const routeKey of ["POST /notes", "GET /notes/{id}"]) {
  new aws.apigatewayv2.Route(routeKey, {
    apiId: api.id,
    routeKey,
    target: pulumi.interpolate`integrations/${integration.id}`,
  });
}

// A stage publishes the API. `$default` has no part in the address; with `autoDeploy` it follows each change.
new aws.apigatewayv2.Stage("default", { apiId: api.id, name: "$default", autoDeploy: true });

// The function lets this API call it. Without this, callers get status 500 and the function never hears of it.
new aws.lambda.Permission("api-may-call", {
  action: "lambda:InvokeFunction",
  function: handler.name,
  principal: "apigateway.amazonaws.com",
  sourceArn: pulumi.interpolate`${api.executionArn}/*/*`,
});

export const url = api.apiEndpoint;
export const tableName = table.name;
export const functionName = handler.name;
