import { createHmac, timingSafeEqual } from "node:crypto";
import { accountSecret, isBehindTls } from "./settings";

const YEAR_SECONDS = 365 * 86_400;

export const TEAM_COOKIE = "forage-team";
const KNOWN_COOKIE = "forage-known";

/** Over TLS no other name of the site can set one of ours: a browser takes `__Host-` from this host alone. */
export const cookiePrefix = () => (isBehindTls() ? "__Host-" : "");

export function readCookie(headers: Headers, plainName: string): string | undefined {
  const name = `${cookiePrefix()}${plainName}`;
  for (const part of (headers.get("cookie") ?? "").split(";")) {
    const [key, ...value] = part.trim().split("=");
    if (key !== name) continue;
    try {
      return decodeURIComponent(value.join("="));
    } catch {
      return undefined;
    }
  }
  return undefined;
}

/** Out of reach of scripts, and sent along by no other site's page. */
export function setCookie(name: string, value: string, maxAgeSeconds = YEAR_SECONDS): string {
  const secure = isBehindTls() ? "; Secure" : "";
  return `${cookiePrefix()}${name}=${encodeURIComponent(value)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure}`;
}

/** better-auth's name for the cookie of a session, without the prefix. */
export const SESSION_COOKIE = "forage.session_token";

const signatureOf = (value: string) => createHmac("sha256", accountSecret()).update(value).digest("base64");

/** As better-auth signs the cookie of a session. */
export function signedValue(value: string): string {
  return `${value}.${signatureOf(value)}`;
}

/** The value of a signed cookie; undefined when we did not sign it. */
export function verifiedValue(text: string): string | undefined {
  const dot = text.lastIndexOf(".");
  const [value, signature] = [text.slice(0, dot), Buffer.from(text.slice(dot + 1))];
  const wanted = Buffer.from(signatureOf(value));
  const isOurs = dot > 0 && wanted.length === signature.length && timingSafeEqual(wanted, signature);
  return isOurs ? value : undefined;
}

/** Says that this browser has signed in to the account; its id lets it be told apart from strangers. */
export function knownBrowserCookie(email: string, id: string): string {
  return setCookie(KNOWN_COOKIE, signedValue(`${id} ${email}`));
}

/** Id of a browser that has signed in to this account before; null for a strange one. */
export function knownBrowser(headers: Headers, email: string): string | null {
  const value = verifiedValue(readCookie(headers, KNOWN_COOKIE) ?? "");
  const [id = "", ...rest] = (value ?? "").split(" ");
  return value !== undefined && rest.join(" ") === email ? id : null;
}
