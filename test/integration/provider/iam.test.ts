import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import type { Values } from "../../../src/provider/wire";
import type { Resource } from "../../support/providerClient";
import { describeLifecycle, labScope, type Lab } from "./harness";

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["sts:AssumeRole"], Principal: { Service: "lambda.amazonaws.com" } }],
});
const LOGS = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
const READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";

function allow(...actions: string[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });
}

async function attached(lab: Lab, role: string): Promise<string[]> {
  const { AttachedPolicies } = await (await lab.aws("iam")).listAttachedRolePolicies({ RoleName: role });
  return (AttachedPolicies ?? []).map((policy) => policy.PolicyArn ?? "").sort();
}

async function inline(lab: Lab, RoleName: string): Promise<Record<string, unknown>> {
  const iam = await lab.aws("iam");
  const { PolicyNames } = await iam.listRolePolicies({ RoleName });
  const found: Record<string, unknown> = {};
  for (const PolicyName of PolicyNames ?? []) {
    const { PolicyDocument } = await iam.getRolePolicy({ RoleName, PolicyName });
    found[PolicyName] = JSON.parse(decodeURIComponent(PolicyDocument ?? ""));
  }
  return found;
}

async function isGone(asking: Promise<unknown>): Promise<boolean> {
  try {
    await asking;
    return false;
  } catch (error) {
    return isAwsError(error, "NoSuchEntity", "NoSuchEntityException");
  }
}

function makeRole(lab: Lab): Promise<Resource> {
  return lab.make("aws:iam/role:Role", { assumeRolePolicy: TRUST });
}

describeLifecycle({
  type: "aws:iam/role:Role",
  inputs: () => ({
    assumeRolePolicy: TRUST,
    description: "Runs functions",
    inlinePolicies: [
      { name: "write", policy: allow("s3:PutObject") },
      { name: "read", policy: allow("s3:GetObject", "s3:ListBucket") },
    ],
    managedPolicyArns: [READ_ONLY, LOGS],
    path: "/lab/",
    permissionsBoundary: READ_ONLY,
    tags: { team: "learners" },
  }),
  verify: async (lab, { id, state }) => {
    assert.match(id, /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["name"], id);
    assert.equal(state["arn"], `arn:aws:iam::000000000000:role/lab/${id}`);
    assert.equal(state["maxSessionDuration"], 3600);
    assert.match(String(state["createDate"]), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const { Role } = await (await lab.aws("iam")).getRole({ RoleName: id });
    assert.equal(state["uniqueId"], Role?.RoleId);
    assert.deepEqual(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")), JSON.parse(TRUST));
    assert.equal(Role?.Description, "Runs functions");
    assert.equal(Role?.PermissionsBoundary?.PermissionsBoundaryArn, READ_ONLY);
    assert.deepEqual(Role?.Tags, [{ Key: "team", Value: "learners" }]);
    assert.deepEqual(await attached(lab, id), [READ_ONLY, LOGS].sort());
    assert.deepEqual(await inline(lab, id), {
      write: JSON.parse(allow("s3:PutObject")),
      read: JSON.parse(allow("s3:GetObject", "s3:ListBucket")),
    });
  },
  update: {
    inputs: () => ({
      assumeRolePolicy: TRUST.replace("lambda", "states"),
      forceDetachPolicies: true,
      inlinePolicies: [{ name: "read", policy: allow("s3:GetObject") }],
      managedPolicyArns: [LOGS],
      maxSessionDuration: 7200,
      path: "/lab/",
      tags: { phase: "two" },
    }),
    paths: [
      "assumeRolePolicy",
      "description",
      "forceDetachPolicies",
      "inlinePolicies[0].name",
      "inlinePolicies[0].policy",
      "inlinePolicies[1]",
      "managedPolicyArns[0]",
      "maxSessionDuration",
      "permissionsBoundary",
      "tags.phase",
      "tags.team",
    ],
    verify: async (lab, { id }) => {
      const { Role } = await (await lab.aws("iam")).getRole({ RoleName: id });
      assert.match(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""), /states\.amazonaws\.com/);
      assert.equal(Role?.Description ?? "", "");
      assert.equal(Role?.MaxSessionDuration, 7200);
      assert.equal(Role?.PermissionsBoundary, undefined);
      assert.deepEqual(Role?.Tags, [{ Key: "phase", Value: "two" }]);
      assert.deepEqual(await attached(lab, id), [LOGS]);
      assert.deepEqual(await inline(lab, id), { read: JSON.parse(allow("s3:GetObject")) });
    },
  },
  replaces: {
    name: () => ({ assumeRolePolicy: TRUST, name: "another" }),
    path: () => ({ assumeRolePolicy: TRUST, path: "/other/" }),
  },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("iam")).attachRolePolicy({ RoleName: id, PolicyArn: READ_ONLY });
    },
    path: "managedPolicyArns[1]",
  },
  unknownToImport: ["forceDetachPolicies"],
  gone: async (lab, { id }) => isGone((await lab.aws("iam")).getRole({ RoleName: id })),
});

