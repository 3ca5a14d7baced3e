import type { CognitoIdentityProvider, CreateUserPoolRequest, UpdateUserPoolRequest, UserPoolType } from "@aws-sdk/client-cognito-identity-provider";
import type { Context } from "../../context";
import { defineResource, type Inputs } from "../../definition";
import { t } from "../../schema";
import { tagChanges } from "../../tags";
import { rfc3339 } from "../timestamps";
import { addedAttributes, schemasFrom, schemasTo, userAttribute } from "./schemas";
import { lambdaConfig, messageTemplate, passwordPolicy, recoveryFrom, recoveryTo, silentTriggers, templateFrom, templateTo, triggersFrom, triggersTo } from "./userPoolParts";

const userPoolInputs = {
  accountRecoverySetting: t.object({
    recoveryMechanisms: t.set(
      t.object({
        name: t.string({ required: true, oneOf: ["verified_email", "verified_phone_number", "admin_only"] }),
        priority: t.number({ required: true }),
      }),
      { computed: true },
    ),
  }),
  adminCreateUserConfig: t.object(
    {
      allowAdminCreateUserOnly: t.boolean({ default: false }),
      inviteMessageTemplate: t.object({ emailMessage: t.string(), emailSubject: t.string(), smsMessage: t.string() }),
    },
    { computed: true },
  ),
  aliasAttributes: t.set(t.string({ oneOf: ["email", "phone_number", "preferred_username"] }), { replaces: true }),
  autoVerifiedAttributes: t.set(t.string({ oneOf: ["email", "phone_number"] })),
  deletionProtection: t.string({ default: "INACTIVE", oneOf: ["ACTIVE", "INACTIVE"] }),
  lambdaConfig,
  mfaConfiguration: t.string({ default: "OFF", oneOf: ["OFF", "ON", "OPTIONAL"] }),
  name: t.string({ replaces: true, autoName: { maxLength: 128 } }),
  passwordPolicy,
  schemas: t.set(userAttribute),
  softwareTokenMfaConfiguration: t.object({ enabled: t.boolean({ required: true }) }),
  tags: t.tags(),
  userPoolTier: t.string({ computed: true, oneOf: ["LITE", "ESSENTIALS", "PLUS"] }),
  usernameAttributes: t.set(t.string({ oneOf: ["email", "phone_number"] }), { replaces: true }),
  usernameConfiguration: t.object({ caseSensitive: t.boolean({ default: false }) }, { computed: true, replaces: true }),
  verificationMessageTemplate: messageTemplate,
};

type Given = Inputs<typeof userPoolInputs>;

export const userPool = defineResource({
  type: "aws:cognito/userPool:UserPool",
  inputs: userPoolInputs,
  outputs: {
    arn: t.string(),
    creationDate: t.string(),
    customDomain: t.string(),
    domain: t.string(),
    endpoint: t.string(),
    estimatedNumberOfUsers: t.number(),
    lastModifiedDate: t.string({ changesWith: "any" }),
  },
  notFound: ["ResourceNotFoundException"],

  check(given) {
    if (!isFilled(given["aliasAttributes"]) || !isFilled(given["usernameAttributes"])) return [];
    return [{ property: "aliasAttributes", reason: "aws:cognito/userPool:UserPool: 'aliasAttributes' and 'usernameAttributes' exclude each other." }];
  },

  async create(context, given) {
    const cognito = await context.client("cognitoidp");
    const { UserPool } = await cognito.createUserPool({
      ...settings(given),
      PoolName: given.name,
      AliasAttributes: given.aliasAttributes,
      UsernameAttributes: given.usernameAttributes,
      UsernameConfiguration: given.usernameConfiguration && { CaseSensitive: given.usernameConfiguration.caseSensitive },
      Schema: given.schemas && schemasTo(given.schemas),
      UserPoolTags: given.tagsAll,
    });
    const id = UserPool?.Id ?? "";
    context.created(id);
    await setMfa(cognito, id, given);
    warnOfLimits(context, given);
    return id;
  },

  async read(context, id, prior) {
    const cognito = await context.client("cognitoidp");
    const { UserPool: pool } = await cognito.describeUserPool({ UserPoolId: id });
    if (pool === undefined) return undefined;
    const mfa = await cognito.getUserPoolMfaConfig({ UserPoolId: id });
    const enabled = mfa.SoftwareTokenMfaConfiguration?.Enabled ?? false;
    return {
      accountRecoverySetting: recoveryFrom(pool.AccountRecoverySetting),
      adminCreateUserConfig: adminFrom(pool),
      aliasAttributes: listFrom(pool.AliasAttributes),
      autoVerifiedAttributes: listFrom(pool.AutoVerifiedAttributes),
      deletionProtection: pool.DeletionProtection ?? "INACTIVE",
      lambdaConfig: triggersFrom(pool.LambdaConfig),
      mfaConfiguration: mfa.MfaConfiguration ?? "OFF",
      name: pool.Name,
      passwordPolicy: passwordPolicyFrom(pool),
      schemas: schemasFrom(pool.SchemaAttributes, prior.schemas),
      softwareTokenMfaConfiguration: enabled || prior.softwareTokenMfaConfiguration ? { enabled } : undefined,
      tags: pool.UserPoolTags,
      userPoolTier: pool.UserPoolTier,
      usernameAttributes: listFrom(pool.UsernameAttributes),
      usernameConfiguration: { caseSensitive: pool.UsernameConfiguration?.CaseSensitive ?? false },
      verificationMessageTemplate: templateFrom(pool.VerificationMessageTemplate),
      arn: pool.Arn,
      creationDate: rfc3339(pool.CreationDate),
      customDomain: pool.CustomDomain ?? "",
      domain: pool.Domain ?? "",
      endpoint: `cognito-idp.${context.region}.amazonaws.com/${id}`,
      estimatedNumberOfUsers: pool.EstimatedNumberOfUsers,
      lastModifiedDate: rfc3339(pool.LastModifiedDate),
    };
  },

  async update(context, id, { olds, news, state, changed }) {
    const cognito = await context.client("cognitoidp");
    if (changed("schemas")) {
      const { SchemaAttributes } = (await cognito.describeUserPool({ UserPoolId: id })).UserPool ?? {};
      const added = addedAttributes(schemasFrom(SchemaAttributes, olds.schemas), olds.schemas, news.schemas);
      if (added.length > 0) await cognito.addCustomAttributes({ UserPoolId: id, CustomAttributes: schemasTo(added) });
    }
    // One call carries all settings: AWS resets those that it leaves out.
    await cognito.updateUserPool({ ...settings(news), UserPoolId: id, UserPoolTags: news.tagsAll });
    if (changed("mfaConfiguration", "softwareTokenMfaConfiguration")) await setMfa(cognito, id, news);
    if (changed("deletionProtection", "lambdaConfig")) warnOfLimits(context, news);
    const { remove } = tagChanges(state.tagsAll, news.tagsAll);
    if (remove.length > 0) await cognito.untagResource({ ResourceArn: state.arn, TagKeys: remove });
  },

  async delete(context, id) {
    const cognito = await context.client("cognitoidp");
    await cognito.deleteUserPool({ UserPoolId: id });
  },
});

