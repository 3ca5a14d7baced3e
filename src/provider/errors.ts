/** Failures on the way to AWS, in words that name the resource, the AWS operation and the service's own message. */

/** Something a person can act on; its message is shown as it is. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
}

/** Where an AWS call failed: put on the SDK's error by a middleware of every client. */
export interface FailedCall {
  /** The service as people write it in code, such as "s3". */
  service: string;
  /** The AWS operation, such as "CreateBucket". */
  operation: string;
  endpoint: string;
}

const FAILED_CALL = Symbol("failedCall");

export function markFailedCall(error: unknown, call: FailedCall): void {
  if (typeof error === "object" && error !== null && !(FAILED_CALL in error)) {
    Object.defineProperty(error, FAILED_CALL, { value: call, enumerable: false });
  }
}

/** The code of an AWS error, such as "NoSuchBucket". */
export function awsErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = (error as { Code?: unknown; code?: unknown }).Code ?? (error as { code?: unknown }).code;
  return error.name === "Error" && typeof code === "string" ? code : error.name;
}

export function isAwsError(error: unknown, ...codes: readonly string[]): boolean {
  const code = awsErrorCode(error);
  return code !== undefined && codes.includes(code);
}

/** Whether AWS certainly did nothing: it answered with an error, or was never reached. */
export function isCertain(error: unknown): boolean {
  if (error instanceof ProviderError) return true;
  const status = (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata?.httpStatusCode;
  return (status !== undefined && status < 500) || connectionRefused(error);
}

/** `subject` is who it happened to, such as "aws:s3/bucket:Bucket 'site'". */
export function explainError(subject: string, error: unknown): string {
  if (error instanceof ProviderError) return `${subject}: ${error.message}`;
  const call = (error as { [FAILED_CALL]?: FailedCall } | undefined)?.[FAILED_CALL];
  if (call === undefined) {
    return `${subject}: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
  }
  const what = `${subject}: ${call.service}.${call.operation} failed`;
  if (connectionRefused(error)) {
    return `${what}: the emulator at ${call.endpoint} does not answer. Start it with: pulumi-lab emulator start`;
  }
  const code = awsErrorCode(error) ?? "Error";
  const message = error instanceof Error && error.message !== "" && error.message !== code ? error.message : "the service gave no reason";
  if (code === "TimeoutError") return `${what}: the emulator at ${call.endpoint} took too long to answer (${message})`;
  return `${what}: ${code}: ${message}`;
}

function connectionRefused(error: unknown): boolean {
  const seen = [error, ...((error as { errors?: unknown[] } | undefined)?.errors ?? [])];
  return seen.some((one) => (one as { code?: unknown } | undefined)?.code === "ECONNREFUSED");
}
