import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { unzipSync } from "fflate";
import { isAwsError } from "../../../src/provider/errors";
import { Archive, Asset } from "../../../src/provider/wire";
import type { Resource } from "../../support/providerClient";
import { describeLifecycle, labScope, type Lab } from "./harness";

const V2 = "aws:s3/bucketObjectv2:BucketObjectv2";
const V1 = "aws:s3/bucketObject:BucketObject";

const bucket = (lab: Lab) => lab.make("aws:s3/bucket:Bucket", { forceDestroy: true });
const page = (text: string) => new Asset(sha256(text, "hex"), { text });

function sha256(text: string, encoding: "hex" | "base64"): string {
  return createHash("sha256").update(text).digest(encoding);
}

async function fetchObject(lab: Lab, { id }: Resource) {
  const [Bucket, ...key] = id.split("/");
  const answer = await (await lab.aws("s3")).getObject({ Bucket, Key: key.join("/") });
  return { ...answer, text: (await answer.Body?.transformToString()) ?? "" };
}

async function tagsOf(lab: Lab, { id }: Resource): Promise<unknown> {
  const [Bucket, ...key] = id.split("/");
  const { TagSet } = await (await lab.aws("s3")).getObjectTagging({ Bucket, Key: key.join("/") });
  return Object.fromEntries((TagSet ?? []).map((tag) => [tag.Key, tag.Value]));
}

async function isGone(lab: Lab, resource: Resource): Promise<boolean> {
  try {
    await fetchObject(lab, resource);
    return false;
  } catch (error) {
    return isAwsError(error, "NoSuchKey");
  }
}

describeLifecycle({
  type: V2,
  prepare: bucket,
  inputs: ({ id }) => ({ bucket: id, source: page("<h1>one</h1>"), contentType: "text/html", tags: { team: "a b&c" } }),
  verify: async (lab, resource, { id: name }) => {
    const { id, urn, state } = resource;
    // Without a key the object is called as the resource is.
    assert.equal(state["key"], urn.split("::")[3]);
    assert.equal(id, `${name}/${String(state["key"])}`);
    assert.equal(state["arn"], `arn:aws:s3:::${id}`);
    assert.equal(state["etag"], createHash("md5").update("<h1>one</h1>").digest("hex"));
    assert.equal(state["storageClass"], "STANDARD");
    assert.equal(state["serverSideEncryption"], "AES256");
    const found = await fetchObject(lab, resource);
    assert.equal(found.text, "<h1>one</h1>");
    assert.equal(found.ContentType, "text/html");
    assert.deepEqual(await tagsOf(lab, resource), { team: "a b&c" });
  },
  update: {
    inputs: ({ id }) => ({ bucket: id, source: page("<h1>two</h1>"), contentType: "text/html", cacheControl: "max-age=60" }),
    paths: ["cacheControl", "source", "tags"],
    verify: async (lab, resource) => {
      const found = await fetchObject(lab, resource);
      assert.equal(found.text, "<h1>two</h1>");
      assert.equal(found.CacheControl, "max-age=60");
      assert.deepEqual(await tagsOf(lab, resource), {});
    },
  },
  replaces: {
    key: ({ id }) => ({ bucket: id, key: "other.html", source: page("<h1>one</h1>") }),
    bucket: () => ({ bucket: "another-bucket", source: page("<h1>one</h1>") }),
  },
  drift: {
    act: async (lab, { id, state }) => {
      const [Bucket] = id.split("/");
      await (await lab.aws("s3")).putObject({ Bucket, Key: String(state["key"]), Body: "defaced", ContentType: "text/plain" });
    },
    path: "contentType",
  },
  unknownToImport: ["source"],
  importId: ({ id }) => `s3://${id}`,
  gone: isGone,
});

describe("an object with text, metadata and a checksum", () => {
  const base = (id: string) => ({
    bucket: id,
    key: "/deep//inside/notes.txt",
    content: "grüße",
    contentDisposition: "inline",
    contentLanguage: "de",
    checksumAlgorithm: "SHA256",
    metadata: { author: "someone" },
  });
  describeLifecycle({
    type: V2,
    prepare: bucket,
    inputs: ({ id }) => base(id),
    verify: async (lab, { id, state }, { id: name }) => {
      assert.equal(id, `${name}//deep//inside/notes.txt`);
      assert.equal(state["arn"], `arn:aws:s3:::${name}/deep/inside/notes.txt`);
      assert.equal(state["checksumSha256"], sha256("grüße", "base64"));
      const found = await (await lab.aws("s3")).getObject({ Bucket: name, Key: "deep/inside/notes.txt" });
      assert.equal(await found.Body?.transformToString(), "grüße");
      assert.deepEqual(found.Metadata, { author: "someone" });
      assert.equal(found.ContentLanguage, "de");
      assert.equal(found.ContentDisposition, "inline");
    },
    update: {
      // Tags alone are changed without another upload.
      inputs: ({ id }) => ({ ...base(id), tags: { team: "learners" } }),
      paths: ["tags"],
      verify: async (lab, _resource, { id }) => {
        const { TagSet } = await (await lab.aws("s3")).getObjectTagging({ Bucket: id, Key: "deep/inside/notes.txt" });
        assert.deepEqual(TagSet, [{ Key: "team", Value: "learners" }]);
      },
    },
    drift: {
      act: async (lab, _resource, { id }) => {
        await (await lab.aws("s3")).deleteObjectTagging({ Bucket: id, Key: "deep/inside/notes.txt" });
      },
      path: "tags",
    },
    unknownToImport: ["content", "checksumAlgorithm"],
    gone: async (lab, _resource, { id }) => {
      const { Contents = [] } = await (await lab.aws("s3")).listObjectsV2({ Bucket: id });
      return Contents.length === 0;
    },
  });
});

