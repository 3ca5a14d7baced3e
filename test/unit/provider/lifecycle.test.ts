/** The framework over a small definition whose "AWS" is a map: what the protocol's calls make of it. */

import assert from "node:assert/strict";
import type { ProviderConfig } from "../../../src/provider/config";
import { defineResource } from "../../../src/provider/definition";
import {
  checkResource, createResource, deleteResource, diffResource, IncompleteError, previewCreate, previewUpdate, readResource, updateResource,
  type Environment,
} from "../../../src/provider/lifecycle";
import { t } from "../../../src/provider/schema";
import { UNKNOWN, type Values } from "../../../src/provider/wire";

const cloud = new Map<string, { name: string; size: number; note?: string; tags: Record<string, string> }>();
let brokenTags = false;

function gone(): Error {
  return Object.assign(new Error("It is not there."), { name: "NoSuchThing" });
}

const thing = defineResource({
  type: "aws:test/thing:Thing",
  inputs: {
    name: t.string({ replaces: true, autoName: { maxLength: 40 } }),
    size: t.number({ default: 1 }),
    note: t.string(),
    zone: t.string({ computed: true }),
    tags: t.tags(),
  },
  outputs: { arn: t.string(), password: t.string(), etag: t.string({ changesWith: ["size"] }), version: t.string({ changesWith: (_changed, news) => news["note"] === "publish" }) },
  notFound: ["NoSuchThing"],
  async create(context, inputs) {
    cloud.set(inputs.name, { name: inputs.name, size: inputs.size, note: inputs.note, tags: {} });
    context.created(inputs.name, { password: "open sesame" });
    if (brokenTags) throw new Error("no tags today");
    cloud.set(inputs.name, { ...(cloud.get(inputs.name) ?? { name: "", size: 0 }), tags: inputs.tagsAll });
    return inputs.name;
  },
  async read(context, id, prior) {
    const found = cloud.get(id);
    if (!found) throw gone();
    const { password } = prior;
    return { ...found, note: found.note, zone: "z1", arn: `arn:${context.region}:${id}`, password, etag: `e${found.size}`, version: "1" };
  },
  async update(_context, id, { news, changed }) {
    const found = cloud.get(id);
    if (!found) throw gone();
    if (changed("size")) found.size = news.size;
    if (changed("note")) found.note = news.note;
    if (changed("tags")) found.tags = news.tagsAll;
  },
  async delete(_context, id) {
    if (!cloud.delete(id)) throw gone();
  },
});

const config = (more: Partial<ProviderConfig> = {}): ProviderConfig => ({
  region: "us-east-1",
  accessKey: "test",
  defaultTags: {},
  endpoint: { url: "http://127.0.0.1:1", address: "127.0.0.1", family: 4 },
  endpoints: {},
  ...more,
});
const environment = (more: Partial<ProviderConfig> = {}): Environment => ({
  config: config(more),
  logicalName: "thing",
  programDirectory: ".",
  signal: new AbortController().signal,
  timeout: 0,
});
const check = (news: Values, olds: Values = {}) => {
  const { inputs, failures } = checkResource(thing, { logicalName: "thing", olds, news, seed: new Uint8Array() });
  assert.deepEqual(failures, []);
  return inputs;
};
const diff = (oldInputs: Values, state: Values, news: Values, more: Partial<ProviderConfig> = {}, ignored: string[] = []) => {
  const { changes, deleteBeforeReplace } = diffResource(thing, { oldInputs, state, news, ignored }, config(more));
  return { paths: changes.map(({ path, replaces }) => (replaces ? `${path}!` : path)), deleteBeforeReplace };
};

