/** A Lambda function for tests of what stands around one. */

import { createHash } from "node:crypto";
import { Archive, Asset, type Values } from "../../src/provider/wire";

/** One file, `index.js`, as a program would give it. */
export function codeOf(text: string): Archive {
  return new Archive(sha256(text), { assets: { "index.js": new Asset(sha256(text), { text }) } });
}

/** Inputs of a function that answers every event with status 200 and `answer`. */
export function functionInputs(answer: string, more: Values = {}): Values {
  const text = `exports.handler = async (event) => ({ statusCode: 200, body: ${JSON.stringify(answer)}, routeKey: event.routeKey });`;
  return {
    role: "arn:aws:iam::000000000000:role/lambda-test",
    runtime: "nodejs22.x",
    handler: "index.handler",
    code: codeOf(text),
    ...more,
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
