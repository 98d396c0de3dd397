import { randomUUID } from "node:crypto";
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { isoBase64URL, isoUint8Array } from "@simplewebauthn/server/helpers";
import { AppError } from "@/lib/core/errors";
import { connection, transaction } from "@/server/db/transaction";
import {
  knownBrowser,
  knownBrowserCookie,
  readCookie,
  SESSION_COOKIE,
  setCookie,
  signedValue,
  verifiedValue,
} from "../cookies";
import { originOf } from "../origin";
import { findUser } from "../repository";
import { type Answer, addressOf, refuseDisabled } from "../sign-in";
import { takeAddressTry } from "../throttle";
import { newToken } from "../tokens";
import { requireSession } from "../ways-in";
import { CHALLENGE_MS, makeChallenge, spendChallenge } from "./challenges";
import {
  countPasskeys,
  countUse,
  deletePasskey,
  findPasskey,
  insertPasskey,
  insertSession,
  listPasskeys as readPasskeys,
  renamePasskey as writeName,
} from "./repository";

const SITE = "Forage";
/** More than anybody has devices. */
const MOST_PASSKEYS = 50;
const SESSION_SECONDS = 30 * 86_400;
/** Ties a sign-in to the browser that began it. */
const BROWSER_COOKIE = "forage-passkey";

/** Who adds a passkey: a person in a session of theirs. */
export interface Present {
  readonly userId: string;
  readonly sessionId: string;
}

/** The address people see, and the name in it that passkeys are for. The guard has checked the Host. */
function siteOf(headers: Headers): { readonly origin: string; readonly rpID: string } {
  const origin = originOf(headers);
  return { origin, rpID: new URL(origin).hostname };
}

const refused = (cause?: unknown) => new AppError("account/passkey-refused", { cause });

function transportsOf(text: string | null): string[] {
  return (text ?? "").split(",").filter(Boolean);
}

/** A person's passkeys, oldest first. */
export async function listPasskeys(userId: string) {
  const rows = await readPasskeys(connection(), userId);
  return rows.map(({ id, name, createdAt, backedUp }) => ({
    id,
    name: name ?? "",
    createdAt: createdAt.toISOString(),
    /** It is on the person's other devices too. */
    isSynced: backedUp,
  }));
}

/** What the browser asks its authenticator to make. @throws AppError request/conflict for more than anybody needs */
export async function startPasskey(
  headers: Headers,
  { userId, sessionId }: Present,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const user = await findUser(connection(), userId);
  if (user?.kind !== "account") throw new AppError("request/not-found");
  const own = await readPasskeys(connection(), userId);
  if (own.length >= MOST_PASSKEYS) throw new AppError("request/conflict");
  return await generateRegistrationOptions({
    rpName: SITE,
    rpID: siteOf(headers).rpID,
    userName: user.email ?? user.name,
    userDisplayName: user.name,
    userID: isoUint8Array.fromUTF8String(userId),
    challenge: isoBase64URL.toBuffer(await makeChallenge("add", sessionId)),
    timeout: CHALLENGE_MS,
    attestationType: "none",
    excludeCredentials: own.map(({ credentialID, transports }) => ({
      id: credentialID,
      transports: transportsOf(transports),
    })),
    // it alone lets somebody in: the device knows them, and finds it without an email
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
}

/** Keeps what the authenticator made. @throws AppError account/passkey-refused */
export async function addPasskey(
  headers: Headers,
  { userId, sessionId }: Present,
  { name, response }: { readonly name: string; readonly response: RegistrationResponseJSON },
): Promise<{ readonly id: string }> {
  const { origin, rpID } = siteOf(headers);
  const expectedChallenge = await spendChallenge("add", response.response.clientDataJSON, sessionId);
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response,
    expectedChallenge,
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: true,
  }).catch((error: unknown) => {
    throw refused(error);
  });
  if (!verified || !registrationInfo) throw refused();
  const { credential, credentialDeviceType, credentialBackedUp, aaguid } = registrationInfo;
  if ((await countPasskeys(connection(), userId)) >= MOST_PASSKEYS) throw new AppError("request/conflict");
  const id = randomUUID();
  const row = {
    id,
    userId,
    name,
    credentialID: credential.id,
    publicKey: isoBase64URL.fromBuffer(credential.publicKey),
    counter: credential.counter,
    deviceType: credentialDeviceType,
    backedUp: credentialBackedUp,
    transports: (credential.transports ?? []).join(","),
    aaguid,
  };
  const isNew = await transaction(async (queries) => {
    if (!(await insertPasskey(queries, row))) return false;
    await requireSession(queries, sessionId);
    return true;
  });
  if (!isNew) throw refused();
  return { id };
}