/** What both a creation and an update take. */
function settings(given: Given): Omit<CreateUserPoolRequest, "PoolName"> & Omit<UpdateUserPoolRequest, "UserPoolId"> {
  const admin = given.adminCreateUserConfig;
  const invite = admin?.inviteMessageTemplate;
  const policy = given.passwordPolicy;
  return {
    AccountRecoverySetting: recoveryTo(given.accountRecoverySetting),
    AdminCreateUserConfig: admin && {
      AllowAdminCreateUserOnly: admin.allowAdminCreateUserOnly,
      InviteMessageTemplate: invite && { EmailMessage: invite.emailMessage, EmailSubject: invite.emailSubject, SMSMessage: invite.smsMessage },
    },
    AutoVerifiedAttributes: given.autoVerifiedAttributes ?? [],
    DeletionProtection: given.deletionProtection,
    LambdaConfig: triggersTo(given.lambdaConfig),
    Policies: policy && {
      PasswordPolicy: {
        MinimumLength: policy.minimumLength,
        RequireLowercase: policy.requireLowercase,
        RequireNumbers: policy.requireNumbers,
        RequireSymbols: policy.requireSymbols,
        RequireUppercase: policy.requireUppercase,
        TemporaryPasswordValidityDays: policy.temporaryPasswordValidityDays,
      },
    },
    UserPoolTier: given.userPoolTier,
    VerificationMessageTemplate: templateTo(given.verificationMessageTemplate),
  };
}

async function setMfa(cognito: CognitoIdentityProvider, id: string, given: Given): Promise<void> {
  await cognito.setUserPoolMfaConfig({
    UserPoolId: id,
    MfaConfiguration: given.mfaConfiguration,
    SoftwareTokenMfaConfiguration: { Enabled: given.softwareTokenMfaConfiguration?.enabled ?? false },
  });
}

function warnOfLimits(context: Context, given: Given): void {
  if (given.deletionProtection === "ACTIVE") {
    context.warn("the emulator may delete a user pool although deletionProtection is ACTIVE: AWS would refuse.");
  }
  const silent = silentTriggers(given.lambdaConfig);
  if (silent.length > 0) context.warn(`the emulator may keep these triggers of lambdaConfig without ever calling them: ${silent.join(", ")}.`);
}

function adminFrom(pool: UserPoolType) {
  const invite = pool.AdminCreateUserConfig?.InviteMessageTemplate;
  return {
    allowAdminCreateUserOnly: pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly ?? false,
    inviteMessageTemplate: invite && { emailMessage: invite.EmailMessage, emailSubject: invite.EmailSubject, smsMessage: invite.SMSMessage },
  };
}

function passwordPolicyFrom(pool: UserPoolType) {
  const policy = pool.Policies?.PasswordPolicy;
  return (
    policy && {
      minimumLength: policy.MinimumLength ?? 8,
      requireLowercase: policy.RequireLowercase ?? false,
      requireNumbers: policy.RequireNumbers ?? false,
      requireSymbols: policy.RequireSymbols ?? false,
      requireUppercase: policy.RequireUppercase ?? false,
      temporaryPasswordValidityDays: policy.TemporaryPasswordValidityDays ?? 7,
    }
  );
}

function listFrom<T>(list: T[] | undefined): T[] | undefined {
  return list && list.length > 0 ? list : undefined;
}

function isFilled(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}
