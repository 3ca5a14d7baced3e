import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import { describeLifecycle, labScope, type Lab } from "./harness";

const READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
});

async function isGone(asking: Promise<unknown>): Promise<boolean> {
  try {
    await asking;
    return false;
  } catch (error) {
    return isAwsError(error, "NoSuchEntity", "NoSuchEntityException");
  }
}

async function profile(lab: Lab, InstanceProfileName: string) {
  return (await (await lab.aws("iam")).getInstanceProfile({ InstanceProfileName })).InstanceProfile;
}

describeLifecycle({
  type: "aws:iam/instanceProfile:InstanceProfile",
  prepare: async (lab) => ({
    first: await lab.make("aws:iam/role:Role", { assumeRolePolicy: TRUST }),
    second: await lab.make("aws:iam/role:Role", { assumeRolePolicy: TRUST }),
  }),
  inputs: ({ first }) => ({ role: first.id, path: "/lab/", tags: { team: "learners" } }),
  verify: async (lab, { id, state }, { first }) => {
    assert.match(id, /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["arn"], `arn:aws:iam::000000000000:instance-profile/lab/${id}`);
    assert.match(String(state["createDate"]), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const found = await profile(lab, id);
    assert.equal(state["uniqueId"], found?.InstanceProfileId);
    assert.deepEqual(found?.Roles?.map((role) => role.RoleName), [first.id]);
    assert.deepEqual(found?.Tags, [{ Key: "team", Value: "learners" }]);
  },
  update: {
    inputs: ({ second }) => ({ role: second.id, path: "/lab/", tags: { phase: "two" } }),
    paths: ["role", "tags.phase", "tags.team"],
    verify: async (lab, { id }, { second }) => {
      const found = await profile(lab, id);
      assert.deepEqual(found?.Roles?.map((role) => role.RoleName), [second.id]);
      assert.deepEqual(found?.Tags, [{ Key: "phase", Value: "two" }]);
    },
  },
  replaces: {
    name: ({ first }) => ({ role: first.id, name: "another" }),
    path: ({ first }) => ({ role: first.id, path: "/other/" }),
  },
  drift: {
    act: async (lab, { id }, { second }) => {
      await (await lab.aws("iam")).removeRoleFromInstanceProfile({ InstanceProfileName: id, RoleName: second.id });
    },
    path: "role",
  },
  gone: async (lab, { id }) => isGone(profile(lab, id)),
});

async function user(lab: Lab, UserName: string) {
  return (await (await lab.aws("iam")).getUser({ UserName })).User;
}

describeLifecycle({
  type: "aws:iam/user:User",
  inputs: () => ({ path: "/lab/", permissionsBoundary: READ_ONLY, tags: { team: "learners" } }),
  verify: async (lab, { id, state }) => {
    assert.match(id, /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["arn"], `arn:aws:iam::000000000000:user/lab/${id}`);
    const found = await user(lab, id);
    assert.equal(state["uniqueId"], found?.UserId);
    assert.equal(found?.PermissionsBoundary?.PermissionsBoundaryArn, READ_ONLY);
    assert.deepEqual(found?.Tags, [{ Key: "team", Value: "learners" }]);
  },
  update: {
    inputs: () => ({ path: "/lab/", forceDestroy: true, tags: { phase: "two" } }),
    paths: ["forceDestroy", "permissionsBoundary", "tags.phase", "tags.team"],
    verify: async (lab, { id }) => {
      const found = await user(lab, id);
      assert.equal(found?.PermissionsBoundary, undefined);
      assert.deepEqual(found?.Tags, [{ Key: "phase", Value: "two" }]);
    },
  },
  replaces: { name: () => ({ name: "another" }), path: () => ({ path: "/other/" }) },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("iam")).putUserPermissionsBoundary({ UserName: id, PermissionsBoundary: READ_ONLY });
    },
    path: "permissionsBoundary",
  },
  unknownToImport: ["forceDestroy"],
  gone: async (lab, { id }) => isGone(user(lab, id)),
});

describe("aws:iam/user:User with what others gave it", function () {
  this.timeout(60_000);
  const scope = labScope();
  const make = async (forceDestroy: boolean) => {
    const made = await scope.lab.provider.create("aws:iam/user:User", "user", { name: scope.lab.name("user"), path: "/", forceDestroy });
    scope.owns(made);
    return made;
  };

  it("leaves its groups when it goes", async () => {
    const iam = await scope.lab.aws("iam");
    const group = await scope.lab.make("aws:iam/group:Group", {});
    const made = await make(false);
    await iam.addUserToGroup({ GroupName: group.id, UserName: made.id });
    await scope.lab.provider.delete(made);
    assert.deepEqual((await iam.getGroup({ GroupName: group.id })).Users, []);
  });

  it("goes with its keys and its password by force only", async () => {
    const iam = await scope.lab.aws("iam");
    const careful = await make(false);
    const { AccessKey } = await iam.createAccessKey({ UserName: careful.id });
    await assert.rejects(scope.lab.provider.delete(careful), /iam\.DeleteUser failed: DeleteConflict/);
    await iam.deleteAccessKey({ UserName: careful.id, AccessKeyId: AccessKey?.AccessKeyId });
    const forced = await make(true);
    await iam.createAccessKey({ UserName: forced.id });
    await iam.createLoginProfile({ UserName: forced.id, Password: "Open-Sesame-1" });
    await scope.lab.provider.delete(forced);
    assert.ok(await isGone(user(scope.lab, forced.id)));
  });
});

