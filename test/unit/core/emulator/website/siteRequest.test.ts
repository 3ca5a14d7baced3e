import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { MissingError, type BucketReader } from "../../../../../src/core/emulator/website/bucketReader";
import { answerSiteRequest, type SiteResponse } from "../../../../../src/core/emulator/website/siteRequest";
import type { WebsiteRules } from "../../../../../src/core/emulator/website/websiteRules";

/** A bucket in memory: its objects, and which of them strangers may read. */
function bucketOf(objects: Record<string, string>, options: { rules?: Partial<WebsiteRules>; readable?: string; redirects?: Record<string, string> } = {}): BucketReader {
  const Statement = [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `arn:aws:s3:::b/${options.readable ?? "*"}` }];
  const head = (key: string) => ({
    headers: { "content-type": "text/plain", "content-length": String(objects[key]?.length) },
    redirect: options.redirects?.[key],
  });
  return {
    rules: async () => ({ indexSuffix: "index.html", routingRules: [], ...options.rules }),
    access: async () => ({ policy: JSON.stringify({ Statement }), restrictPublicBuckets: false, ignorePublicAcls: false, aclsEnabled: false }),
    aclIsPublic: async () => false,
    head: async (_bucket, key) => (Object.hasOwn(objects, key) ? head(key) : undefined),
    content: async (_bucket, key) => (Object.hasOwn(objects, key) ? { ...head(key), body: Readable.from([objects[key]!]), partial: false } : undefined),
  };
}

async function get(reader: BucketReader, target: string, method = "GET"): Promise<SiteResponse & { text: string }> {
  const response = await answerSiteRequest(reader, { bucket: "b", method, target, headers: {}, siteHost: "127.0.0.1:4580", clientAddress: "127.0.0.1" });
  const { body } = response;
  return { ...response, text: body === undefined || typeof body === "string" ? (body ?? "") : await text(body) };
}

describe("a request to a website", () => {
  it("treats a folder as one only when its index can be read", async () => {
    assert.equal((await get(bucketOf({ "docs/index.html": "d" }), "/docs")).headers.location, "/docs/");
    assert.equal((await get(bucketOf({ "docs/other.html": "d" }), "/docs")).status, 404);
    assert.equal((await get(bucketOf({ "docs": "file", "docs/index.html": "d" }), "/docs")).text, "file");
    const reader = bucketOf({ "docs/index.html": "d" }, { readable: "docs" });
    assert.equal((await get(reader, "/docs")).status, 404);
  });

  it("answers 404 for the error document that isn't there, and says so", async () => {
    const { status, text: page } = await get(bucketOf({}, { rules: { errorKey: "error.html" } }), "/x");
    assert.equal(status, 404);
    assert.match(page, /Key: x[^]*Custom Error Document[^]*Key: error\.html/);
  });

  it("sends rules for an error before the error document", async () => {
    const routingRules = [{ condition: { errorCode: 404 }, redirect: { replaceKey: "home" } }];
    const { status, headers } = await get(bucketOf({ "e.html": "e" }, { rules: { errorKey: "e.html", routingRules } }), "/x");
    assert.equal(status, 301);
    assert.equal(headers.location, "http://127.0.0.1:4580/home");
  });

  it("never puts a line break from an object's metadata into a header", async () => {
    const reader = bucketOf({ a: "" }, { redirects: { a: "/x\r\nSet-Cookie: y\u00fc\ud800" } });
    assert.equal((await get(reader, "/a")).headers.location, "/x%0D%0ASet-Cookie:%20y%C3%BC%EF%BF%BD");
  });

  it("passes on what it doesn't understand as an error, not as a page", async () => {
    const broken = { ...bucketOf({}), rules: () => Promise.reject(new Error("ECONNREFUSED")) };
    await assert.rejects(get(broken, "/"), /ECONNREFUSED/);
    const missing = { ...bucketOf({}), rules: () => Promise.reject(new MissingError("NoSuchBucket")) };
    assert.match((await get(missing, "/")).text, /BucketName: b</);
  });
});
