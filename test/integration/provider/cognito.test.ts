import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import { describeLifecycle, labScope, type Lab } from "./harness";

const POOL = "aws:cognito/userPool:UserPool";
const CLIENT = "aws:cognito/userPoolClient:UserPoolClient";

async function pool(lab: Lab, id: unknown) {
  return (await (await lab.aws("cognitoidp")).describeUserPool({ UserPoolId: String(id) })).UserPool;
}

async function client(lab: Lab, poolId: unknown, id: string) {
  return (await (await lab.aws("cognitoidp")).describeUserPoolClient({ UserPoolId: String(poolId), ClientId: id })).UserPoolClient;
}

async function isGone(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return false;
  } catch (error) {
    return isAwsError(error, "ResourceNotFoundException");
  }
}

const TRIGGER = "arn:aws:lambda:us-east-1:000000000000:function:sign-up";
const TENANT = { name: "tenant", attributeDataType: "String", mutable: true, stringAttributeConstraints: { minLength: "1", maxLength: "40" } };
const EMAIL = { name: "email", attributeDataType: "String", required: true, mutable: true };

describeLifecycle({
  type: POOL,
  inputs: () => ({
    usernameAttributes: ["email"],
    autoVerifiedAttributes: ["email"],
    passwordPolicy: { minimumLength: 12, requireNumbers: true },
    schemas: [EMAIL, TENANT],
    lambdaConfig: { preSignUp: TRIGGER },
    accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
    adminCreateUserConfig: { allowAdminCreateUserOnly: true },
    usernameConfiguration: { caseSensitive: true },
    mfaConfiguration: "OPTIONAL",
    softwareTokenMfaConfiguration: { enabled: true },
    tags: { team: "learners" },
  }),
  verify: async (lab, { id, state }) => {
    assert.match(id, /^us-east-1_\w+$/);
    assert.equal(state["arn"], `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${id}`);
    assert.equal(state["endpoint"], `cognito-idp.us-east-1.amazonaws.com/${id}`);
    assert.match(String(state["name"]), /^Main-[0-9a-f]{6}-[0-9a-f]{7}$/);
    const found = await pool(lab, id);
    assert.deepEqual([found?.UsernameAttributes, found?.AutoVerifiedAttributes], [["email"], ["email"]]);
    assert.deepEqual([found?.Policies?.PasswordPolicy?.MinimumLength, found?.Policies?.PasswordPolicy?.RequireNumbers], [12, true]);
    assert.equal(found?.Policies?.PasswordPolicy?.RequireSymbols, false);
    const attributes = new Map(found?.SchemaAttributes?.map((attribute) => [attribute.Name, attribute]));
    assert.equal(attributes.get("email")?.Required, true);
    assert.deepEqual(attributes.get("custom:tenant")?.StringAttributeConstraints, { MinLength: "1", MaxLength: "40" });
    assert.equal(found?.LambdaConfig?.PreSignUp, TRIGGER);
    assert.deepEqual(found?.AccountRecoverySetting?.RecoveryMechanisms, [{ Name: "verified_email", Priority: 1 }]);
    assert.equal(found?.AdminCreateUserConfig?.AllowAdminCreateUserOnly, true);
    assert.equal(found?.UsernameConfiguration?.CaseSensitive, true);
    assert.equal(found?.MfaConfiguration, "OPTIONAL");
    assert.deepEqual(found?.UserPoolTags, { team: "learners" });
  },
  update: {
    inputs: () => ({
      usernameAttributes: ["email"],
      passwordPolicy: { minimumLength: 10, requireNumbers: true },
      schemas: [EMAIL, TENANT, { name: "seats", attributeDataType: "Number", mutable: true, numberAttributeConstraints: { minValue: "1", maxValue: "9" } }],
      usernameConfiguration: { caseSensitive: true },
      verificationMessageTemplate: { defaultEmailOption: "CONFIRM_WITH_CODE", emailSubject: "Your code" },
      tags: { phase: "two" },
    }),
    paths: [
      "accountRecoverySetting",
      "autoVerifiedAttributes",
      "lambdaConfig",
      "mfaConfiguration",
      "passwordPolicy.minimumLength",
      "schemas[2]",
      "softwareTokenMfaConfiguration",
      "tags.phase",
      "tags.team",
      "verificationMessageTemplate.emailSubject",
    ],
    verify: async (lab, { id }) => {
      const found = await pool(lab, id);
      assert.deepEqual(found?.AutoVerifiedAttributes, []);
      assert.equal(found?.Policies?.PasswordPolicy?.MinimumLength, 10);
      const attributes = new Map(found?.SchemaAttributes?.map((attribute) => [attribute.Name, attribute]));
      assert.deepEqual(attributes.get("custom:seats")?.NumberAttributeConstraints, { MinValue: "1", MaxValue: "9" });
      assert.deepEqual(found?.LambdaConfig, {});
      assert.equal(found?.MfaConfiguration, "OFF");
      assert.equal(found?.VerificationMessageTemplate?.EmailSubject, "Your code");
      assert.deepEqual(found?.UserPoolTags, { phase: "two" });
    },
  },
  replaces: {
    name: () => ({ name: "another", usernameAttributes: ["email"] }),
    "usernameAttributes[0]": () => ({ usernameAttributes: ["phone_number"] }),
    usernameConfiguration: () => ({ usernameAttributes: ["email"], usernameConfiguration: { caseSensitive: false } }),
  },
  drift: {
    act: async (lab, { id }) => {
      const cognito = await lab.aws("cognitoidp");
      await cognito.updateUserPool({ UserPoolId: id, Policies: { PasswordPolicy: { MinimumLength: 6 } } });
    },
    path: "passwordPolicy.minimumLength",
  },
  gone: async (lab, { id }) => isGone(pool(lab, id)),
});

