import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runNpm } from "../../src/core/provision/npm";
import { writeFiles } from "./tempFolder";

/** An npm registry on loopback with packages made for a test. */
export interface TestRegistry {
  url: string;
  /** Paths asked for so far. */
  requests: string[];
  /** The lock file entries of its packages, by their place in node_modules. */
  lockEntries: Record<string, object>;
  /** While true, requests get no answer. */
  silent: boolean;
  /** Resolves at the next request. */
  asked(): Promise<void>;
  close(): Promise<void>;
}

/** Serves each package (its files by name, `package.json` among them) in version 1.0.0. */
export async function startRegistry(packages: Record<string, Record<string, string>>): Promise<TestRegistry> {
  const tarballs = new Map<string, Buffer>();
  for (const [name, files] of Object.entries(packages)) tarballs.set(name, await pack(files));

  const waiting: (() => void)[] = [];
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "/").slice(1);
    registry.requests.push(path);
    for (const resolve of waiting.splice(0)) resolve();
    if (registry.silent) return;
    const tarball = path.endsWith(".tgz") ? tarballs.get(path.split("/-/")[0]!) : undefined;
    if (tarball) return void response.end(tarball);
    const files = packages[path];
    if (!files) return void response.writeHead(404).end("{}");
    const dist = { tarball: `${registry.url}/${path}/-/${path}-1.0.0.tgz`, integrity: integrityOf(tarballs.get(path)!) };
    const version = { ...JSON.parse(files["package.json"]!), dist };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ name: path, "dist-tags": { latest: "1.0.0" }, versions: { "1.0.0": version } }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The registry got no port.");

  const registry: TestRegistry = {
    url: `http://127.0.0.1:${address.port}`,
    requests: [],
    lockEntries: Object.fromEntries(
      [...tarballs].map(([name, tarball]) => {
        const { bin, scripts = {} } = JSON.parse(packages[name]!["package.json"]!);
        const hasInstallScript = "postinstall" in scripts ? true : undefined;
        return [`node_modules/${name}`, { version: "1.0.0", integrity: integrityOf(tarball), bin, hasInstallScript }];
      }),
    ),
    silent: false,
    asked: () => new Promise((resolve) => waiting.push(resolve)),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return registry;
}

async function pack(files: Record<string, string>): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "pack-"));
  try {
    writeFiles(folder, files);
    const { stdout } = await runNpm({ env: process.env, platform: process.platform }, ["pack", "--silent"], { cwd: folder });
    return readFileSync(join(folder, stdout.trim()));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function integrityOf(tarball: Buffer): string {
  return `sha512-${createHash("sha512").update(tarball).digest("base64")}`;
}
