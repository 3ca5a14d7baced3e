/** The HTTP server of one website: a port of its own, so that links such as `/style.css` work as they are. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { errorMessage } from "../../errors";
import type { BucketReader } from "./bucketReader";
import { answerSiteRequest, emulatorTrouble, type SiteResponse } from "./siteRequest";

export interface SiteServer {
  port: number;
  close(): Promise<void>;
}

/**
 * Serves `bucket` on 127.0.0.1 at the first of `ports` that can be had (0: any).
 * `log` gets a line for each failure that is not the visitor's.
 */
export async function serveSite(
  reader: BucketReader,
  bucket: string,
  ports: readonly number[],
  log: (line: string) => void,
): Promise<SiteServer> {
  const server = createServer((request, response) => {
    answer(reader, bucket, request, response).catch((error: unknown) => {
      log(`${bucket} ${request.method} ${request.url}: ${errorMessage(error)}`);
      response.destroy();
    });
  });
  const port = await listenOnFirst(server, ports);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(reader: BucketReader, bucket: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  request.resume();
  const result = await answerSiteRequest(reader, {
    bucket,
    method: request.method ?? "GET",
    target: request.url ?? "/",
    headers: request.headers,
    siteHost: request.headers.host ?? `127.0.0.1:${request.socket.localPort}`,
    clientAddress: request.socket.remoteAddress ?? "127.0.0.1",
    signal: gone.signal,
  }).catch((error: unknown) => emulatorTrouble(errorMessage(error)));
  await send(result, request.method === "HEAD", response);
}

async function send(result: SiteResponse, headOnly: boolean, response: ServerResponse): Promise<void> {
  const { body } = result;
  if (response.destroyed) {
    if (body && typeof body !== "string") body.destroy();
    return;
  }
  response.writeHead(result.status, result.headers);
  if (headOnly || body === undefined || typeof body === "string") {
    if (body !== undefined && typeof body !== "string") body.destroy();
    response.end(headOnly ? undefined : body);
    return;
  }
  await pipeline(body, response);
}

async function listenOnFirst(server: Server, ports: readonly number[]): Promise<number> {
  for (const port of ports) {
    const bound = await new Promise<number | undefined>((resolve, reject) => {
      const failed = (error: NodeJS.ErrnoException): void => {
        if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(undefined);
        else reject(error);
      };
      server.once("error", failed);
      server.listen({ host: "127.0.0.1", port, exclusive: true }, () => {
        server.removeListener("error", failed);
        const address = server.address();
        resolve(typeof address === "object" && address ? address.port : undefined);
      });
    });
    if (bound !== undefined) return bound;
  }
  throw new Error("No port is free for the website.");
}