describe("aws:iam/role:Role, policies of others", function () {
  this.timeout(60_000);
  const scope = labScope();
  const type = "aws:iam/role:Role";
  const make = async (inputs: Values): Promise<Resource> => {
    const name = scope.lab.name("Role");
    const { inputs: checked, failures } = await scope.lab.provider.check(type, name, { assumeRolePolicy: TRUST, ...inputs });
    assert.deepEqual(failures, []);
    const made = await scope.lab.provider.create(type, name, checked);
    scope.owns(made);
    return made;
  };
  const strangers = async (id: string) => {
    const iam = await scope.lab.aws("iam");
    await iam.attachRolePolicy({ RoleName: id, PolicyArn: LOGS });
    await iam.putRolePolicy({ RoleName: id, PolicyName: "strange", PolicyDocument: allow("s3:GetObject") });
  };
  const leave = async (id: string) => {
    const iam = await scope.lab.aws("iam");
    await iam.detachRolePolicy({ RoleName: id, PolicyArn: LOGS });
    await iam.deleteRolePolicy({ RoleName: id, PolicyName: "strange" });
  };
  const refreshed = async (made: Resource): Promise<Resource> => {
    const fresh = await scope.lab.provider.read(type, "Role", made.id, made);
    assert.ok(fresh);
    return fresh;
  };

  it("are left alone where the program names none", async () => {
    const made = await make({});
    await strangers(made.id);
    const fresh = await refreshed(made);
    assert.deepEqual(fresh.state["managedPolicyArns"], [LOGS]);
    assert.equal((await scope.lab.provider.diff(fresh, made.inputs)).changed, false);
    await leave(made.id);
  });

  it("are taken away where the program says that there are none", async () => {
    const made = await make({ inlinePolicies: [{}], managedPolicyArns: [] });
    assert.equal((await scope.lab.provider.diff(await refreshed(made), made.inputs)).changed, false);
    await strangers(made.id);
    const fresh = await refreshed(made);
    assert.equal((await scope.lab.provider.diff(fresh, made.inputs)).changed, true);
    await scope.lab.provider.update(fresh, made.inputs);
    assert.deepEqual(await attached(scope.lab, made.id), []);
    assert.deepEqual(await inline(scope.lab, made.id), {});
  });

  it("stop a deletion, unless it is forced", async () => {
    const forced = await make({ forceDetachPolicies: true });
    await strangers(forced.id);
    await scope.lab.provider.delete(forced);
    assert.ok(await isGone((await scope.lab.aws("iam")).getRole({ RoleName: forced.id })));
    const careful = await make({});
    await strangers(careful.id);
    await assert.rejects(scope.lab.provider.delete(careful), /iam\.DeleteRole failed: DeleteConflict/);
    await leave(careful.id);
  });

  it("can be named by a prefix", async () => {
    const made = await make({ namePrefix: "worker-" });
    assert.match(made.id, /^worker-\d+$/);
    assert.equal(made.state["namePrefix"], "worker-");
  });
});

