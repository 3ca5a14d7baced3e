import { assertLoopbackUrl } from "./loopback";
import { errorMessage } from "../errors";

/**
 * Why an explicit `aws.Provider` may not be used with the official plug-in: every endpoint that it names must be on
 * loopback. One that names none takes AWS_ENDPOINT_URL from the guarded environment, which is the emulator's.
 * @param inputs the provider resource's inputs, as the preview shows them
 */
export async function unsafeProviderReason(inputs: Record<string, unknown>): Promise<string | undefined> {
  for (const url of endpointUrls(inputs.endpoints)) {
    try {
      await assertLoopbackUrl(url);
    } catch (error) {
      return errorMessage(error);
    }
  }
  for (const property of ["profile", "assumeRoles", "assumeRoleWithWebIdentity", "sharedConfigFiles", "sharedCredentialsFiles"]) {
    if (hasValue(inputs[property])) return `The provider sets "${property}", which asks for real AWS credentials.`;
  }
  const key = inputs.accessKey;
  if (typeof key === "string" && /^(AKIA|ASIA)/.test(key)) return "The provider carries a real AWS access key.";
  return undefined;
}

/** `endpoints` arrives as a list of objects, or as the JSON text of one: provider inputs are strings on the wire. */
function endpointUrls(endpoints: unknown): string[] {
  const list = typeof endpoints === "string" ? parse(endpoints) : endpoints;
  if (!Array.isArray(list)) return [];
  return list.flatMap((each) => Object.values((each ?? {}) as Record<string, unknown>).filter((url) => typeof url === "string" && url !== "")) as string[];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not a list that can be read: hand the text on as one endpoint, which then has to be a loopback URL.
    return [{ unreadable: text }];
  }
}

function hasValue(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "" && value !== "[]" && !(Array.isArray(value) && value.length === 0);
}
