import type { AliasRoutingConfiguration } from "@aws-sdk/client-lambda";
import { defineResource } from "../../definition";
import { ProviderError } from "../../errors";
import { t } from "../../schema";
import { inProgramsWords, invokeArn, parseFunction } from "./functionNames";

interface RoutingInput {
  additionalVersionWeights?: Record<string, number>;
}

export const alias = defineResource({
  type: "aws:lambda/alias:Alias",
  inputs: {
    description: t.string({ check: (text) => (text.length <= 256 ? undefined : "must have at most 256 characters.") }),
    functionName: t.string({ required: true, replaces: true }),
    functionVersion: t.string({
      required: true,
      check: (version) => (/^(\$LATEST|\d+)$/.test(version) ? undefined : "must be $LATEST or the number of a published version."),
    }),
    name: t.string({
      replaces: true,
      autoName: { maxLength: 128, transform: (name) => name.replace(/[^A-Za-z0-9_-]/g, "-") },
      check: (name) => (/^(?!\d+$)[A-Za-z0-9_-]{1,128}$/.test(name) ? undefined : "must have 1 to 128 letters, digits, dashes and underscores, and not digits only."),
    }),
    routingConfig: t.object({ additionalVersionWeights: t.map(t.number()) }),
  },
  outputs: {
    arn: t.string(),
    invokeArn: t.string(),
  },
  notFound: ["ResourceNotFoundException"],
  idAfterImport: (id, { arn }) => (typeof arn === "string" ? arn : id),

  async create(context, given) {
    const lambda = await context.client("lambda");
    const { AliasArn = "" } = await lambda.createAlias({
      FunctionName: given.functionName,
      Name: given.name,
      FunctionVersion: given.functionVersion,
      Description: given.description,
      RoutingConfig: given.routingConfig && routingOf(given.routingConfig),
    });
    if (given.routingConfig) context.warn(weightsDoNothing(given.name));
    return AliasArn;
  },

  async read(context, id, prior) {
    const lambda = await context.client("lambda");
    const place = placeOf(id);
    const found = await lambda.getAlias(place);
    const weights = found.RoutingConfig?.AdditionalVersionWeights ?? {};
    return {
      description: found.Description || undefined,
      functionName: inProgramsWords(place.FunctionName, prior.functionName),
      functionVersion: found.FunctionVersion,
      name: found.Name,
      routingConfig: Object.keys(weights).length === 0 ? undefined : { additionalVersionWeights: weights },
      arn: found.AliasArn,
      invokeArn: invokeArn(context.region, found.AliasArn ?? ""),
    };
  },

  async update(context, id, { news, changed }) {
    const lambda = await context.client("lambda");
    await lambda.updateAlias({
      ...placeOf(id),
      FunctionVersion: news.functionVersion,
      Description: news.description ?? "",
      RoutingConfig: routingOf(news.routingConfig ?? {}),
    });
    if (changed("routingConfig") && news.routingConfig) context.warn(weightsDoNothing(news.name));
  },

  async delete(context, id) {
    const lambda = await context.client("lambda");
    await lambda.deleteAlias(placeOf(id));
  },
});

/** The id is the alias's ARN; an import may say FUNCTION/ALIAS. */
function placeOf(id: string): { FunctionName: string; Name: string } {
  const slash = id.lastIndexOf("/");
  if (slash > 0) return { FunctionName: id.slice(0, slash), Name: id.slice(slash + 1) };
  const { name, qualifier } = parseFunction(id);
  if (qualifier === undefined) throw new ProviderError(`'${id}' does not say which alias of a function it is. It reads FUNCTION/ALIAS, such as 'hello/live'.`);
  return { FunctionName: name, Name: qualifier };
}

/** No weights at all take away those that there were. */
function routingOf(routing: RoutingInput): AliasRoutingConfiguration {
  return { AdditionalVersionWeights: routing.additionalVersionWeights ?? {} };
}

function weightsDoNothing(name: string): string {
  return `The emulator keeps an alias's weights, but sends every call of '${name}' to its 'functionVersion'.`;
}
