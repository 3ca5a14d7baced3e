import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import { describeLifecycle, labScope, type Lab } from "./harness";

const PARAMETER = "aws:ssm/parameter:Parameter";

async function value(lab: Lab, Name: string) {
  return (await (await lab.aws("ssm")).getParameter({ Name, WithDecryption: true })).Parameter;
}

async function described(lab: Lab, name: string) {
  const { Parameters } = await (await lab.aws("ssm")).describeParameters({
    ParameterFilters: [{ Key: "Name", Option: "Equals", Values: [name] }],
  });
  return Parameters?.[0];
}

const gone = async (lab: Lab, { id }: { id: string }): Promise<boolean> => {
  try {
    await value(lab, id);
    return false;
  } catch (error) {
    return isAwsError(error, "ParameterNotFound");
  }
};

describeLifecycle({
  type: PARAMETER,
  inputs: () => ({ type: "String", value: "blue", description: "A colour", allowedPattern: "^[a-z]+$", tags: { team: "learners" } }),
  verify: async (lab, { id, state }) => {
    assert.match(id, /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["arn"], `arn:aws:ssm:us-east-1:000000000000:parameter/${id}`);
    assert.deepEqual([state["version"], state["dataType"], state["tier"]], [1, "text", "Standard"]);
    assert.equal((await value(lab, id))?.Value, "blue");
    const found = await described(lab, id);
    assert.deepEqual([found?.Description, found?.AllowedPattern], ["A colour", "^[a-z]+$"]);
    const { TagList } = await (await lab.aws("ssm")).listTagsForResource({ ResourceType: "Parameter", ResourceId: id });
    assert.deepEqual(TagList, [{ Key: "team", Value: "learners" }]);
  },
  update: {
    inputs: () => ({ type: "StringList", value: "blue,red", tier: "Advanced", tags: { phase: "two" } }),
    paths: ["allowedPattern", "description", "tags.phase", "tags.team", "tier", "type", "value"],
    verify: async (lab, { id, state }) => {
      const found = await value(lab, id);
      assert.deepEqual([found?.Value, found?.Type], ["blue,red", "StringList"]);
      assert.equal(state["version"], found?.Version);
      const more = await described(lab, id);
      assert.deepEqual([more?.Description || undefined, more?.AllowedPattern || undefined, more?.Tier], [undefined, undefined, "Advanced"]);
      const { TagList } = await (await lab.aws("ssm")).listTagsForResource({ ResourceType: "Parameter", ResourceId: id });
      assert.deepEqual(TagList, [{ Key: "phase", Value: "two" }]);
    },
  },
  replaces: { name: () => ({ name: "/another", type: "String", value: "blue" }) },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("ssm")).putParameter({ Name: id, Value: "strange", Overwrite: true });
    },
    path: "value",
  },
  gone,
});

describe("a secure parameter", () => {
  describeLifecycle({
    type: PARAMETER,
    prepare: async (lab) => ({ name: `/lab/${lab.name("password")}`, key: await lab.make("aws:kms/key:Key", {}) }),
    inputs: ({ name, key }) => ({ name, type: "SecureString", value: "open sesame", keyId: key.id }),
    verify: async (lab, { id }, { name, key }) => {
      assert.equal(id, name);
      const found = await value(lab, id);
      assert.deepEqual([found?.Value, found?.Type], ["open sesame", "SecureString"]);
      assert.equal((await described(lab, id))?.KeyId, key.id);
    },
    gone,
  });
});

describe("a parameter that is no secret", () => {
  describeLifecycle({
    type: PARAMETER,
    inputs: () => ({ type: "String", insecureValue: "blue", overwrite: true }),
    verify: async (lab, { id, state }) => {
      assert.equal(state["insecureValue"], "blue");
      assert.equal((await value(lab, id))?.Value, "blue");
    },
    update: {
      inputs: () => ({ type: "String", insecureValue: "red", overwrite: true }),
      paths: ["insecureValue"],
      verify: async (lab, { id, state }) => {
        assert.equal(state["insecureValue"], "red");
        assert.equal((await value(lab, id))?.Value, "red");
      },
    },
    drift: {
      act: async (lab, { id }) => {
        await (await lab.aws("ssm")).putParameter({ Name: id, Value: "strange", Overwrite: true });
      },
      path: "insecureValue",
    },
    // An import takes every value for one to hide.
    unknownToImport: ["insecureValue", "overwrite"],
    gone,
  });
});

describe(`${PARAMETER}, its value`, function () {
  this.timeout(60_000);
  const scope = labScope();

  it("is secret in the state, and no longer in the open once it is secure", async () => {
    const { provider } = scope.lab;
    const name = scope.lab.name("value");
    const open = await provider.create(PARAMETER, "value", { name, type: "String", insecureValue: "blue" });
    scope.owns(open);
    assert.deepEqual(open.secrets, { value: true });
    const closed = await provider.update(open, { name, type: "SecureString", value: "open sesame" });
    assert.equal(closed.state["insecureValue"], undefined);
    assert.equal(closed.state["value"], "open sesame");
  });

  it("doesn't overwrite what is there, unless the program says so", async () => {
    const { provider } = scope.lab;
    const name = scope.lab.name("taken");
    await (await scope.lab.aws("ssm")).putParameter({ Name: name, Value: "theirs", Type: "String" });
    await assert.rejects(provider.create(PARAMETER, "value", { name, type: "String", value: "mine" }), /ssm\.PutParameter failed: ParameterAlreadyExists/);
    scope.owns(await provider.create(PARAMETER, "value", { name, type: "String", value: "mine", overwrite: true, tags: { a: "1" } }));
    assert.equal((await value(scope.lab, name))?.Value, "mine");
  });

  it("is given once, and the pattern and the name are looked at before", async () => {
    const refused = async (inputs: Record<string, string>) => {
      const { failures } = await scope.lab.provider.check(PARAMETER, "Main", { type: "String", ...inputs });
      return failures.map((failure) => failure.property);
    };
    assert.deepEqual(await refused({}), ["value"]);
    assert.deepEqual(await refused({ value: "a", insecureValue: "b" }), ["value"]);
    assert.deepEqual(await refused({ type: "SecureString", insecureValue: "b" }), ["insecureValue"]);
    assert.deepEqual(await refused({ value: "a", allowedPattern: "(" }), ["allowedPattern"]);
    assert.deepEqual(await refused({ value: "a", name: "lab/colour" }), ["name"]);
  });
});