describeLifecycle({
  type: "aws:iam/rolePolicy:RolePolicy",
  prepare: makeRole,
  inputs: (role) => ({ role: role.id, policy: allow("s3:GetObject") }),
  verify: async (lab, { id, state }, role) => {
    assert.equal(id, `${role.id}:${String(state["name"])}`);
    assert.match(String(state["name"]), /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.deepEqual(await inline(lab, role.id), { [String(state["name"])]: JSON.parse(allow("s3:GetObject")) });
  },
  update: {
    inputs: (role) => ({ role: role.id, policy: allow("s3:PutObject") }),
    paths: ["policy"],
    verify: async (lab, { state }, role) => {
      assert.deepEqual(await inline(lab, role.id), { [String(state["name"])]: JSON.parse(allow("s3:PutObject")) });
    },
  },
  replaces: {
    name: (role) => ({ role: role.id, policy: allow("s3:GetObject"), name: "another" }),
    role: () => ({ role: "another", policy: allow("s3:GetObject") }),
  },
  drift: {
    act: async (lab, { state }, role) => {
      const iam = await lab.aws("iam");
      await iam.putRolePolicy({ RoleName: role.id, PolicyName: String(state["name"]), PolicyDocument: allow("*") });
    },
    path: "policy",
  },
  gone: async (lab, _resource, role) => Object.keys(await inline(lab, role.id)).length === 0,
});

describeLifecycle({
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  prepare: makeRole,
  inputs: (role) => ({ role: role.id, policyArn: LOGS }),
  verify: async (lab, { id }, role) => {
    assert.equal(id, `${role.id}/${LOGS}`);
    assert.deepEqual(await attached(lab, role.id), [LOGS]);
  },
  replaces: {
    role: () => ({ role: "another", policyArn: LOGS }),
    policyArn: (role) => ({ role: role.id, policyArn: READ_ONLY }),
  },
  gone: async (lab, _resource, role) => (await attached(lab, role.id)).length === 0,
});

describeLifecycle({
  type: "aws:iam/policy:Policy",
  inputs: () => ({ description: "Reads", policy: allow("s3:GetObject"), tags: { team: "learners" } }),
  verify: async (lab, { id, state }) => {
    assert.equal(id, `arn:aws:iam::000000000000:policy/${String(state["name"])}`);
    assert.match(String(state["name"]), /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["arn"], id);
    assert.equal(state["path"], "/");
    assert.equal(state["attachmentCount"], 0);
    const { Policy } = await (await lab.aws("iam")).getPolicy({ PolicyArn: id });
    assert.equal(Policy?.Description, "Reads");
    assert.equal(Policy?.PolicyId, state["policyId"]);
    assert.deepEqual(Policy?.Tags, [{ Key: "team", Value: "learners" }]);
  },
  update: {
    inputs: () => ({ description: "Reads", policy: allow("s3:PutObject"), tags: { team: "teachers" } }),
    paths: ["policy", "tags.team"],
    verify: async (lab, { id }) => {
      const iam = await lab.aws("iam");
      const { Policy } = await iam.getPolicy({ PolicyArn: id });
      assert.deepEqual(Policy?.Tags, [{ Key: "team", Value: "teachers" }]);
      const { PolicyVersion } = await iam.getPolicyVersion({ PolicyArn: id, VersionId: Policy?.DefaultVersionId });
      assert.deepEqual(JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? "")), JSON.parse(allow("s3:PutObject")));
    },
  },
  replaces: {
    description: () => ({ description: "Something else", policy: allow("s3:GetObject") }),
    path: () => ({ path: "/lab/", policy: allow("s3:GetObject") }),
  },
  drift: {
    // As many versions as AWS keeps, so that the repair must first throw one away.
    act: async (lab, { id }) => {
      const iam = await lab.aws("iam");
      for (const action of ["a:One", "a:Two", "a:Three"]) {
        await iam.createPolicyVersion({ PolicyArn: id, PolicyDocument: allow(action), SetAsDefault: true });
      }
    },
    path: "policy",
  },
  gone: async (lab, { id }) => isGone((await lab.aws("iam")).getPolicy({ PolicyArn: id })),
});