describe("the life of a resource", () => {
  beforeEach(() => {
    cloud.clear();
    brokenTags = false;
  });

  it("keeps its automatic name, until the program names it", async () => {
    const inputs = check({});
    const { state } = await createResource(thing, inputs, environment());
    const again = check({}, inputs);
    assert.equal(again["name"], inputs["name"]);
    assert.deepEqual(diff(inputs, state, again), { paths: [], deleteBeforeReplace: false });
    const named = check({ name: "mine" }, inputs);
    assert.deepEqual(diff(inputs, state, named), { paths: ["name!"], deleteBeforeReplace: false });
    const unnamed = check({}, named);
    assert.match(String(unnamed["name"]), /^thing-[0-9a-f]{7}$/, "a name that was given is not kept when it is taken away");
    assert.equal(check({}, { name: "imported" })["name"], "imported", "an import's is");
  });

  it("goes before its successor comes only where both would have the same given name", async () => {
    const inputs = check({ name: "mine", zone: "z1" });
    const { state } = await createResource(thing, inputs, environment());
    assert.deepEqual(diff(inputs, state, check({ name: "mine", region: "eu-west-1", zone: "z1" }, inputs)), { paths: ["region!"], deleteBeforeReplace: true });
    const automatic = check({});
    assert.equal(diff(automatic, state, check({ region: "eu-west-1" }, automatic)).deleteBeforeReplace, false);
  });

  it("moves with its provider's region, and is found where it was made", async () => {
    const inputs = check({});
    const { id, state } = await createResource(thing, inputs, environment({ region: "eu-west-1" }));
    assert.equal(state["arn"], `arn:eu-west-1:${id}`);
    assert.deepEqual(diff(inputs, state, inputs, { region: "us-west-2" }).paths, ["region!"]);
    const read = await readResource(thing, { id, inputs, state }, environment({ region: "us-west-2" }));
    assert.equal(read?.state["arn"], `arn:eu-west-1:${id}`);
    const imported = await readResource(thing, { id: `${id}@ap-south-1`, state: {} }, environment());
    assert.equal(imported?.state["region"], "ap-south-1");
    assert.equal(imported?.id, id);
  });

  it("wears the provider's default tags, and changes with them", async () => {
    const inputs = check({ tags: { a: "1" } });
    const { id, state } = await createResource(thing, inputs, environment({ defaultTags: { course: "x" } }));
    assert.deepEqual(cloud.get(id)?.tags, { a: "1", course: "x" });
    assert.deepEqual(state["tags"], { a: "1" });
    assert.deepEqual(diff(inputs, state, inputs, { defaultTags: { course: "x" } }).paths, []);
    assert.deepEqual(diff(inputs, state, inputs, { defaultTags: { course: "y" } }).paths, ["tagsAll.course"]);
    const after = await updateResource(thing, { id, oldInputs: inputs, state, news: inputs, ignored: [] }, environment({ defaultTags: { course: "y" } }));
    assert.deepEqual(cloud.get(id)?.tags, { a: "1", course: "y" });
    assert.deepEqual(after["tagsAll"], { a: "1", course: "y" });
  });

  it("is replaced by new default tags where nothing of it can be changed", async () => {
    const { update: _update, ...fixed } = thing;
    const inputs = check({});
    const { state } = await createResource(fixed, inputs, environment({ defaultTags: { course: "x" } }));
    const { changes } = diffResource(fixed, { oldInputs: inputs, state, news: inputs, ignored: [] }, config({ defaultTags: { course: "y" } }));
    assert.deepEqual(changes.map(({ path, replaces }) => [path, replaces]), [["tagsAll.course", true]]);
  });

  it("previews with everything that is known, and says what is not", async () => {
    const inputs = check({ note: "n", tags: { a: UNKNOWN } });
    const made = previewCreate(thing, inputs, environment());
    assert.deepEqual(made, {
      name: inputs["name"], size: 1, note: "n", tags: { a: UNKNOWN }, tagsAll: { a: UNKNOWN }, region: "us-east-1",
      zone: UNKNOWN, arn: UNKNOWN, password: UNKNOWN, etag: UNKNOWN, version: UNKNOWN,
    });
    assert.equal(cloud.size, 0);

    const old = check({ note: "n" });
    const { id, state } = await createResource(thing, old, environment());
    const preview = (news: Values) => previewUpdate(thing, { id, oldInputs: old, state, news: check(news, old), ignored: [] }, environment());
    assert.equal(preview({ note: "m" })["etag"], "e1");
    assert.equal(preview({ note: "n", size: 2 })["etag"], UNKNOWN);
    assert.equal(preview({ note: "n", size: 2 })["arn"], state["arn"]);
    assert.equal(preview({ note: "publish" })["version"], UNKNOWN);
    assert.equal(preview({})["note"], undefined);
    assert.equal(preview({})["zone"], "z1");
    assert.equal(cloud.get(id)?.size, 1);
  });

  it("leaves ignored changes alone, in the diff and in the update", async () => {
    const inputs = check({ note: "old" });
    const { id, state } = await createResource(thing, inputs, environment());
    const news = check({ note: "new", size: 5 }, inputs);
    assert.deepEqual(diff(inputs, state, news, {}, ["note"]).paths, ["size"]);
    await updateResource(thing, { id, oldInputs: inputs, state, news, ignored: ["note"] }, environment());
    assert.equal(cloud.get(id)?.note, "old");
    assert.equal(cloud.get(id)?.size, 5);
  });

  it("is recorded when only a part of it could be made, and completed by the next update", async () => {
    const inputs = check({ tags: { a: "1" } });
    brokenTags = true;
    const failure: unknown = await createResource(thing, inputs, environment()).catch((error: unknown) => error);
    assert.ok(failure instanceof IncompleteError);
    assert.equal(failure.id, inputs["name"]);
    assert.deepEqual(diff(inputs, failure.state, inputs).paths, ["tagsAll"]);
    const state = await updateResource(thing, { id: failure.id, oldInputs: inputs, state: failure.state, news: inputs, ignored: [] }, environment());
    assert.deepEqual(cloud.get(failure.id)?.tags, { a: "1" });
    assert.deepEqual(diff(inputs, state, inputs).paths, []);
  });

  it("keeps what AWS told at its creation only, even of one that is half made", async () => {
    const inputs = check({});
    const { id, state } = await createResource(thing, inputs, environment());
    assert.equal(state["password"], "open sesame");
    assert.equal((await readResource(thing, { id, inputs, state }, environment()))?.state["password"], "open sesame");
    const larger = check({ size: 2 }, inputs);
    const updated = await updateResource(thing, { id, oldInputs: inputs, state, news: larger, ignored: [] }, environment());
    assert.equal(updated["password"], "open sesame");
    brokenTags = true;
    const failure: unknown = await createResource(thing, check({ name: "half" }), environment()).catch((error: unknown) => error);
    assert.ok(failure instanceof IncompleteError);
    assert.equal(failure.state["password"], "open sesame");
  });

  it("is gone when AWS says so, and can be deleted twice", async () => {
    const inputs = check({});
    const { id, state } = await createResource(thing, inputs, environment());
    await deleteResource(thing, id, state, environment());
    assert.equal(await readResource(thing, { id, inputs, state }, environment()), undefined);
    await deleteResource(thing, id, state, environment());
  });
});
