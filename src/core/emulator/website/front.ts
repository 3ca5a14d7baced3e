/** The website front process: it opens a site for a bucket when asked to, and goes when its emulator has gone. */
import { timingSafeEqual } from "node:crypto";
import { rm } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { errorMessage } from "../../errors";
import { identifyProcess } from "../../process/processIdentity";
import { readHealth } from "../health";
import { emulatorBucketReader, type BucketReader } from "./bucketReader";
import { siteRequestSchema, type FrontOptions } from "./frontProtocol";
import { frontPaths, readFrontRecord, readPorts, writeFrontRecord, writePorts, type FrontPaths } from "./frontState";
import { portsToTry, rememberPort } from "./sitePorts";
import { serveSite, type SiteServer } from "./siteServer";

const defaultLingerMs = 15_000;

/** Runs until `signal` aborts or the emulator has been silent for `lingerMs`; leaves no record behind then. */
export async function runFront(options: FrontOptions, signal: AbortSignal): Promise<void> {
  const paths = frontPaths(options.stateDir, options.endpoint);
  const sites = new Sites(await emulatorBucketReader(options.endpoint), paths);
  const control = createServer((request, response) => {
    handleControl(request, options.token, sites).then(
      ({ status, body }) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body)),
      (error: unknown) => response.writeHead(500).end(JSON.stringify({ error: errorMessage(error) })),
    );
  });
  await new Promise<void>((resolve, reject) => {
    control.once("error", reject);
    control.listen({ host: "127.0.0.1", port: 0 }, resolve);
  });
  const address = control.address();
  const self = await identifyProcess(process.pid);
  if (!self || typeof address !== "object" || !address) throw new Error("The website front can't identify itself.");
  const { endpoint, token, build } = options;
  await writeFrontRecord(paths, { process: self, endpoint, token, build, controlPort: address.port });

  await untilEmulatorGone(endpoint, options.lingerMs ?? defaultLingerMs, signal);
  control.close();
  control.closeAllConnections();
  await sites.close();
  const record = await readFrontRecord(paths);
  if (record?.token === token) await rm(paths.record, { force: true });
}

async function handleControl(
  request: IncomingMessage,
  token: string,
  sites: Sites,
): Promise<{ status: number; body: unknown }> {
  if (!sameSecret(request.headers.authorization ?? "", `Bearer ${token}`)) return { status: 403, body: { error: "wrong token" } };
  if (request.method !== "POST" || request.url !== "/sites") return { status: 404, body: { error: "no such call" } };
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += chunk as string;
    if (text.length > 10_000) return { status: 413, body: { error: "too long" } };
  }
  const asked = siteRequestSchema.safeParse(parseJson(text));
  if (!asked.success) return { status: 400, body: { error: asked.error.message } };
  const port = await sites.open(asked.data.bucket);
  return { status: 200, body: { url: `http://127.0.0.1:${port}/` } };
}

class Sites {
  private readonly opened = new Map<string, Promise<SiteServer>>();
  /** Ports are given out one after the other, so that two buckets never want the same one. */
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly reader: BucketReader,
    private readonly paths: FrontPaths,
  ) {}

  async open(bucket: string): Promise<number> {
    let site = this.opened.get(bucket);
    if (!site) {
      site = this.queue.then(() => this.serve(bucket));
      this.queue = site.catch(() => this.opened.delete(bucket));
      this.opened.set(bucket, site);
    }
    return (await site).port;
  }

  async close(): Promise<void> {
    const sites = await Promise.allSettled(this.opened.values());
    await Promise.all(sites.map((site) => (site.status === "fulfilled" ? site.value.close() : undefined)));
  }

  private async serve(bucket: string): Promise<SiteServer> {
    const ports = await readPorts(this.paths);
    const site = await serveSite(this.reader, bucket, portsToTry(bucket, ports), (line) => console.error(line));
    await writePorts(this.paths, rememberPort(bucket, site.port, ports));
    return site;
  }
}

async function untilEmulatorGone(endpoint: string, lingerMs: number, signal: AbortSignal): Promise<void> {
  let lastSeen = performance.now();
  while (!signal.aborted && performance.now() - lastSeen < lingerMs) {
    await sleep(Math.min(2000, lingerMs / 3), undefined, { signal }).catch(() => undefined);
    if (!signal.aborted && (await readHealth(endpoint, signal).catch(() => undefined))) lastSeen = performance.now();
  }
}

function sameSecret(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
