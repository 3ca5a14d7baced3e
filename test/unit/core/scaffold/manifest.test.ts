import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../../../../src/core/errors";
import { labManifest, listTemplates, loadTemplate, templateManifest } from "../../../../src/core/scaffold/manifest";
import { tempFolders } from "../../../support/tempFolder";

const templates = join(__dirname, "..", "..", "..", "..", "templates");

const manifest = {
  id: "a-lab",
  title: "A lab",
  summary: "A lab for tests.",
  level: "beginner",
  phase: "Beginner (LocalStack)",
  items: ["Do it"],
  minutes: 10,
  resourceTypes: ["aws:s3/bucket:Bucket"],
  emulators: { ministack: { support: "full" }, localstack: { support: "partial", reason: "It lacks something." } },
  check: ["node", "check.cjs"],
};

describe("a template's manifest", () => {
  it("is taken when it is whole", () => {
    assert.deepEqual(templateManifest.parse(manifest), manifest);
  });

  it("is refused when a part is wrong, missing or unknown", () => {
    const wrong: Record<string, unknown>[] = [
      { id: "A Lab" },
      { id: "../lab" },
      { title: "" },
      { level: "easy" },
      { items: [] },
      { minutes: 0 },
      { minutes: 1.5 },
      { resourceTypes: ["aws.s3.Bucket"] },
      { resourceTypes: [] },
      { check: [] },
      { check: "node check.cjs" },
      { color: "red" },
      { emulators: { ministack: { support: "full" } } },
      { emulators: { ...manifest.emulators, moto: { support: "full" } } },
      // Less than full support has a reason, and full support needs none.
      { emulators: { ...manifest.emulators, ministack: { support: "partial" } } },
      { emulators: { ...manifest.emulators, ministack: { support: "no", reason: "" } } },
      { emulators: { ...manifest.emulators, ministack: { support: "full", reason: "?" } } },
    ];
    for (const part of wrong) assert.equal(templateManifest.safeParse({ ...manifest, ...part }).success, false, JSON.stringify(part));
    for (const name of Object.keys(manifest)) {
      const { [name as "id"]: _left, ...rest } = manifest;
      assert.equal(templateManifest.safeParse(rest).success, false, `without ${name}`);
    }
  });

  it("is described to editors by template.schema.json", () => {
    const written: unknown = JSON.parse(readFileSync(join(templates, "template.schema.json"), "utf8"));
    const current = { title: "Template of Pulumi Learning Lab", ...z.toJSONSchema(templateManifest, { io: "input" }) };
    assert.deepEqual(written, current, `template.schema.json should be:\n${JSON.stringify(current, null, 2)}`);
  });
});

describe("finding templates", () => {
  const folders = tempFolders();
  const folderWith = (...labs: Partial<typeof manifest>[]): string => {
    const folder = folders.make();
    for (const lab of labs) folders.write(folder, { [`${lab.id ?? manifest.id}/template.json`]: JSON.stringify({ ...manifest, ...lab }) });
    return folder;
  };

  it("lists the easiest first, then the shortest", async () => {
    const folder = folderWith(
      { id: "a", level: "advanced", minutes: 5 },
      { id: "b", level: "beginner", minutes: 50 },
      { id: "c", level: "beginner", minutes: 20 },
      { id: "d", level: "intermediate", minutes: 1 },
      { id: "e", level: "beginner", minutes: 20 },
    );
    folders.write(folder, { "a-file.json": "{}" });
    const found = await listTemplates(folder);
    assert.deepEqual(found.map(({ id }) => id), ["c", "e", "b", "d", "a"]);
    assert.deepEqual(found.map(({ dir }) => dir), ["c", "e", "b", "d", "a"].map((id) => join(folder, id)));
  });

  it("finds one by its id, or says which there are", async () => {
    const folder = folderWith({ id: "a" }, { id: "b" });
    assert.equal((await loadTemplate(folder, "b")).dir, join(folder, "b"));
    await assert.rejects(loadTemplate(folder, "c"), (error) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.code, "unknown-template");
      assert.match(error.hint ?? "", /a, b/);
      return true;
    });
  });

  it("takes a bad manifest for a fault of the installation, and names it", async () => {
    const folder = folderWith({ id: "good" }, { id: "bad", minutes: -1 });
    await assert.rejects(listTemplates(folder), (error: Error) => !(error instanceof UserError) && error.message.includes(join(folder, "bad")) && /minutes/.test(error.message));
    folders.write(folder, { "bad/template.json": "{" });
    await assert.rejects(listTemplates(folder), /bad template\.json/);
  });

  it("reads the manifest of a lab, of which other projects have none", async () => {
    const folder = folderWith({ id: "a" });
    assert.equal((await labManifest(join(folder, "a")))?.id, "a");
    assert.equal(await labManifest(folder), undefined);
    folders.write(folder, { "a/template.json": "{}" });
    await assert.rejects(labManifest(join(folder, "a")), (error) => error instanceof UserError && error.code === "bad-manifest");
  });
});