describe("an object in a bucket with versions", () => {
  describeLifecycle({
    type: V2,
    prepare: async (lab) => {
      const made = await bucket(lab);
      await (await lab.aws("s3")).putBucketVersioning({ Bucket: made.id, VersioningConfiguration: { Status: "Enabled" } });
      return { id: made.id, versions: new Set<unknown>() };
    },
    inputs: ({ id }) => ({ bucket: id, key: "code.zip", source: new Archive(sha256("one", "hex"), { assets: { "index.js": page("one") } }) }),
    verify: async (lab, resource, { versions }) => {
      assert.ok(resource.state["versionId"]);
      versions.add(resource.state["versionId"]);
      const { Body } = await fetchBytes(lab, resource);
      assert.equal(Buffer.from(unzipSync(Body)["index.js"] ?? []).toString(), "one");
    },
    update: {
      inputs: ({ id }) => ({ bucket: id, key: "code.zip", source: new Archive(sha256("two", "hex"), { assets: { "index.js": page("two") } }) }),
      paths: ["source"],
      verify: async (lab, resource, { versions }) => {
        assert.ok(!versions.has(resource.state["versionId"]), "a new upload has a version of its own");
        const { Body } = await fetchBytes(lab, resource);
        assert.equal(Buffer.from(unzipSync(Body)["index.js"] ?? []).toString(), "two");
      },
    },
    unknownToImport: ["source"],
    gone: async (lab, _resource, { id }) => {
      const { Versions = [], DeleteMarkers = [] } = await (await lab.aws("s3")).listObjectVersions({ Bucket: id });
      return Versions.length + DeleteMarkers.length === 0;
    },
  });
});

async function fetchBytes(lab: Lab, { id }: Resource) {
  const [Bucket, ...key] = id.split("/");
  const answer = await (await lab.aws("s3")).getObject({ Bucket, Key: key.join("/") });
  return { ...answer, Body: (await answer.Body?.transformToByteArray()) ?? new Uint8Array() };
}

describeLifecycle({
  type: V1,
  prepare: async (lab) => {
    const made = await bucket(lab);
    await lab.make("aws:s3/bucketOwnershipControls:BucketOwnershipControls", { bucket: made.id, rule: { objectOwnership: "ObjectWriter" } });
    return made;
  },
  inputs: ({ id }) => ({ bucket: id, key: "a.bin", contentBase64: Buffer.from([0, 255, 1]).toString("base64") }),
  verify: async (lab, resource) => {
    assert.equal(resource.state["acl"], "private");
    const { Body } = await fetchBytes(lab, resource);
    assert.deepEqual([...Body], [0, 255, 1]);
  },
  update: {
    inputs: ({ id }) => ({ bucket: id, key: "a.bin", contentBase64: Buffer.from([0, 255, 1]).toString("base64"), acl: "public-read" }),
    paths: ["acl"],
    verify: async (lab, _resource, { id }) => {
      const { Grants } = await (await lab.aws("s3")).getObjectAcl({ Bucket: id, Key: "a.bin" });
      assert.ok(Grants?.some(({ Grantee, Permission }) => Grantee?.URI?.endsWith("/AllUsers") && Permission === "READ"));
    },
  },
  replaces: { key: ({ id }) => ({ bucket: id, key: "b.bin" }) },
  unknownToImport: ["contentBase64"],
  gone: isGone,
});

describe("what an object can't be", () => {
  const scope = labScope();

  it("has one content, a lower-case metadata key and a bucket's name", async () => {
    const check = async (inputs: Record<string, string | { [key: string]: string }>) =>
      (await scope.lab.provider.check(V2, "site", inputs)).failures.map(({ property }) => property);
    assert.deepEqual(await check({ bucket: "b", content: "x", contentBase64: "eA==" }), ["contentBase64"]);
    assert.deepEqual(await check({ bucket: "b", metadata: { Author: "me" } }), ["metadata"]);
    assert.deepEqual(await check({ bucket: "arn:aws:s3:us-east-1:000000000000:accesspoint/a" }), ["bucket"]);
    assert.deepEqual(await check({ bucket: "b", key: "/" }), ["key"]);
    assert.deepEqual(await check({ bucket: "b", etag: "0", kmsKeyId: "arn:aws:kms:us-east-1:000000000000:key/k" }), ["etag"]);
  });

  it("keeps its type, class and tags when only its text changes", async () => {
    const { lab } = scope;
    const made = await bucket(lab);
    const first = { bucket: made.id, content: "one", contentType: "text/css", storageClass: "STANDARD_IA", tags: { team: "a" } };
    const { inputs } = await lab.provider.check(V2, "kept", first);
    const resource = await lab.provider.create(V2, "kept", inputs);
    scope.owns(resource);
    const { inputs: news } = await lab.provider.check(V2, "kept", { bucket: made.id, content: "two", tags: { team: "a" } }, inputs);
    const changed = await lab.provider.update(resource, news);
    assert.equal(changed.state["contentType"], "text/css");
    assert.equal(changed.state["storageClass"], "STANDARD_IA");
    assert.deepEqual(changed.state["tags"], { team: "a" });
    assert.equal((await fetchObject(lab, changed)).text, "two");
  });
});
