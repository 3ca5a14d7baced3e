import type { UpdateUserPoolClientRequest } from "@aws-sdk/client-cognito-identity-provider";
import { defineResource, type Inputs } from "../../definition";
import { ProviderError } from "../../errors";
import { t } from "../../schema";

const FLOWS = [
  "ADMIN_NO_SRP_AUTH",
  "CUSTOM_AUTH_FLOW_ONLY",
  "USER_PASSWORD_AUTH",
  "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  "ALLOW_CUSTOM_AUTH",
  "ALLOW_REFRESH_TOKEN_AUTH",
  "ALLOW_USER_AUTH",
  "ALLOW_USER_PASSWORD_AUTH",
  "ALLOW_USER_SRP_AUTH",
] as const;
const UNITS = ["seconds", "minutes", "hours", "days"] as const;

const clientInputs = {
  accessTokenValidity: t.number({ computed: true }),
  allowedOauthFlows: t.set(t.string({ oneOf: ["code", "implicit", "client_credentials"] }), { computed: true }),
  allowedOauthFlowsUserPoolClient: t.boolean({ computed: true }),
  allowedOauthScopes: t.set(t.string(), { computed: true }),
  authSessionValidity: t.number({ computed: true, check: (minutes) => (minutes >= 3 && minutes <= 15 ? undefined : "must be 3 to 15 minutes.") }),
  callbackUrls: t.set(t.string(), { computed: true }),
  defaultRedirectUri: t.string({ computed: true }),
  enablePropagateAdditionalUserContextData: t.boolean({ computed: true }),
  enableTokenRevocation: t.boolean({ computed: true }),
  explicitAuthFlows: t.set(t.string({ oneOf: FLOWS }), { computed: true }),
  generateSecret: t.boolean({ replaces: true }),
  idTokenValidity: t.number({ computed: true }),
  logoutUrls: t.set(t.string(), { computed: true }),
  name: t.string({ autoName: { maxLength: 128 } }),
  preventUserExistenceErrors: t.string({ computed: true, oneOf: ["LEGACY", "ENABLED"] }),
  readAttributes: t.set(t.string(), { computed: true }),
  refreshTokenValidity: t.number({ computed: true }),
  supportedIdentityProviders: t.set(t.string(), { computed: true }),
  tokenValidityUnits: t.object({
    accessToken: t.string({ default: "hours", oneOf: UNITS }),
    idToken: t.string({ default: "hours", oneOf: UNITS }),
    refreshToken: t.string({ default: "days", oneOf: UNITS }),
  }),
  userPoolId: t.string({ required: true, replaces: true }),
  writeAttributes: t.set(t.string(), { computed: true }),
};