/** @throws AppError request/not-found */
export async function renamePasskey(userId: string, id: string, name: string): Promise<void> {
  if (!(await writeName(connection(), { id, userId, name }))) throw new AppError("request/not-found");
}

/** @throws AppError request/not-found */
export async function removePasskey(userId: string, id: string): Promise<void> {
  if (!(await deletePasskey(connection(), userId, id))) throw new AppError("request/not-found");
}

/** What a browser that is not signed in asks of its authenticator: any passkey for this site. */
export async function startPasskeySignIn(
  headers: Headers,
): Promise<Answer & { readonly options: PublicKeyCredentialRequestOptionsJSON }> {
  await takeAddressTry(addressOf(headers));
  const browser = newToken();
  const options = await generateAuthenticationOptions({
    rpID: siteOf(headers).rpID,
    challenge: isoBase64URL.toBuffer(await makeChallenge("sign-in", browser)),
    timeout: CHALLENGE_MS,
    userVerification: "required",
  });
  return { options, cookies: [setCookie(BROWSER_COOKIE, signedValue(browser), CHALLENGE_MS / 1000)] };
}

/**
 * Signs in the person of a passkey.
 * @throws AppError account/passkey-refused, whatever is wrong with it
 */
export async function signInWithPasskey(
  headers: Headers,
  response: AuthenticationResponseJSON,
): Promise<Answer> {
  const { origin, rpID } = siteOf(headers);
  const browser = verifiedValue(readCookie(headers, BROWSER_COOKIE) ?? "");
  if (browser === undefined) throw refused();
  const expectedChallenge = await spendChallenge("sign-in", response.response.clientDataJSON, browser);
  const found = await findPasskey(connection(), response.id);
  if (!found) throw refused();
  const { passkey, user } = found;
  // the authenticator says whose it is: never another person's
  const handle = response.response.userHandle;
  if (handle !== undefined && handle !== isoBase64URL.fromUTF8String(user.id)) throw refused();
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    expectedChallenge,
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: true,
    credential: {
      id: passkey.credentialID,
      publicKey: isoBase64URL.toBuffer(passkey.publicKey),
      counter: passkey.counter,
      transports: transportsOf(passkey.transports),
    },
  }).catch((error: unknown) => {
    throw refused(error);
  });
  if (!verified) throw refused();
  const { newCounter: counter, credentialBackedUp: backedUp } = authenticationInfo;
  if (!(await countUse(connection(), { id: passkey.id, counter, backedUp }))) throw refused();
  await refuseDisabled(user);
  const token = newToken();
  await transaction(async (queries) => {
    await insertSession(queries, {
      id: randomUUID(),
      token,
      userId: user.id,
      expiresAt: new Date(Date.now() + SESSION_SECONDS * 1000),
      ipAddress: addressOf(headers),
      userAgent: headers.get("user-agent"),
    });
    // it was perhaps taken away while this one was looked at
    if (!(await findPasskey(queries, response.id))) throw refused();
  });
  const email = user.email ?? "";
  return {
    cookies: [
      setCookie(SESSION_COOKIE, signedValue(token), SESSION_SECONDS),
      setCookie(BROWSER_COOKIE, "", 0),
      knownBrowserCookie(email, knownBrowser(headers, email) ?? randomUUID()),
    ],
  };
}
