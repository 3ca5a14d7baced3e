// Unit tests of the program: it runs against mocks, so nothing is deployed and no emulator is needed.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import * as pulumi from "@pulumi/pulumi";

interface Registered {
  type: string;
  name: string;
  inputs: Record<string, any>;
}

const registered: Registered[] = [];

/** Stands for the AWS provider: takes notes, and answers with the inputs and what AWS would add to them. */
const mocks: pulumi.runtime.Mocks = {
  newResource({ type, name, inputs }) {
    registered.push({ type, name, inputs });
    const added = {
      arn: `arn:aws:test:::${name}`,
      name,
      invokeArn: `arn:aws:invoke:::${name}`,
      executionArn: `arn:aws:execute-api:::${name}`,
      apiEndpoint: "https://api.test",
    };
    return { id: `${name}-id`, state: { ...added, ...inputs } };
  },
  call: ({ token }) => {
    throw new Error(`The program calls ${token}.`);
  },
};

const all = (type: string): Registered[] => registered.filter((resource) => resource.type === type);

function one(type: string): Registered {
  const found = all(type);
  assert.equal(found.length, 1, `${found.length} resources of type ${type}`);
  return found[0]!;
}

describe("lambda api", () => {
  before(async () => {
    await pulumi.runtime.setMocks(mocks);
    await import("../index");
    // Resources are registered in the background; this waits for the last of them.
    await pulumi.runtime.disconnect();
  });

  it("bundles the handler, with all that it imports, into one file", async () => {
    const { code } = one("aws:lambda/function:Function").inputs;
    const assets = (await code.assets) as Record<string, { text: Promise<string> }>;
    assert.deepEqual(Object.keys(assets), ["index.js"]);
    const text = await assets["index.js"]!.text;
    for (const part of ["POST /notes", "DynamoDB_20120810"]) assert.ok(text.includes(part), `${part} is not in the bundle`);
  });

  it("gives the function no more than it needs", () => {
    const policy = JSON.parse(one("aws:iam/rolePolicy:RolePolicy").inputs.policy);
    assert.deepEqual(policy.Statement, [
      { Effect: "Allow", Action: ["dynamodb:GetItem", "dynamodb:PutItem"], Resource: "arn:aws:test:::notes" },
    ]);
  });

  it("tells the function its table", () => {
    assert.deepEqual(one("aws:lambda/function:Function").inputs.environment, { variables: { TABLE_NAME: "notes" } });
  });

  it("routes both calls to the function, which lets this API call it", () => {
    const routes = all("aws:apigatewayv2/route:Route").map(({ inputs }) => [inputs.routeKey, inputs.target]);
    assert.deepEqual(routes.sort(), [
      ["GET /notes/{id}", "integrations/notes-handler-id"],
      ["POST /notes", "integrations/notes-handler-id"],
    ]);
    const { inputs } = one("aws:lambda/permission:Permission");
    assert.deepEqual([inputs.principal, inputs.sourceArn], ["apigateway.amazonaws.com", "arn:aws:execute-api:::notes/*/*"]);
  });
});