describe("a plain user pool", () => {
  describeLifecycle({
    type: POOL,
    inputs: () => ({}),
    verify: async (lab, { id, state }) => {
      assert.equal((await pool(lab, id))?.MfaConfiguration, "OFF");
      assert.equal(state["schemas"], undefined);
      assert.equal(state["lambdaConfig"], undefined);
    },
    gone: async (lab, { id }) => isGone(pool(lab, id)),
  });
});

describe(`${POOL} rules`, function () {
  this.timeout(60_000);
  const scope = labScope();

  it("refuses aliases together with user names that are addresses", async () => {
    const { failures } = await scope.lab.provider.check(POOL, "users", { aliasAttributes: ["email"], usernameAttributes: ["email"] });
    assert.match(failures[0]?.reason ?? "", /exclude each other/);
  });

  it("says that an attribute can't be removed", async () => {
    const made = await scope.lab.make(POOL, { schemas: [TENANT] });
    const { inputs } = await scope.lab.provider.check(POOL, "users", { name: made.state["name"] }, made.inputs);
    await assert.rejects(scope.lab.provider.update(made, inputs), /can't change or remove the attribute 'tenant'/);
  });
});

describeLifecycle({
  type: CLIENT,
  prepare: async (lab) => (await lab.make(POOL, {})).id,
  inputs: (userPoolId) => ({
    userPoolId,
    generateSecret: true,
    explicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    accessTokenValidity: 30,
    tokenValidityUnits: { accessToken: "minutes" },
    allowedOauthFlowsUserPoolClient: true,
    allowedOauthFlows: ["code"],
    allowedOauthScopes: ["openid", "email"],
    callbackUrls: ["https://example.com/back"],
    supportedIdentityProviders: ["COGNITO"],
  }),
  verify: async (lab, { id, state }, userPoolId) => {
    const found = await client(lab, userPoolId, id);
    assert.equal(found?.ClientName, state["name"]);
    assert.ok(found?.ClientSecret);
    assert.equal(state["clientSecret"], found.ClientSecret);
    assert.deepEqual(found.ExplicitAuthFlows?.sort(), ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_PASSWORD_AUTH"]);
    assert.deepEqual([found.AccessTokenValidity, found.TokenValidityUnits?.AccessToken], [30, "minutes"]);
    assert.deepEqual([found.AllowedOAuthFlows, found.CallbackURLs], [["code"], ["https://example.com/back"]]);
  },
  update: {
    inputs: (userPoolId) => ({
      userPoolId,
      generateSecret: true,
      explicitAuthFlows: ["ALLOW_USER_SRP_AUTH"],
      accessTokenValidity: 2,
      preventUserExistenceErrors: "ENABLED",
    }),
    paths: ["accessTokenValidity", "explicitAuthFlows[0]", "explicitAuthFlows[1]", "preventUserExistenceErrors", "tokenValidityUnits"],
    verify: async (lab, { id }, userPoolId) => {
      const found = await client(lab, userPoolId, id);
      assert.deepEqual(found?.ExplicitAuthFlows, ["ALLOW_USER_SRP_AUTH"]);
      assert.deepEqual([found.AccessTokenValidity, found.TokenValidityUnits], [2, {}]);
      assert.equal(found.PreventUserExistenceErrors, "ENABLED");
    },
  },
  replaces: {
    userPoolId: () => ({ userPoolId: "us-east-1_another", generateSecret: true }),
    generateSecret: (userPoolId) => ({ userPoolId }),
  },
  drift: {
    act: async (lab, { id }, userPoolId) => {
      const cognito = await lab.aws("cognitoidp");
      await cognito.updateUserPoolClient({ UserPoolId: userPoolId, ClientId: id, ExplicitAuthFlows: ["ALLOW_CUSTOM_AUTH"] });
    },
    path: "explicitAuthFlows[0]",
  },
  importId: ({ id, state }) => `${String(state["userPoolId"])}/${id}`,
  gone: async (lab, { id }, userPoolId) => isGone(client(lab, userPoolId, id)),
});

describe("a client of a user pool", function () {
  this.timeout(60_000);
  const scope = labScope();

  it("signs a user in with its password", async () => {
    const { lab } = scope;
    const users = await lab.make(POOL, { passwordPolicy: { minimumLength: 8 } });
    const app = await lab.make(CLIENT, { userPoolId: users.id, explicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] });
    const cognito = await lab.aws("cognitoidp");
    await cognito.adminCreateUser({ UserPoolId: users.id, Username: "ada" });
    await cognito.adminSetUserPassword({ UserPoolId: users.id, Username: "ada", Password: "Lovelace-1843", Permanent: true });
    const signIn = (PASSWORD: string) =>
      cognito.initiateAuth({ ClientId: app.id, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: { USERNAME: "ada", PASSWORD } });
    assert.ok((await signIn("Lovelace-1843")).AuthenticationResult?.IdToken);
    await assert.rejects(signIn("Babbage-1837"), { name: "NotAuthorizedException" });
  });
});
