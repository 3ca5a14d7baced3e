/** The configuration of one `aws.Provider`, or of the default one. */

import { z } from "zod";
import type { CheckFailure } from "./check";
import type { ServiceName } from "./clients";
import { loopbackEndpoint, type LoopbackEndpoint } from "./loopback";
import { UNKNOWN, type Value, type Values } from "./wire";

export interface ProviderConfig {
  region: string;
  /** Sent with each call: "test", or a 12-digit account of the emulator. Never a real key. */
  accessKey: string;
  defaultTags: Record<string, string>;
  endpoint: LoopbackEndpoint;
  /** Endpoints that the program sets for single services. */
  endpoints: Partial<Record<ServiceName, LoopbackEndpoint>>;
}

/** What the process was started with. */
export interface ProcessSettings {
  endpoint: LoopbackEndpoint;
  region: string;
  programDirectory: string;
}

/** The `endpoints` keys of `@pulumi/aws` by our service names, where they differ. */
const ENDPOINT_KEYS: Partial<Record<ServiceName, string[]>> = {
  logs: ["logs", "cloudwatchlogs", "cloudwatchlog"],
  s3: ["s3", "s3api"],
  apigatewayv2: ["apigatewayv2"],
  lambda: ["lambda", "awslambda"],
};
const SERVICES: ServiceName[] = ["apigateway", "apigatewayv2", "dynamodb", "ec2", "iam", "lambda", "logs", "s3", "sns", "sqs", "sts"];

/** Settings that are always so with an emulator: any value is fine. */
const WITHOUT_EFFECT = new Set([
  "version", "pluginDownloadURL", "insecure", "maxRetries", "retryMode", "s3UsEast1RegionalEndpoint", "s3UsePathStyle",
  "s3ForcePathStyle", "secretKey", "token", "skipCredentialsValidation", "skipCredentialsValidations", "skipMetadataApiCheck",
  "skipRegionValidation", "skipRequestingAccountId", "stsRegion", "tokenBucketRateLimiterCapacity", "userAgents",
]);
const OWN_LOGIN = "The embedded provider talks to the emulator with dummy keys and takes no other credentials.";
const REFUSED: Record<string, string> = {
  profile: OWN_LOGIN,
  sharedConfigFiles: OWN_LOGIN,
  sharedCredentialsFiles: OWN_LOGIN,
  assumeRoles: OWN_LOGIN,
  assumeRole: OWN_LOGIN,
  assumeRoleWithWebIdentity: OWN_LOGIN,
  ec2MetadataServiceEndpoint: OWN_LOGIN,
  ec2MetadataServiceEndpointMode: OWN_LOGIN,
};
const WAY_OUT = "Remove it, or choose the official provider for this stack: pulumi-lab deploy --provider official.";

const text = z.string();
const flag = z.union([z.boolean(), z.literal("true").transform(() => true), z.literal("false").transform(() => false)]);
const tagsShape = z.object({ tags: z.record(z.string(), z.coerce.string()).optional() }).strict();
const endpointsShape = z.array(z.record(z.string(), z.union([z.string(), z.null()])));

/** Settings of a provider come as JSON text where they aren't strings. */
function plain(value: Value): unknown {
  if (typeof value !== "string" || !/^[[{]/.test(value.trim())) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function isUnset(value: Value): boolean {
  return value === undefined || value === null || value === "" || value === UNKNOWN || value === "null" || value === "undefined";
}

function isEmptyList(value: Value): boolean {
  const given = plain(value);
  return Array.isArray(given) && given.length === 0;
}

/** Says what of a provider's settings is not accepted, and why. */
export async function checkConfig(settings: Values): Promise<CheckFailure[]> {
  const failures: CheckFailure[] = [];
  for (const [key, value] of Object.entries(settings)) {
    if (isUnset(value) || isEmptyList(value) || WITHOUT_EFFECT.has(key)) continue;
    const reason = await settingFailure(key, value);
    if (reason) failures.push({ property: key, reason: `aws.Provider: ${reason}` });
  }
  return failures;
}

async function settingFailure(key: string, value: Value): Promise<string | undefined> {
  switch (key) {
    case "region":
      return text.safeParse(value).success ? undefined : "'region' must be a string.";
    case "accessKey":
      if (typeof value !== "string") return "'accessKey' must be a string.";
      return /^(AKIA|ASIA)[A-Z0-9]{12,}$/.test(value)
        ? `'accessKey' looks like the key of a real AWS account. ${OWN_LOGIN} Use "test".`
        : undefined;
    case "defaultTags":
      return tagsShape.safeParse(plain(value)).success ? undefined : `'defaultTags' must be { tags: { name: "value" } }.`;
    case "endpoints":
      return endpointsFailure(plain(value));
    case "useFipsEndpoint":
    case "useDualstackEndpoint": {
      const parsed = flag.safeParse(value);
      return parsed.success && !parsed.data ? undefined : `'${key}' has no meaning with an emulator. Remove it.`;
    }
    default:
      if (REFUSED[key]) return `'${key}' is not accepted. ${REFUSED[key]} ${WAY_OUT}`;
      return `the embedded provider does not implement the setting '${key}'. ${WAY_OUT}`;
  }
}

async function endpointsFailure(value: unknown): Promise<string | undefined> {
  const parsed = endpointsShape.safeParse(value);
  if (!parsed.success) return "'endpoints' must be a list of { service: address }.";
  for (const [service, address] of parsed.data.flatMap((entry) => Object.entries(entry))) {
    if (address === null || address === "") continue;
    try {
      await loopbackEndpoint(address);
    } catch (error) {
      return `'endpoints.${service}': ${(error as Error).message}`;
    }
  }
  return undefined;
}

/** From settings that went through `checkConfig`. Throws where they would not have. */
export async function configure(settings: Values, process: ProcessSettings): Promise<ProviderConfig> {
  const [failure] = await checkConfig(settings);
  if (failure) throw new Error(failure.reason);
  const { region, accessKey } = settings;
  return {
    region: typeof region === "string" && region !== "" ? region : process.region,
    accessKey: typeof accessKey === "string" && /^\d{12}$/.test(accessKey) ? accessKey : "test",
    defaultTags: isUnset(settings["defaultTags"]) ? {} : (tagsShape.parse(plain(settings["defaultTags"])).tags ?? {}),
    endpoint: process.endpoint,
    endpoints: isUnset(settings["endpoints"]) ? {} : await endpointsOf(plain(settings["endpoints"])),
  };
}

async function endpointsOf(value: unknown): Promise<Partial<Record<ServiceName, LoopbackEndpoint>>> {
  const given = Object.assign({}, ...endpointsShape.parse(value)) as Record<string, string | null>;
  const endpoints: Partial<Record<ServiceName, LoopbackEndpoint>> = {};
  for (const service of SERVICES) {
    const address = (ENDPOINT_KEYS[service] ?? [service]).map((key) => given[key]).find((one) => one != null && one !== "");
    if (address) endpoints[service] = await loopbackEndpoint(address);
  }
  return endpoints;
}

/** Settings whose change moves everything elsewhere. */
export const REPLACING_SETTINGS = ["region"];