async function group(lab: Lab, GroupName: string) {
  return (await (await lab.aws("iam")).getGroup({ GroupName })).Group;
}

describeLifecycle({
  type: "aws:iam/group:Group",
  inputs: () => ({ path: "/lab/" }),
  verify: async (lab, { id, state }) => {
    assert.match(id, /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    assert.equal(state["arn"], `arn:aws:iam::000000000000:group/lab/${id}`);
    assert.equal((await group(lab, id))?.GroupId, state["uniqueId"]);
  },
  replaces: { name: () => ({ name: "another" }), path: () => ({ path: "/other/" }) },
  gone: async (lab, { id }) => isGone(group(lab, id)),
});

async function keys(lab: Lab, UserName: string) {
  const { AccessKeyMetadata } = await (await lab.aws("iam")).listAccessKeys({ UserName });
  return (AccessKeyMetadata ?? []).map((key) => `${key.AccessKeyId} ${key.Status}`);
}

describeLifecycle({
  type: "aws:iam/accessKey:AccessKey",
  prepare: (lab) => lab.make("aws:iam/user:User", {}),
  inputs: (owner) => ({ user: owner.id }),
  verify: async (lab, { id, state }, owner) => {
    assert.match(id, /^AKIA/);
    assert.match(String(state["secret"]), /^[\w/+]{40}$/);
    assert.match(String(state["sesSmtpPasswordV4"]), /^B[\w/+]{43}$/);
    assert.deepEqual(await keys(lab, owner.id), [`${id} Active`]);
  },
  update: {
    inputs: (owner) => ({ user: owner.id, status: "Inactive" }),
    paths: ["status"],
    verify: async (lab, { id, state }, owner) => {
      assert.deepEqual(await keys(lab, owner.id), [`${id} Inactive`]);
      assert.match(String(state["secret"]), /^[\w/+]{40}$/);
    },
  },
  replaces: { user: () => ({ user: "another" }) },
  drift: {
    act: async (lab, { id }, owner) => {
      await (await lab.aws("iam")).updateAccessKey({ UserName: owner.id, AccessKeyId: id, Status: "Active" });
    },
    path: "status",
  },
  gone: async (lab, _resource, owner) => (await keys(lab, owner.id)).length === 0,
});

describe("aws:iam/accessKey:AccessKey, its secret", function () {
  this.timeout(60_000);
  const scope = labScope();

  it("is secret in the state, and is the one that AWS told", async () => {
    const owner = await scope.lab.make("aws:iam/user:User", {});
    const made = await scope.lab.provider.create("aws:iam/accessKey:AccessKey", "key", { user: owner.id, status: "Inactive" });
    scope.owns(made);
    assert.deepEqual(made.secrets, { secret: true, sesSmtpPasswordV4: true });
    assert.deepEqual(await keys(scope.lab, owner.id), [`${made.id} Inactive`]);
  });

  it("isn't there after an import of what is not there", async () => {
    assert.equal(await scope.lab.provider.read("aws:iam/accessKey:AccessKey", "key", "AKIAABCDEFGHIJKLMNOP"), undefined);
  });
});

async function oidc(lab: Lab, OpenIDConnectProviderArn: string) {
  return (await lab.aws("iam")).getOpenIDConnectProvider({ OpenIDConnectProviderArn });
}

describeLifecycle({
  type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  prepare: async (lab) => `https://${lab.name("tokens")}.example.com/login`,
  inputs: (url) => ({ url, clientIdLists: ["sts.amazonaws.com", "learners"], thumbprintLists: ["6938fd4d98bab03faadb97b34396831e3780aea1"], tags: { team: "learners" } }),
  verify: async (lab, { id, state }, url) => {
    assert.equal(id, `arn:aws:iam::000000000000:oidc-provider/${url.slice("https://".length)}`);
    assert.equal(state["arn"], id);
    const found = await oidc(lab, id);
    assert.deepEqual(found.ClientIDList, ["sts.amazonaws.com", "learners"]);
    assert.deepEqual(found.ThumbprintList, ["6938fd4d98bab03faadb97b34396831e3780aea1"]);
    assert.deepEqual(found.Tags, [{ Key: "team", Value: "learners" }]);
  },
  replaces: {
    url: () => ({ url: "https://another.example.com", clientIdLists: ["learners"] }),
    "clientIdLists[1]": (url) => ({ url, clientIdLists: ["sts.amazonaws.com"] }),
    tags: (url) => ({ url, clientIdLists: ["sts.amazonaws.com", "learners"] }),
  },
  gone: async (lab, { id }) => isGone(oidc(lab, id)),
});
