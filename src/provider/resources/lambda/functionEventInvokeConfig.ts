import type { DestinationConfig } from "@aws-sdk/client-lambda";
import type { Context } from "../../context";
import { defineResource, type Inputs } from "../../definition";
import { t } from "../../schema";
import { parseFunction } from "./functionNames";

/** Six hours: what Lambda does where nothing is said. */
const LONGEST_AGE = 21600;

const inputs = {
  destinationConfig: t.object({
    onFailure: t.object({ destination: t.string({ required: true }) }),
    onSuccess: t.object({ destination: t.string({ required: true }) }),
  }),
  functionName: t.string({ required: true, replaces: true }),
  maximumEventAgeInSeconds: t.number({ check: (seconds) => (seconds >= 60 && seconds <= LONGEST_AGE ? undefined : `must be 60 to ${LONGEST_AGE}.`) }),
  maximumRetryAttempts: t.number({ default: 2, check: (attempts) => (attempts >= 0 && attempts <= 2 ? undefined : "must be 0, 1 or 2.") }),
  qualifier: t.string({ replaces: true }),
};

export const functionEventInvokeConfig = defineResource({
  type: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  inputs,
  outputs: {},
  notFound: ["ResourceNotFoundException"],

  async create(context, given) {
    await put(context, given);
    return given.qualifier === undefined ? given.functionName : `${given.functionName}:${given.qualifier}`;
  },

  async read(context, id, prior) {
    const lambda = await context.client("lambda");
    const { name, qualifier } = parseFunction(id);
    const found = await lambda.getFunctionEventInvokeConfig({ FunctionName: name, Qualifier: qualifier });
    const failure = found.DestinationConfig?.OnFailure?.Destination;
    const success = found.DestinationConfig?.OnSuccess?.Destination;
    const age = found.MaximumEventAgeInSeconds;
    return {
      destinationConfig:
        failure || success
          ? { onFailure: failure ? { destination: failure } : undefined, onSuccess: success ? { destination: success } : undefined }
          : undefined,
      functionName: prior.functionName ?? functionIn(id, qualifier),
      // The emulator says its default of those that were told nothing.
      maximumEventAgeInSeconds: age === LONGEST_AGE ? prior.maximumEventAgeInSeconds && age : age,
      maximumRetryAttempts: found.MaximumRetryAttempts ?? 2,
      qualifier,
    };
  },

  async update(context, _id, { news }) {
    await put(context, news);
  },

  async delete(context, id) {
    const lambda = await context.client("lambda");
    const { name, qualifier } = parseFunction(id);
    await lambda.deleteFunctionEventInvokeConfig({ FunctionName: name, Qualifier: qualifier });
  },
});

/** It replaces all that was said before. */
async function put(context: Context, given: Inputs<typeof inputs>): Promise<void> {
  const lambda = await context.client("lambda");
  await lambda.putFunctionEventInvokeConfig({
    FunctionName: given.functionName,
    Qualifier: given.qualifier,
    DestinationConfig: destinationsOf(given.destinationConfig),
    MaximumEventAgeInSeconds: given.maximumEventAgeInSeconds,
    MaximumRetryAttempts: given.maximumRetryAttempts,
  });
  if (given.destinationConfig?.onSuccess) {
    context.warn(`The emulator keeps 'destinationConfig.onSuccess', but delivers nothing there: ${given.destinationConfig.onSuccess.destination} stays empty.`);
  }
}

function destinationsOf(destinations: Inputs<typeof inputs>["destinationConfig"]): DestinationConfig | undefined {
  if (destinations === undefined) return undefined;
  return {
    OnFailure: destinations.onFailure && { Destination: destinations.onFailure.destination },
    OnSuccess: destinations.onSuccess && { Destination: destinations.onSuccess.destination },
  };
}

/** The id without its qualifier: the function's name or ARN. */
function functionIn(id: string, qualifier: string | undefined): string {
  return qualifier === undefined ? id : id.slice(0, -qualifier.length - 1);
}
