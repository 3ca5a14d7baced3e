/** The nested settings of a user pool, in the program's words and in AWS's. Pure. */

import type { AccountRecoverySettingType, LambdaConfigType, RecoveryOptionNameType, VerificationMessageTemplateType } from "@aws-sdk/client-cognito-identity-provider";
import { t, type ValueOf } from "../../schema";

export const passwordPolicy = t.object(
  {
    minimumLength: t.number({ default: 8, check: (length) => (length >= 6 && length <= 99 ? undefined : "must be 6 to 99.") }),
    requireLowercase: t.boolean({ default: false }),
    requireNumbers: t.boolean({ default: false }),
    requireSymbols: t.boolean({ default: false }),
    requireUppercase: t.boolean({ default: false }),
    temporaryPasswordValidityDays: t.number({ default: 7, check: (days) => (days >= 0 && days <= 365 ? undefined : "must be 0 to 365.") }),
  },
  { computed: true },
);

/** MiniStack keeps them, but never calls them. */
const NOT_CALLED = ["postAuthentication", "postConfirmation", "preAuthentication", "userMigration"] as const;

export const lambdaConfig = t.object({
  createAuthChallenge: t.string(),
  customMessage: t.string(),
  defineAuthChallenge: t.string(),
  postAuthentication: t.string(),
  postConfirmation: t.string(),
  preAuthentication: t.string(),
  preSignUp: t.string(),
  preTokenGeneration: t.string({ computed: true }),
  preTokenGenerationConfig: t.object(
    { lambdaArn: t.string({ required: true }), lambdaVersion: t.string({ required: true, oneOf: ["V1_0", "V2_0", "V3_0"] }) },
    { computed: true },
  ),
  userMigration: t.string(),
  verifyAuthChallengeResponse: t.string(),
});

/** The triggers of a program that won't fire. */
export function silentTriggers(triggers: ValueOf<typeof lambdaConfig> | undefined): string[] {
  return NOT_CALLED.filter((trigger) => triggers?.[trigger] !== undefined);
}

export function triggersTo(triggers: ValueOf<typeof lambdaConfig> | undefined): LambdaConfigType {
  const config = triggers?.preTokenGenerationConfig;
  return {
    CreateAuthChallenge: triggers?.createAuthChallenge,
    CustomMessage: triggers?.customMessage,
    DefineAuthChallenge: triggers?.defineAuthChallenge,
    PostAuthentication: triggers?.postAuthentication,
    PostConfirmation: triggers?.postConfirmation,
    PreAuthentication: triggers?.preAuthentication,
    PreSignUp: triggers?.preSignUp,
    PreTokenGeneration: triggers?.preTokenGeneration,
    PreTokenGenerationConfig: config && { LambdaArn: config.lambdaArn, LambdaVersion: config.lambdaVersion },
    UserMigration: triggers?.userMigration,
    VerifyAuthChallengeResponse: triggers?.verifyAuthChallengeResponse,
  };
}

export function triggersFrom(found: LambdaConfigType | undefined): ValueOf<typeof lambdaConfig> | undefined {
  if (found === undefined || Object.keys(found).length === 0) return undefined;
  const config = found.PreTokenGenerationConfig;
  return {
    createAuthChallenge: found.CreateAuthChallenge,
    customMessage: found.CustomMessage,
    defineAuthChallenge: found.DefineAuthChallenge,
    postAuthentication: found.PostAuthentication,
    postConfirmation: found.PostConfirmation,
    preAuthentication: found.PreAuthentication,
    preSignUp: found.PreSignUp,
    preTokenGeneration: found.PreTokenGeneration,
    preTokenGenerationConfig: config && { lambdaArn: config.LambdaArn ?? "", lambdaVersion: config.LambdaVersion ?? "V1_0" },
    userMigration: found.UserMigration,
    verifyAuthChallengeResponse: found.VerifyAuthChallengeResponse,
  };
}

export const messageTemplate = t.object(
  {
    defaultEmailOption: t.string({ default: "CONFIRM_WITH_CODE", oneOf: ["CONFIRM_WITH_CODE", "CONFIRM_WITH_LINK"] }),
    emailMessage: t.string({ computed: true }),
    emailMessageByLink: t.string({ computed: true }),
    emailSubject: t.string({ computed: true }),
    emailSubjectByLink: t.string({ computed: true }),
    smsMessage: t.string({ computed: true }),
  },
  { computed: true },
);

export function templateTo(template: ValueOf<typeof messageTemplate> | undefined): VerificationMessageTemplateType | undefined {
  return (
    template && {
      DefaultEmailOption: template.defaultEmailOption,
      EmailMessage: template.emailMessage,
      EmailMessageByLink: template.emailMessageByLink,
      EmailSubject: template.emailSubject,
      EmailSubjectByLink: template.emailSubjectByLink,
      SmsMessage: template.smsMessage,
    }
  );
}

export function templateFrom(found: VerificationMessageTemplateType | undefined): ValueOf<typeof messageTemplate> {
  return {
    defaultEmailOption: found?.DefaultEmailOption ?? "CONFIRM_WITH_CODE",
    emailMessage: found?.EmailMessage,
    emailMessageByLink: found?.EmailMessageByLink,
    emailSubject: found?.EmailSubject,
    emailSubjectByLink: found?.EmailSubjectByLink,
    smsMessage: found?.SmsMessage,
  };
}

interface Recovery {
  recoveryMechanisms?: { name: RecoveryOptionNameType; priority: number }[];
}

export function recoveryTo(recovery: Recovery | undefined): AccountRecoverySettingType {
  const mechanisms = recovery?.recoveryMechanisms;
  return mechanisms ? { RecoveryMechanisms: mechanisms.map(({ name, priority }) => ({ Name: name, Priority: priority })) } : {};
}

export function recoveryFrom(found: AccountRecoverySettingType | undefined) {
  const mechanisms = found?.RecoveryMechanisms;
  if (!mechanisms || mechanisms.length === 0) return undefined;
  return { recoveryMechanisms: mechanisms.map(({ Name, Priority }) => ({ name: Name ?? "verified_email", priority: Priority ?? 1 })) };
}
