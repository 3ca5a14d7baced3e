/**
 * Which boot of an emulator this is, kept inside the emulator itself: a marker is there as long as its state is.
 * Whoever resets it or restarts it empty loses the marker with everything else, and the next look plants a new one;
 * where state survives a restart, so does the marker.
 *
 * The marker is an SSM parameter in an account of its own (a 12-digit access key is the account, in MiniStack and
 * LocalStack alike), so a learner who lists parameters or buckets never meets it.
 */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { CancelledError } from "../errors";

const account = "041266041266";
const parameter = "/pulumi-lab/boot";
const found = z.looseObject({ Parameter: z.looseObject({ Value: z.string().min(1) }) });

/** The id of the emulator's present boot; plants one when there is none. Undefined when the emulator refuses. */
export async function readBootId(endpoint: string, signal?: AbortSignal): Promise<string | undefined> {
  // Somebody else may plant theirs between our look and our attempt: then theirs counts, so look again.
  for (let attempt = 0; attempt < 3; attempt++) {
    const read = await call(endpoint, "GetParameter", { Name: parameter }, signal);
    const value = read && found.safeParse(read.body);
    if (value?.success) return value.data.Parameter.Value;
    if (read?.error !== "ParameterNotFound") return undefined;
    const id = randomUUID();
    const put = await call(endpoint, "PutParameter", { Name: parameter, Value: id, Type: "String", Overwrite: false }, signal);
    if (put?.ok) return id;
    if (put?.error !== "ParameterAlreadyExists") return undefined;
  }
  return undefined;
}

interface Reply {
  ok: boolean;
  body: unknown;
  error?: string;
}

/** One SSM call in plain HTTP: a signing client would only sign with a secret that doesn't exist. */
async function call(endpoint: string, operation: string, input: object, signal?: AbortSignal): Promise<Reply | undefined> {
  const timeout = AbortSignal.timeout(10_000);
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  try {
    const response = await fetch(`${endpoint}/`, {
      method: "POST",
      redirect: "error",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AmazonSSM.${operation}`,
        "x-amz-date": date,
        authorization:
          `AWS4-HMAC-SHA256 Credential=${account}/${date.slice(0, 8)}/us-east-1/ssm/aws4_request, ` +
          `SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=${"0".repeat(64)}`,
      },
      body: JSON.stringify(input),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    const body: unknown = await response.json();
    return { ok: response.ok, body, error: errorType(body) };
  } catch {
    if (signal?.aborted) throw new CancelledError();
    return undefined;
  }
}

/** `ParameterNotFound` from `{"__type": "com.amazonaws.ssm#ParameterNotFound"}`, with or without the prefix. */
export function errorType(body: unknown): string | undefined {
  const parsed = z.looseObject({ __type: z.string() }).safeParse(body);
  return parsed.success ? parsed.data.__type.replace(/^.*#/, "") : undefined;
}
