import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { isAwsError } from "../../../src/provider/errors";
import { Archive, Asset, type Values } from "../../../src/provider/wire";
import type { Resource } from "../../support/providerClient";
import { describeLifecycle, type Lab } from "./harness";

const ROLE = "arn:aws:iam::000000000000:role/lambda-test";

function program(answer: string): Archive {
  const text = `exports.handler = async (event) => { console.log("called"); return { answer: "${answer}", mode: process.env.MODE, given: event }; };`;
  return new Archive(sha256(text), { assets: { "index.js": new Asset(sha256(text), { text }) } });
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

async function call(lab: Lab, { id }: Resource): Promise<Record<string, unknown>> {
  const { Payload, FunctionError } = await (await lab.aws("lambda")).invoke({ FunctionName: id, Payload: JSON.stringify({ n: 1 }) });
  assert.equal(FunctionError, undefined);
  return JSON.parse(Buffer.from(Payload ?? []).toString()) as Record<string, unknown>;
}

const base: Values = { role: ROLE, runtime: "nodejs22.x", handler: "index.handler" };

describeLifecycle({
  type: "aws:lambda/function:Function",
  inputs: () => ({
    ...base,
    code: program("first"),
    environment: { variables: { MODE: "test" } },
    tags: { team: "learners" },
  }),
  verify: async (lab, resource) => {
    const { id, state } = resource;
    assert.match(id, /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["arn"], `arn:aws:lambda:us-east-1:000000000000:function:${id}`);
    assert.equal(
      state["invokeArn"],
      `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:${id}/invocations`,
    );
    assert.equal(state["version"], "$LATEST");
    assert.equal(state["qualifiedArn"], `${String(state["arn"])}:$LATEST`);
    assert.equal(state["memorySize"], 128);
    assert.equal(state["timeout"], 3);
    const { CodeSha256 } = await (await lab.aws("lambda")).getFunctionConfiguration({ FunctionName: id });
    assert.equal(state["codeSha256"], CodeSha256);
    assert.deepEqual(await call(lab, resource), { answer: "first", mode: "test", given: { n: 1 } });
  },
  update: {
    inputs: () => ({
      ...base,
      code: program("second"),
      timeout: 10,
      memorySize: 256,
      publish: true,
      reservedConcurrentExecutions: 2,
      tags: { team: "teachers" },
    }),
    paths: ["code", "environment", "memorySize", "publish", "reservedConcurrentExecutions", "tags.team", "timeout"],
    verify: async (lab, resource) => {
      const { Configuration, Concurrency, Tags } = await (await lab.aws("lambda")).getFunction({ FunctionName: resource.id });
      assert.equal(Configuration?.Timeout, 10);
      assert.equal(Configuration?.MemorySize, 256);
      assert.deepEqual(Configuration?.Environment?.Variables ?? {}, {});
      assert.equal(Concurrency?.ReservedConcurrentExecutions, 2);
      assert.deepEqual(Tags, { team: "teachers" });
      assert.match(String(resource.state["version"]), /^[1-9]/);
      assert.deepEqual(await call(lab, resource), { answer: "second", given: { n: 1 } });
    },
  },
  replaces: { name: () => ({ ...base, code: program("first"), name: "renamed" }) },
  drift: {
    act: async (lab, { id }) => {
      const lambda = await lab.aws("lambda");
      await lambda.updateFunctionConfiguration({ FunctionName: id, Timeout: 99 });
    },
    path: "timeout",
  },
  unknownToImport: ["code", "publish"],
  gone: async (lab, { id }) => {
    try {
      await (await lab.aws("lambda")).getFunction({ FunctionName: id });
      return false;
    } catch (error) {
      return isAwsError(error, "ResourceNotFoundException");
    }
  },
});
