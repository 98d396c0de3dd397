/** The provider's name within better-auth, and in the address it sends people back to. */
export const SINGLE_SIGN_ON = "forage";

export interface SingleSignOn {
  readonly discoveryUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Whether the provider's people get an account when they come the first time. */
  readonly letsNewPeopleIn: boolean;
}

/**
 * The OpenID Connect provider that the settings name (`FORAGE_OIDC_ISSUER`, `_CLIENT_ID`, `_CLIENT_SECRET`); undefined for
 * none. It sends people back to `/api/auth/callback/forage`.
 */
export function singleSignOn(): SingleSignOn | undefined {
  const { FORAGE_OIDC_ISSUER: issuer, FORAGE_OIDC_CLIENT_ID: clientId } = process.env;
  const clientSecret = process.env.FORAGE_OIDC_CLIENT_SECRET;
  if (!issuer || !clientId || !clientSecret) return undefined;
  return {
    discoveryUrl: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    letsNewPeopleIn: process.env.FORAGE_OIDC_NEW_PEOPLE === "yes",
  };
}
