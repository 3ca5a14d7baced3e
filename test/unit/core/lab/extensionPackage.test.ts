import assert from "node:assert/strict";
import { utimesSync } from "node:fs";
import { join } from "node:path";
import { extensionPackage } from "../../../../src/core/lab/extensionPackage";
import { tempFolders } from "../../../support/tempFolder";

describe("the packaged extension", () => {
  const folders = tempFolders();
  const at = (file: string, time: number) => utimesSync(file, time, time);

  function clone(): { root: string; vsix: string; page: string } {
    const root = folders.make();
    folders.write(root, {
      "package.json": '{"name":"lab","version":"1.0.0"}',
      "dist/extension.cjs": "",
      "dist/build.stamp": "",
      "dist/lab-1.0.0.vsix": "old",
      "walkthroughs/pages/one.md": "",
      // Stands for the packer: what it writes tells that it ran.
      "tools/package.mjs": 'import { writeFileSync } from "node:fs"; writeFileSync("dist/lab-1.0.0.vsix", "new"); console.log("packed");',
    });
    const [vsix, page] = [join(root, "dist", "lab-1.0.0.vsix"), join(root, "walkthroughs", "pages", "one.md")];
    for (const file of ["package.json", "dist/build.stamp", "walkthroughs/pages", "walkthroughs", "walkthroughs/pages/one.md"]) at(join(root, file), 1000);
    at(vsix, 2000);
    return { root, vsix, page };
  }

  it("is used as it is while nothing that goes into it is newer, and packed anew when a page is", async () => {
    const { root, vsix, page } = clone();
    const said: string[] = [];
    const pack = () => extensionPackage(root, { onProgress: (message) => said.push(message) });
    assert.equal(await pack(), vsix);
    assert.deepEqual(said, []);
    at(page, 3000);
    assert.equal(await pack(), vsix);
    assert.deepEqual(said, ["Packing the extension"]);
  });

  it("is none where there is nothing to pack", async () => {
    const root = folders.make();
    folders.write(root, { "package.json": '{"name":"lab","version":"1.0.0"}' });
    assert.equal(await extensionPackage(root), undefined);
  });
});
