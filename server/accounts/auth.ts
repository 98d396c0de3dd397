import { randomUUID } from "node:crypto";
import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { APIError } from "better-auth/api";
import { genericOAuth } from "better-auth/plugins";
import { PASSWORD_LENGTH } from "@/lib/contracts/people";
import { isAppError } from "@/lib/core/errors";
import { getDatabase } from "@/server/db/client";
import { passkeys, sessions, signIns, verifications } from "@/server/db/schema/accounts";
import { users } from "@/server/db/schema/users";
import { connection, transaction } from "@/server/db/transaction";
import { cookiePrefix } from "./cookies";
import { hash, verify } from "./passwords";
import { addOwnTeam } from "./repository";
import { accountSecret, isBehindTls } from "./settings";
import { SINGLE_SIGN_ON, type SingleSignOn, singleSignOn } from "./single-sign-on";
import { forgetUnproven } from "./ways-in";

/** Also how long its cookie lives: a browser signs in again after a month. */
export const SESSION_SECONDS = 30 * 86_400;

/** better-auth answers with the status of its own errors alone. */
function turningAway<G, T>(work: (given: G) => Promise<T>): (given: G) => Promise<T> {
  return (given) =>
    work(given).catch((error: unknown) => {
      throw isAppError(error) ? new APIError("TOO_MANY_REQUESTS") : error;
    });
}

function makeAuth(origin: string, provider: SingleSignOn | undefined) {
  return betterAuth({
    baseURL: origin,
    basePath: "/api/auth",
    secret: accountSecret(),
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: drizzleAdapter(getDatabase(), {
      provider: "pg",
      schema: {
        user: users,
        session: sessions,
        account: signIns,
        verification: verifications,
        passkey: passkeys,
      },
    }),
    // accounts are made by `make-account.ts`, by invitation
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      password: { hash: turningAway(hash), verify: turningAway(verify) },
    },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true, cookieCache: { enabled: false } },
    account: {
      accountLinking: { enabled: true, trustedProviders: [], requireLocalEmailVerified: false },
      encryptOAuthTokens: true,
      storeStateStrategy: "database",
    },
    verification: { storeIdentifier: "hashed" },
    // Forage's own throttle looks at accounts too
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: `${cookiePrefix()}forage`,
      // it would put a prefix of its own before ours
      useSecureCookies: false,
      defaultCookieAttributes: { secure: isBehindTls() },
      database: { generateId: () => randomUUID() },
      ipAddress: { ipAddressHeaders: ["x-forage-address"] },
    },
    databaseHooks: {
      user: { create: { after: async ({ id, name }) => addOwnTeam(connection(), { id, name }) } },
      account: {
        create: {
          // the provider has verified the address: whoever made an account with it before without proof is out
          after: async ({ providerId, userId }) => {
            if (providerId === SINGLE_SIGN_ON)
              await transaction((queries) => forgetUnproven(queries, userId));
          },
        },
      },
    },
    onAPIError: { errorURL: `${origin}/sign-in` },
    user: { additionalFields: { kind: { type: "string", defaultValue: "account", input: false } } },
    plugins: provider
      ? [
          genericOAuth({
            config: [
              {
                providerId: SINGLE_SIGN_ON,
                discoveryUrl: provider.discoveryUrl,
                requireIdTokenVerification: true,
                clientId: provider.clientId,
                clientSecret: provider.clientSecret,
                scopes: ["openid", "email", "profile"],
                pkce: true,
                disableSignUp: !provider.letsNewPeopleIn,
              },
            ],
          }),
        ]
      : [],
  });
}

type Auth = ReturnType<typeof makeAuth>;
let made: { readonly key: string; readonly auth: Auth } | undefined;

/** better-auth for an address people see; made again when a setting has changed. */
export function authFor(origin: string): Auth {
  const provider = singleSignOn();
  const key = JSON.stringify([origin, process.env.DATABASE_URL, accountSecret(), isBehindTls(), provider]);
  if (made?.key !== key) made = { key, auth: makeAuth(origin, provider) };
  return made.auth;
}
