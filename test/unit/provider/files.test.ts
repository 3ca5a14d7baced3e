import assert from "node:assert/strict";
import { chmodSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { assetBytes, zipBytes } from "../../../src/provider/files";
import { Archive, Asset } from "../../../src/provider/wire";
import { tempFolders } from "../../support/tempFolder";

const text = (content: string) => new Asset("h", { text: content });
const names = (zip: Uint8Array) => Object.fromEntries(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]));

describe("files of a program", () => {
  const folders = tempFolders();

  it("are zipped to the same bytes for the same content, whenever written", async () => {
    const [one, two] = [folders.make(), folders.make()];
    for (const folder of [one, two]) folders.write(folder, { "b/c.js": "c", "a.js": "a" });
    utimesSync(join(two, "a.js"), 1_000_000_000, 1_000_000_000);
    for (const folder of [one, two]) chmodSync(join(folder, "a.js"), 0o755);
    const zip = await zipBytes(new Archive("h", { path: one }), "/nowhere");
    assert.deepEqual(Buffer.from(zip), Buffer.from(await zipBytes(new Archive("h", { path: two }), "/nowhere")));
    assert.deepEqual(names(zip), { "a.js": "a", "b/c.js": "c" });
  });

  it("are found from the program's folder, and may be nested", async () => {
    const folder = folders.make();
    folders.write(folder, { "app/index.js": "i", "lib/x.js": "x" });
    const archive = new Archive("h", {
      assets: {
        "index.js": new Asset("h", { path: "app/index.js" }),
        "./vendor": new Archive("h", { path: "lib" }),
        "deep/er": new Archive("h", { assets: { "n.txt": text("n") } }),
      },
    });
    assert.deepEqual(names(await zipBytes(archive, folder)), { "index.js": "i", "vendor/x.js": "x", "deep/er/n.txt": "n" });
  });

  it("that are a zip already stay as they are, or are taken apart inside another", async () => {
    const folder = folders.make();
    const zip = await zipBytes(new Archive("h", { assets: { "a.txt": text("a") } }), folder);
    const { writeFileSync } = await import("node:fs");
    writeFileSync(join(folder, "code.zip"), zip);
    assert.deepEqual(Buffer.from(await zipBytes(new Archive("h", { path: "code.zip" }), folder)), Buffer.from(zip));
    const nested = new Archive("h", { assets: { inner: new Archive("h", { path: "code.zip" }) } });
    assert.deepEqual(names(await zipBytes(nested, folder)), { "inner/a.txt": "a" });
  });

  it("are bytes, text or a local address", async () => {
    const folder = folders.make();
    folders.write(folder, { "a.txt": "from a file" });
    assert.equal(Buffer.from(await assetBytes(new Asset("h", { path: "a.txt" }), folder)).toString(), "from a file");
    assert.equal(Buffer.from(await assetBytes(text("ä"), folder)).toString(), "ä");
    const empty = new Asset("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", {});
    assert.equal((await assetBytes(empty, folder)).length, 0);
  });

  it("that aren't there, or elsewhere, are named", async () => {
    const folder = folders.make();
    folders.write(folder, { "code.tar.gz": "x" });
    await assert.rejects(assetBytes(new Asset("h", { path: "missing.txt" }), folder), /'.*missing\.txt' does not exist/);
    await assert.rejects(zipBytes(new Archive("h", { path: "missing" }), folder), /'.*missing' does not exist/);
    await assert.rejects(zipBytes(new Archive("h", { path: "code.tar.gz" }), folder), /neither a folder nor a \.zip/);
    await assert.rejects(assetBytes(new Asset("h", { uri: "https://example.com/x" }), folder), /does not download 'https:\/\/example\.com\/x'/);
  });
});
