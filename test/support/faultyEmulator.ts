/** A real emulator behind a proxy that can answer chosen calls itself, or look at them on their way. */

import { once } from "node:events";
import { createServer, request, type IncomingMessage } from "node:http";

export interface Call {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: string;
}

export interface FaultyEmulator {
  endpoint: string;
  /** Asked before each call; what it gives is the answer, and nothing lets the call through. */
  intercept: (call: Call) => Answer | undefined;
  calls: Call[];
  stop(): Promise<void>;
}

export async function faultyEmulator(endpoint: string): Promise<FaultyEmulator> {
  const target = new URL(endpoint);
  const server = createServer((incoming, outgoing) => {
    const call: Call = { method: incoming.method ?? "", path: incoming.url ?? "", headers: incoming.headers };
    emulator.calls.push(call);
    const answer = emulator.intercept(call);
    if (answer) {
      incoming.resume().on("end", () => outgoing.writeHead(answer.status, answer.headers).end(answer.body));
      return;
    }
    const onward = request(
      { host: target.hostname, port: target.port, method: call.method, path: call.path, headers: call.headers },
      (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(outgoing);
      },
    );
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port was given.");
  const emulator: FaultyEmulator = {
    endpoint: `http://127.0.0.1:${address.port}`,
    intercept: () => undefined,
    calls: [],
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return emulator;
}