/** Imported by `POOL/CLIENT`. */
export const userPoolClient = defineResource({
  type: "aws:cognito/userPoolClient:UserPoolClient",
  inputs: clientInputs,
  outputs: { clientSecret: t.string({ secret: true }) },
  notFound: ["ResourceNotFoundException"],
  idAfterImport: (id) => id.slice(id.indexOf("/") + 1),

  async create(context, given) {
    const cognito = await context.client("cognitoidp");
    const { UserPoolClient } = await cognito.createUserPoolClient({
      ...settings(given),
      ClientName: given.name,
      UserPoolId: given.userPoolId,
      GenerateSecret: given.generateSecret,
    });
    return UserPoolClient?.ClientId ?? "";
  },

  async read(context, id, prior) {
    const cognito = await context.client("cognitoidp");
    const { UserPoolClient: found } = await cognito.describeUserPoolClient(placeOf(id, prior.userPoolId));
    if (found === undefined) return undefined;
    const units = found.TokenValidityUnits;
    return {
      // Cognito says nothing of a lifetime that is the usual one: an hour.
      accessTokenValidity: found.AccessTokenValidity ?? 1,
      allowedOauthFlows: found.AllowedOAuthFlows ?? [],
      allowedOauthFlowsUserPoolClient: found.AllowedOAuthFlowsUserPoolClient ?? false,
      allowedOauthScopes: found.AllowedOAuthScopes ?? [],
      authSessionValidity: found.AuthSessionValidity,
      callbackUrls: found.CallbackURLs ?? [],
      defaultRedirectUri: found.DefaultRedirectURI ?? "",
      enablePropagateAdditionalUserContextData: found.EnablePropagateAdditionalUserContextData ?? false,
      enableTokenRevocation: found.EnableTokenRevocation ?? false,
      explicitAuthFlows: found.ExplicitAuthFlows ?? [],
      generateSecret: found.ClientSecret === undefined ? prior.generateSecret && false : true,
      idTokenValidity: found.IdTokenValidity ?? 1,
      logoutUrls: found.LogoutURLs ?? [],
      name: found.ClientName,
      preventUserExistenceErrors: found.PreventUserExistenceErrors,
      readAttributes: found.ReadAttributes ?? [],
      refreshTokenValidity: found.RefreshTokenValidity,
      supportedIdentityProviders: found.SupportedIdentityProviders ?? [],
      tokenValidityUnits:
        units && Object.keys(units).length > 0
          ? { accessToken: units.AccessToken ?? "hours", idToken: units.IdToken ?? "hours", refreshToken: units.RefreshToken ?? "days" }
          : undefined,
      userPoolId: found.UserPoolId,
      writeAttributes: found.WriteAttributes ?? [],
      clientSecret: found.ClientSecret ?? "",
    };
  },

  async update(context, id, { news }) {
    const cognito = await context.client("cognitoidp");
    await cognito.updateUserPoolClient({ ...settings(news), ClientId: id, ClientName: news.name, UserPoolId: news.userPoolId });
  },

  async delete(context, id, state) {
    const cognito = await context.client("cognitoidp");
    await cognito.deleteUserPoolClient(placeOf(id, state.userPoolId));
  },
});

/** What both a creation and an update take. */
function settings(given: Inputs<typeof clientInputs>): Omit<UpdateUserPoolClientRequest, "UserPoolId" | "ClientId"> {
  const units = given.tokenValidityUnits;
  return {
    AccessTokenValidity: given.accessTokenValidity,
    AllowedOAuthFlows: given.allowedOauthFlows,
    AllowedOAuthFlowsUserPoolClient: given.allowedOauthFlowsUserPoolClient,
    AllowedOAuthScopes: given.allowedOauthScopes,
    AuthSessionValidity: given.authSessionValidity,
    CallbackURLs: given.callbackUrls,
    DefaultRedirectURI: given.defaultRedirectUri,
    EnablePropagateAdditionalUserContextData: given.enablePropagateAdditionalUserContextData,
    EnableTokenRevocation: given.enableTokenRevocation,
    ExplicitAuthFlows: given.explicitAuthFlows,
    IdTokenValidity: given.idTokenValidity,
    LogoutURLs: given.logoutUrls,
    PreventUserExistenceErrors: given.preventUserExistenceErrors,
    ReadAttributes: given.readAttributes,
    RefreshTokenValidity: given.refreshTokenValidity,
    SupportedIdentityProviders: given.supportedIdentityProviders,
    TokenValidityUnits: units ? { AccessToken: units.accessToken, IdToken: units.idToken, RefreshToken: units.refreshToken } : {},
    WriteAttributes: given.writeAttributes,
  };
}

function placeOf(id: string, pool: string | undefined): { UserPoolId: string; ClientId: string } {
  if (pool !== undefined) return { UserPoolId: pool, ClientId: id.slice(id.indexOf("/") + 1) };
  const [, UserPoolId, ClientId] = /^([^/]+)\/([^/]+)$/.exec(id) ?? [];
  if (UserPoolId === undefined || ClientId === undefined) {
    throw new ProviderError(`'${id}' does not say which user pool it belongs to. A client is imported as POOL/CLIENT.`);
  }
  return { UserPoolId, ClientId };
}
