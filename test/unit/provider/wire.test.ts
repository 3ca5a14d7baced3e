import assert from "node:assert/strict";
import fc from "fast-check";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";
import { Archive, Asset, decodeValues, encodeValues, hasUnknown, UNKNOWN, type SecretShape, type Value, type Values } from "../../../src/provider/wire";

const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** What a program can say, special values included. */
const { value: anyValue } = fc.letrec<{ value: Value; asset: Asset; archive: Archive }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.string(),
    fc.constant(UNKNOWN as Value),
    tie("asset"),
    tie("archive"),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string().filter((key) => key !== SIGNATURE), tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
  asset: fc.tuple(fc.string(), fc.oneof(fc.record({ text: fc.string() }, { noNullPrototype: true }), fc.record({ path: fc.string() }, { noNullPrototype: true }), fc.record({ uri: fc.string() }, { noNullPrototype: true }))).map(
    ([hash, source]) => new Asset(hash, source),
  ),
  archive: fc
    .tuple(
      fc.string(),
      fc.oneof(
        { maxDepth: 2 },
        fc.record({ path: fc.string() }, { noNullPrototype: true }),
        fc.dictionary(fc.string().filter((key) => key !== SIGNATURE), fc.oneof({ maxDepth: 2 }, tie("asset"), tie("archive")), { maxKeys: 3, noNullPrototype: true }).map((assets) => ({ assets })),
      ),
    )
    .map(([hash, source]) => new Archive(hash, source)),
}));
const bag = fc.dictionary(fc.string().filter((key) => key !== SIGNATURE), anyValue, { maxKeys: 5, noNullPrototype: true });

/** Through the protobuf messages, as on the real wire. */
function overTheWire(values: Values, secrets?: SecretShape) {
  const wire = encodeValues(values, secrets) as { [key: string]: JavaScriptValue };
  return decodeValues(Struct.deserializeBinary(Struct.fromJavaScript(wire).serializeBinary()).toJavaScript());
}

describe("values on the wire", () => {
  it("come back as they went", () => {
    fc.assert(
      fc.property(bag, (values) => {
        assert.deepEqual(overTheWire(values).values, values);
      }),
    );
  });

  it("come back with their secrets, and nothing else secret", () => {
    fc.assert(
      fc.property(bag, fc.func(fc.boolean()), (values, isSecret) => {
        const shape = Object.fromEntries(Object.keys(values).filter((key) => isSecret(key)).map((key) => [key, true as const]));
        const back = overTheWire(values, shape);
        assert.deepEqual(back.values, values);
        assert.deepEqual(back.secrets ?? {}, shape);
      }),
    );
  });

  it("take no name that every object has for a secret's", () => {
    assert.deepEqual(overTheWire({ toString: [], constructor: "x" }, {}), { values: { toString: [], constructor: "x" }, secrets: undefined });
  });

  it("hide exactly the secret part of an object, and a whole list for one secret in it", () => {
    const values = { environment: { variables: { KEY: "k", MODE: "m" } }, list: ["a", "b"] };
    const wire = encodeValues(values, { environment: { variables: { KEY: true } }, list: true });
    assert.deepEqual(Object.keys((wire["environment"] as Values)["variables"] as Values), ["KEY", "MODE"]);
    const { secrets } = decodeValues(wire);
    assert.deepEqual(secrets, { environment: { variables: { KEY: true } }, list: true });
    const inner = { list: ["a", { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value: "b" }] };
    assert.deepEqual(decodeValues(inner), { values: { list: ["a", "b"] }, secrets: { list: true } });
  });

  it("hide the whole of what should be an object with a secret in it and no longer is one", () => {
    const { secrets } = decodeValues(encodeValues({ policy: "text" }, { policy: { inner: true } }));
    assert.deepEqual(secrets, { policy: true });
  });

  it("read every sentinel of the engine as unknown", () => {
    for (const sentinel of ["04da6b54-80e4-46f7-96ec-b56ff0331ba9", "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", "dd056dcd-154b-4c76-9bd3-c8f88648b5ff"]) {
      assert.equal(decodeValues({ a: sentinel }).values["a"], UNKNOWN);
    }
    assert.ok(hasUnknown({ a: [{ b: UNKNOWN }] }));
    assert.ok(!hasUnknown({ a: [{ b: "04da6b54" }] }));
  });

  it("read a resource as its id, and an output by what is known of it", () => {
    const reference = { [SIGNATURE]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn", id: "the-id" };
    const output = { [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4" };
    const { values, secrets } = decodeValues({
      reference,
      unmade: { ...reference, id: "" },
      output: { ...output, value: "v", secret: true },
      later: output,
    });
    assert.deepEqual(values, { reference: "the-id", unmade: UNKNOWN, output: "v", later: UNKNOWN });
    assert.deepEqual(secrets, { output: true });
  });

  it("refuse a kind of value that isn't known", () => {
    assert.throws(() => decodeValues({ a: { [SIGNATURE]: "something new" } }), /something new/);
  });
});
