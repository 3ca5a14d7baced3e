import { z } from "zod";
import type { ResourceDetails } from "../../shared/graphPanel";
import { parseType } from "../../shared/resourceType";
import type { Diagnostic } from "../engine/diagnostics";
import type { StackSession } from "../engine/stackSession";
import { type ExportedState, maskSecrets, SECRET } from "../engine/stackState";
import { UserError } from "../errors";
import { isSecret, openSecrets, presentable } from "./stateValues";

export interface DetailSources {
  diagnostics?: readonly Diagnostic[];
  /** What a preview would give it, by URN: shown in the place of what the state has. */
  plannedInputs?: Readonly<Record<string, Record<string, unknown>>>;
  /** The stack's addresses that a browser can open. */
  urls?: readonly { urn: string; url: string }[];
}

/** What a state and the last operation know of a resource; empty where they know nothing. Secrets are masked. */
export function resourceDetails(state: ExportedState | undefined, urn: string, sources: DetailSources = {}): ResourceDetails {
  const details = describe(findResource(state, urn), urn, sources, maskSecrets);
  const planned = sources.plannedInputs && Object.hasOwn(sources.plannedInputs, urn) ? sources.plannedInputs[urn] : undefined;
  return planned ? { ...details, inputs: presentable(planned) as Record<string, unknown> } : details;
}

/**
 * The same with its secrets in the clear.
 * @throws UserError `no-resource` when the stack's state does not hold it
 */
export async function revealResource(session: StackSession, urn: string, signal?: AbortSignal, sources: DetailSources = {}): Promise<ResourceDetails> {
  const text = await session.withCli((cli) => cli.run(["stack", "export", "--show-secrets", "--stack", session.stack], { signal }));
  const resource = findResource(exported.parse(JSON.parse(text)), urn);
  if (!resource) {
    throw new UserError("no-resource", "The stack's state does not hold this resource yet.", "Deploy the stack first.");
  }
  return describe(resource, urn, sources, openSecrets);
}

const exported = z.object({
  version: z.number(),
  deployment: z.looseObject({ resources: z.array(z.looseObject({ urn: z.string(), type: z.string() })).optional() }),
});

type StateResource = NonNullable<ExportedState["deployment"]["resources"]>[number];

/** A resource of a state; not one that only waits for its deletion. */
export function findResource(state: ExportedState | undefined, urn: string): StateResource | undefined {
  return state?.deployment.resources?.find((each) => each.urn === urn && !each.delete);
}

function describe(resource: StateResource | undefined, urn: string, sources: DetailSources, show: (value: unknown) => unknown): ResourceDetails {
  const present = (values: unknown): Record<string, unknown> => presentable(show(values ?? {})) as Record<string, unknown>;
  return {
    inputs: present(resource?.inputs),
    outputs: present(resource?.outputs),
    diagnostics: (sources.diagnostics ?? []).filter((each) => each.urn === urn).map(({ severity, message }) => ({ severity, message })),
    hasSecrets: isSecret(resource?.inputs) || isSecret(resource?.outputs),
    urls: (sources.urls ?? []).filter((each) => each.urn === urn).map(({ url }) => url),
  };
}

/**
 * What tells most about a resource, the most telling first; the type's own come before these. Not `websiteEndpoint`:
 * it names a host of AWS that an emulator does not answer for.
 */
const TELLING = ["url", "functionUrl", "invokeUrl", "apiEndpoint", "endpoint", "arn", "bucket", "name"];

const OF_TYPE: Record<string, readonly string[]> = {
  "s3.Bucket": ["bucket", "arn"],
  "s3.BucketObject": ["key", "contentType"],
  "s3.BucketObjectv2": ["key", "contentType"],
  "lambda.Function": ["name", "runtime", "arn"],
  "lambda.FunctionUrl": ["functionUrl"],
  "sqs.Queue": ["url", "name", "arn"],
  "dynamodb.Table": ["name", "hashKey", "arn"],
  "apigatewayv2.Api": ["apiEndpoint", "name"],
  "apigatewayv2.Route": ["routeKey"],
  "apigatewayv2.Stage": ["invokeUrl", "name"],
  "apigateway.Stage": ["invokeUrl", "stageName"],
  "ec2.Vpc": ["cidrBlock", "id"],
  "ec2.Subnet": ["cidrBlock", "availabilityZone"],
};

/** The few outputs that are worth showing beside a resource's name. Secrets and unknown values are not among them. */
export function keyOutputs(type: string, outputs: Record<string, unknown>, most = 3): { name: string; value: string }[] {
  const { package: packageName, module, name } = parseType(type);
  const wanted = [...new Set([...((packageName === "aws" && OF_TYPE[`${module}.${name}`]) || []), ...TELLING])];
  return wanted
    .flatMap((key) => {
      const value = Object.hasOwn(outputs, key) ? outputs[key] : undefined;
      return typeof value === "string" && value !== "" && value !== SECRET ? [{ name: key, value }] : [];
    })
    .slice(0, most);
}
