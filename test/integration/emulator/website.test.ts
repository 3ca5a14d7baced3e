import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, stat } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketWebsiteCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketWebsiteCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  type PutObjectCommandInput,
  type WebsiteConfiguration,
} from "@aws-sdk/client-s3";
import type { Emulator } from "../../../src/core/emulator/emulator";
import { ministack } from "../../../src/core/emulator/ministack";
import { stopWebsiteFront, websiteUrl } from "../../../src/core/emulator/website";
import { frontPaths, readFrontRecord } from "../../../src/core/emulator/website/frontState";
import { identifyProcess, isAlive } from "../../../src/core/process/processIdentity";
import { freePort, ministackCommand, startMinistack } from "../../support/ministack";

const frontCommand = [process.execPath, "--require", require.resolve("tsx/cjs"), resolve("src/websiteFront/main.ts")];
const index = "<h1>Index</h1>";
const notFound = "<h1>Custom: not here</h1>";

describe("website front", function () {
  this.timeout(60_000);
  let stateDir: string;
  let emulator: Emulator;
  let endpoint: string;
  let s3: S3Client;
  let count = 0;

  before(async () => {
    stateDir = await mkdtemp(join(tmpdir(), "lab-website-"));
    const port = await freePort();
    emulator = ministack({ stateDir, port, launch: async () => ({ command: await ministackCommand() }) });
    endpoint = (await emulator.start()).endpoint!;
    s3 = new S3Client({ endpoint, region: "us-east-1", forcePathStyle: true, credentials: { accessKeyId: "test", secretAccessKey: "test" } });
  });

  after(async () => {
    await emulator.stop();
    await rm(stateDir, { recursive: true, force: true });
  });

  const url = (bucket: string): Promise<string> => websiteUrl({ stateDir, frontCommand, endpoint, bucket });
  const put = (bucket: string, key: string, body: string, more: Partial<PutObjectCommandInput> = {}): Promise<unknown> =>
    s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: "text/html", ...more }));

  async function allow(bucket: string, resources: string[], more: object = {}): Promise<void> {
    const Statement = [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: resources, ...more }];
    await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify({ Version: "2012-10-17", Statement }) }));
  }

  /** A bucket with a public website: index.html, error.html. */
  async function publicSite(configuration?: WebsiteConfiguration): Promise<string> {
    const bucket = `site-${++count}`;
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    await configure(bucket, configuration ?? { IndexDocument: { Suffix: "index.html" }, ErrorDocument: { Key: "error.html" } });
    await allow(bucket, [`arn:aws:s3:::${bucket}/*`]);
    await put(bucket, "index.html", index);
    await put(bucket, "error.html", notFound);
    return bucket;
  }

  async function configure(bucket: string, WebsiteConfiguration: WebsiteConfiguration): Promise<void> {
    await s3.send(new PutBucketWebsiteCommand({ Bucket: bucket, WebsiteConfiguration }));
  }

  const get = (address: string, init: RequestInit = {}): Promise<Response> => fetch(address, { redirect: "manual", ...init });

  it("answers / with the index document and what is missing with the error document and status 404", async () => {
    const site = await url(await publicSite());
    assert.match(site, /^http:\/\/127\.0\.0\.1:\d+\/$/);
    const root = await get(site);
    assert.equal(root.status, 200);
    assert.equal(root.headers.get("content-type"), "text/html");
    assert.equal(await root.text(), index);
    for (const path of ["nope", "nope/", "a/b/nope.css?v=1"]) {
      const missing = await get(site + path);
      assert.equal(missing.status, 404, path);
      assert.equal(missing.headers.get("content-type"), "text/html");
      assert.equal(await missing.text(), notFound);
    }
  });

  it("works with curl, too", async () => {
    const site = await url(await publicSite());
    const { stdout } = await promisify(execFile)("curl", ["--silent", "--write-out", "%{http_code}", site]);
    assert.equal(stdout, `${index}200`);
  });

  it("gives each bucket one port, the same each time, and each its own", async () => {
    const [one, two] = [await publicSite(), await publicSite()];
    await put(two, "index.html", "two");
    const urls = await Promise.all([url(one), url(two), url(one), url(two)]);
    assert.equal(urls[0], urls[2]);
    assert.equal(urls[1], urls[3]);
    assert.notEqual(urls[0], urls[1]);
    assert.equal(await (await get(urls[1]!)).text(), "two");
    await stopWebsiteFront(stateDir, endpoint);
    assert.equal(await url(two), urls[1]);
    assert.equal(await url(one), urls[0]);
  });

  it("shows a deploy at once", async () => {
    const bucket = await publicSite();
    const site = await url(bucket);
    assert.equal(await (await get(site)).text(), index);
    await put(bucket, "index.html", "second version");
    assert.equal(await (await get(site)).text(), "second version");
    await put(bucket, "home.html", "home");
    await configure(bucket, { IndexDocument: { Suffix: "home.html" } });
    assert.equal(await (await get(site)).text(), "home");
  });

  it("redirects a folder to its slash, and serves its index there", async () => {
    const bucket = await publicSite();
    const site = await url(bucket);
    await put(bucket, "docs/index.html", "the docs");
    await put(bucket, "plain", "a file without an ending");
    const folder = await get(`${site}docs`);
    assert.equal(folder.status, 302);
    assert.equal(folder.headers.get("location"), "/docs/");
    assert.equal(await (await fetch(`${site}docs`)).text(), "the docs");
    assert.equal((await get(`${site}plain`)).status, 200);
  });

  it("answers 403 like S3 while the objects are not public, and says why", async () => {
    const bucket = await publicSite();
    const site = await url(bucket);
    await s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
    const denied = await get(site);
    const page = await denied.text();
    assert.equal(denied.status, 403);
    assert.match(page, /<title>403 Forbidden<\/title>/);
    assert.match(page, /<li>Code: AccessDenied<\/li>/);
    assert.match(denied.headers.get("x-pulumi-lab-why") ?? "", /no policy/);
    // The error document is as private as the rest.
    assert.match(page, /An Error Occurred While Attempting to Retrieve a Custom Error Document/);
    assert.equal((await get(`${site}nope`)).status, 403);

    await allow(bucket, [`arn:aws:s3:::${bucket}/error.html`]);
    const withDocument = await get(site);
    assert.equal(withDocument.status, 403);
    assert.equal(await withDocument.text(), notFound);

    await allow(bucket, [`arn:aws:s3:::${bucket}/*`]);
    assert.equal((await get(site)).status, 200);
    const block = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: false, RestrictPublicBuckets: true };
    await s3.send(new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration: block }));
    const blocked = await get(site);
    assert.equal(blocked.status, 403);
    assert.match(blocked.headers.get("x-pulumi-lab-why") ?? "", /restrictPublicBuckets/);
  });

  it("serves objects that their ACL makes public, where ACLs are on", async () => {
    const bucket = await publicSite();
    const site = await url(bucket);
    await s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
    await s3.send(new PutBucketOwnershipControlsCommand({ Bucket: bucket, OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] } }));
    assert.equal((await get(site)).status, 403);
    await put(bucket, "index.html", index, { ACL: "public-read" });
    assert.equal((await get(site)).status, 200);
    const block = { BlockPublicAcls: false, IgnorePublicAcls: true, BlockPublicPolicy: false, RestrictPublicBuckets: false };
    await s3.send(new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration: block }));
    assert.equal((await get(site)).status, 403);
  });

  it("says so when there is no website or no bucket", async () => {
    const bucket = await publicSite();
    const site = await url(bucket);
    await s3.send(new DeleteBucketWebsiteCommand({ Bucket: bucket }));
    const none = await get(site);
    assert.equal(none.status, 404);
    assert.match(await none.text(), /<li>Code: NoSuchWebsiteConfiguration<\/li>/);
    const noBucket = await get(await url("never-created"));
    assert.equal(noBucket.status, 404);
    assert.match(await noBucket.text(), /<li>Code: NoSuchBucket<\/li>/);
  });

  it("answers HEAD as GET without a body, and refuses other methods", async () => {
    const site = await url(await publicSite());
    const head = await get(site, { method: "HEAD" });
    assert.equal(head.status, 200);
    assert.equal(head.headers.get("content-length"), String(index.length));
    assert.equal(await head.text(), "");
    assert.equal((await get(`${site}nope`, { method: "HEAD" })).status, 404);
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
      const refused = await get(site, { method, ...(method === "POST" ? { body: "x".repeat(1_000_000) } : {}) });
      assert.equal(refused.status, 405, method);
      assert.match(await refused.text(), /MethodNotAllowed/);
    }
  });

  it("knows versions: ETag, Last-Modified and ranges", async () => {
    const bucket = await publicSite();
    const site = await url(bucket);
    const first = await get(site);
    const etag = first.headers.get("etag")!;
    const modified = first.headers.get("last-modified")!;
    await first.text();
    assert.match(etag, /^"[0-9a-f]{32}"$/);
    const same = await get(site, { headers: { "if-none-match": etag } });
    assert.equal(same.status, 304);
    assert.equal(await same.text(), "");
    assert.equal((await get(site, { headers: { "if-modified-since": modified } })).status, 304);
    assert.equal((await get(site, { headers: { "if-match": '"other"' } })).status, 412);
    const part = await get(site, { headers: { range: "bytes=4-8" } });
    assert.equal(part.status, 206);
    assert.equal(part.headers.get("content-range"), `bytes 4-8/${index.length}`);
    assert.equal(await part.text(), "Index");
    assert.equal((await get(site, { headers: { range: "bytes=999-" } })).status, 416);
    await put(bucket, "index.html", "changed");
    assert.equal((await get(site, { headers: { "if-none-match": etag } })).status, 200);
  });

  it("passes on what the object says about itself, and its own redirect", async () => {
    const bucket = await publicSite();
    const site = await url(bucket);
    await put(bucket, "style.css", "h1 {}", { ContentType: "text/css", CacheControl: "max-age=60", ContentLanguage: "de", Metadata: { by: "me" } });
    const style = await get(`${site}style.css`);
    assert.equal(style.headers.get("content-type"), "text/css");
    assert.equal(style.headers.get("cache-control"), "max-age=60");
    assert.equal(style.headers.get("content-language"), "de");
    assert.equal(style.headers.get("x-amz-meta-by"), "me");
    await put(bucket, "old", "", { WebsiteRedirectLocation: "/style.css" });
    const moved = await get(`${site}old`);
    assert.equal(moved.status, 301);
    assert.equal(moved.headers.get("location"), "/style.css");
  });

  it("finds odd keys by their encoding", async () => {
    const bucket = await publicSite();
    const site = await url(bucket);
    const keys = ["ü b+c%.txt", "日本語/ページ.html", "a//b", "..", "../up.txt", "a/../b", "a/./c", "/lead", "q?x=1#y", "%41", "sp ace", "'\"<>&"];
    for (const key of keys) await put(bucket, key, `body of ${key}`);
    for (const key of keys) {
      // A raw request: fetch would tidy dots away.
      const { status, body } = await rawGet(site, `/${encodeURIComponent(key)}`);
      assert.equal(status, 200, key);
      assert.equal(body, `body of ${key}`);
    }
    assert.equal((await rawGet(site, "/a/../b")).body, "body of a/../b");
    assert.equal((await rawGet(site, "/../../../../etc/passwd")).status, 404);
    assert.equal((await rawGet(site, "/%zz")).status, 400);
    assert.equal((await rawGet(site, "/%00")).status, 404);
    const unknown = await publicSite({ IndexDocument: { Suffix: "index.html" } });
    const page = (await rawGet(await url(unknown), "/%3Cscript%3E")).body;
    assert.match(page, /<li>Key: &lt;script&gt;<\/li>/);
  });

  it("redirects everything, or by rules", async () => {
    const all = await publicSite({ RedirectAllRequestsTo: { HostName: "example.com", Protocol: "https" } });
    const moved = await get(`${await url(all)}a/b?c=d`);
    assert.equal(moved.status, 301);
    assert.equal(moved.headers.get("location"), "https://example.com/a/b?c=d");

    const rules = await publicSite({
      IndexDocument: { Suffix: "index.html" },
      RoutingRules: [
        { Condition: { KeyPrefixEquals: "old/" }, Redirect: { ReplaceKeyPrefixWith: "new/", HttpRedirectCode: "302" } },
        { Condition: { HttpErrorCodeReturnedEquals: "404", KeyPrefixEquals: "app/" }, Redirect: { ReplaceKeyWith: "index.html" } },
      ],
    });
    const site = await url(rules);
    const prefix = await get(`${site}old/a b`);
    assert.equal(prefix.status, 302);
    assert.equal(prefix.headers.get("location"), `${site}new/a%20b`);
    const lost = await get(`${site}app/deep/link`);
    assert.equal(lost.status, 301);
    assert.equal(lost.headers.get("location"), `${site}index.html`);
    assert.equal((await get(`${site}elsewhere`)).status, 404);
  });

  it("streams what is large, and stays well when a visitor leaves in the middle", async () => {
    const bucket = await publicSite();
    const site = await url(bucket);
    const large = "0123456789abcdef".repeat(512 * 1024);
    await put(bucket, "large", large);
    assert.equal((await (await get(`${site}large`)).text()) === large, true);
    const leave = new AbortController();
    const partial = await get(`${site}large`, { signal: leave.signal });
    await partial.body?.getReader().read();
    leave.abort();
    assert.equal((await get(site)).status, 200);
  });

  it("asks for its token, which others on the machine can't read", async () => {
    const bucket = await publicSite();
    await url(bucket);
    const paths = frontPaths(stateDir, endpoint);
    const record = (await readFrontRecord(paths))!;
    const ask = (token: string): Promise<Response> =>
      fetch(`http://127.0.0.1:${record.controlPort}/sites`, { method: "POST", headers: { authorization: `Bearer ${token}` }, body: JSON.stringify({ bucket }) });
    assert.equal((await ask("wrong")).status, 403);
    assert.equal((await ask(record.token)).status, 200);
    assert.equal((await stat(paths.record)).mode & 0o077, 0);
    assert.ok(!(await readFile(`/proc/${record.process.pid}/cmdline`, "utf8").catch(() => "")).includes(record.token));
  });

  it("is one process, also for commands that come at once, and starts again after a kill", async () => {
    const bucket = await publicSite();
    await stopWebsiteFront(stateDir, endpoint);
    const urls = await Promise.all([url(bucket), url(bucket), url(bucket)]);
    assert.equal(new Set(urls).size, 1);
    const first = (await readFrontRecord(frontPaths(stateDir, endpoint)))!;
    process.kill(first.process.pid, "SIGKILL");
    while (await isAlive(first.process)) await new Promise(setImmediate);
    assert.equal(await url(bucket), urls[0]);
    assert.equal((await get(urls[0]!)).status, 200);
    const second = (await readFrontRecord(frontPaths(stateDir, endpoint)))!;
    assert.notEqual(second.process.pid, first.process.pid);
  });

  it("goes with the emulator when that is stopped", async () => {
    const bucket = await publicSite();
    const site = await url(bucket);
    const record = (await readFrontRecord(frontPaths(stateDir, endpoint)))!;
    await emulator.stop();
    assert.equal(await identifyProcess(record.process.pid), undefined);
    assert.equal(await readFrontRecord(frontPaths(stateDir, endpoint)), undefined);
    await assert.rejects(get(site));
    await emulator.start();
  });

  it("says that the emulator is gone, and goes itself after a while", async () => {
    const folder = await mkdtemp(join(tmpdir(), "lab-website-"));
    const foreign = await startMinistack();
    try {
      const site = await websiteUrl({ stateDir: folder, frontCommand, endpoint: foreign.endpoint, bucket: "some-bucket", lingerMs: 1500 });
      const record = (await readFrontRecord(frontPaths(folder, foreign.endpoint)))!;
      assert.equal((await get(site)).status, 404);
      await foreign.stop();
      assert.equal((await get(site)).status, 502);
      while (await isAlive(record.process)) await new Promise((done) => setTimeout(done, 20));
      assert.ok(!(await readdir(join(frontPaths(folder, foreign.endpoint).record, ".."))).includes("process.json"));
    } finally {
      await foreign.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("says why when the front can't start", async () => {
    const failing = websiteUrl({ stateDir: join(stateDir, "elsewhere"), frontCommand: [process.execPath, "-e", "throw new Error('broken front')"], endpoint, bucket: "b" });
    await assert.rejects(failing, /could not be started[^]*broken front/);
  });
});

/** GET with the target exactly as given. */
function rawGet(site: string, target: string): Promise<{ status: number; body: string }> {
  return new Promise((done, failed) => {
    const socket = connect({ host: "127.0.0.1", port: Number(new URL(site).port) });
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => chunks.push(chunk)).once("error", failed);
    socket.once("end", () => {
      const [head = "", ...rest] = Buffer.concat(chunks).toString().split("\r\n\r\n");
      done({ status: Number(head.split(" ")[1]), body: rest.join("\r\n\r\n") });
    });
    socket.write(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
  });
}
