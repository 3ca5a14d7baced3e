import assert from "node:assert/strict";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import type { LaidOutGraph } from "../../../../src/shared/layout/laidOutGraph";
import { layoutGraph } from "../../../../src/shared/layout/layoutGraph";
import { lambdaApi } from "../../../fixtures/graph/samples";

/** What a web worker has and Node has not: itself as `self`, and one handler for its messages. */
const PRELUDE = `
  const { parentPort } = require("node:worker_threads");
  globalThis.self = globalThis;
  globalThis.postMessage = (message) => parentPort.postMessage(message);
  parentPort.on("message", (data) => globalThis.onmessage({ data }));
`;

describe("the layout in a web worker", function () {
  this.timeout(60_000);

  it("is the same, needs nothing of Node, and leaves the worker's messages alone", async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: `
          import { layoutGraph } from "./src/shared/layout/layoutGraph";
          self.onmessage = async ({ data }) => postMessage(await layoutGraph(data));
        `,
        resolveDir: process.cwd(),
      },
      bundle: true,
      write: false,
      platform: "browser",
      format: "iife",
      logLevel: "silent",
    });
    const worker = new Worker(PRELUDE + outputFiles[0]?.text, { eval: true });
    const ask = () =>
      new Promise<LaidOutGraph>((resolve, reject) => {
        worker.once("message", resolve).once("error", reject);
        worker.postMessage(lambdaApi());
      });
    try {
      const expected = await layoutGraph(lambdaApi());
      assert.deepEqual(await ask(), expected);
      assert.deepEqual(await ask(), expected, "a second question is heard as well");
    } finally {
      await worker.terminate();
    }
  });
});
