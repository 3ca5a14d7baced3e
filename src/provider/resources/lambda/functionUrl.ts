import type { Cors, FunctionUrlAuthType, Lambda } from "@aws-sdk/client-lambda";
import { defineResource } from "../../definition";
import { isAwsError } from "../../errors";
import { t } from "../../schema";
import { inProgramsWords } from "./functionNames";

interface CorsInput {
  allowCredentials?: boolean;
  allowHeaders?: string[];
  allowMethods?: string[];
  allowOrigins?: string[];
  exposeHeaders?: string[];
  maxAge: number;
}

export const functionUrl = defineResource({
  type: "aws:lambda/functionUrl:FunctionUrl",
  inputs: {
    authorizationType: t.string({ required: true, oneOf: ["AWS_IAM", "NONE"] }),
    cors: t.object({
      allowCredentials: t.boolean(),
      allowHeaders: t.set(t.string()),
      allowMethods: t.set(t.string()),
      allowOrigins: t.set(t.string()),
      exposeHeaders: t.set(t.string()),
      maxAge: t.number({ default: 0 }),
    }),
    functionName: t.string({ required: true, replaces: true }),
    invokeMode: t.string({ default: "BUFFERED", oneOf: ["BUFFERED", "RESPONSE_STREAM"] }),
    qualifier: t.string({ replaces: true }),
  },
  outputs: {
    functionArn: t.string(),
    functionUrl: t.string(),
    urlId: t.string(),
  },
  notFound: ["ResourceNotFoundException"],

  async create(context, given) {
    const lambda = await context.client("lambda");
    await lambda.createFunctionUrlConfig({
      FunctionName: given.functionName,
      Qualifier: given.qualifier,
      AuthType: given.authorizationType,
      Cors: corsOf(given.cors),
      InvokeMode: given.invokeMode,
    });
    const id = given.qualifier === undefined ? given.functionName : `${given.functionName}/${given.qualifier}`;
    context.created(id);
    if (given.authorizationType === "NONE") await allowEveryone(lambda, given.functionName, given.qualifier);
    return id;
  },

  async read(context, id, prior) {
    const lambda = await context.client("lambda");
    const { FunctionName, Qualifier } = partsOf(id);
    const found = await lambda.getFunctionUrlConfig({ FunctionName, Qualifier });
    const cors = found.Cors ?? {};
    return {
      authorizationType: found.AuthType,
      cors:
        Object.keys(cors).length === 0
          ? undefined
          : {
              allowCredentials: cors.AllowCredentials ?? false,
              allowHeaders: cors.AllowHeaders,
              allowMethods: cors.AllowMethods,
              allowOrigins: cors.AllowOrigins,
              exposeHeaders: cors.ExposeHeaders,
              maxAge: cors.MaxAge ?? 0,
            },
      functionName: prior.functionName ?? inProgramsWords(FunctionName, FunctionName),
      invokeMode: found.InvokeMode ?? "BUFFERED",
      qualifier: Qualifier,
      functionArn: found.FunctionArn,
      functionUrl: found.FunctionUrl,
      urlId: /^https?:\/\/([^.]+)\./.exec(found.FunctionUrl ?? "")?.[1],
    };
  },

  async update(context, id, { news, changed }) {
    const lambda = await context.client("lambda");
    await lambda.updateFunctionUrlConfig({
      ...partsOf(id),
      AuthType: news.authorizationType,
      Cors: corsOf(news.cors) ?? {},
      InvokeMode: news.invokeMode,
    });
    if (changed("authorizationType") && news.authorizationType === "NONE") await allowEveryone(lambda, news.functionName, news.qualifier);
  },

  async delete(context, id) {
    const lambda = await context.client("lambda");
    await lambda.deleteFunctionUrlConfig(partsOf(id));
  },
});

function partsOf(id: string): { FunctionName: string; Qualifier?: string } {
  const [FunctionName = id, Qualifier] = id.split("/");
  return { FunctionName, Qualifier };
}

function corsOf(cors: CorsInput | undefined): Cors | undefined {
  if (cors === undefined) return undefined;
  return {
    AllowCredentials: cors.allowCredentials,
    AllowHeaders: cors.allowHeaders,
    AllowMethods: cors.allowMethods,
    AllowOrigins: cors.allowOrigins,
    ExposeHeaders: cors.exposeHeaders,
    MaxAge: cors.maxAge,
  };
}

/** A URL without authorization still needs the function's permission; as the official provider, give it along. */
async function allowEveryone(lambda: Lambda, FunctionName: string, Qualifier: string | undefined): Promise<void> {
  const statements = [
    { StatementId: "FunctionURLAllowPublicAccess", Action: "lambda:InvokeFunctionUrl", FunctionUrlAuthType: "NONE" as FunctionUrlAuthType },
    { StatementId: "FunctionURLInvokeAllowPublicAccess", Action: "lambda:InvokeFunction", InvokedViaFunctionUrl: true },
  ];
  for (const statement of statements) {
    try {
      await lambda.addPermission({ FunctionName, Qualifier, Principal: "*", ...statement });
    } catch (error) {
      // It is there already, from a URL that was deleted.
      if (!isAwsError(error, "ResourceConflictException")) throw error;
    }
  }
}
