import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { firstAccountSchema, joinSchema, resetSchema, signInSchema } from "@/lib/contracts/people";
import { AppError } from "@/lib/core/errors";
import { recordIn } from "@/server/audit/service";
import { connection, transaction } from "@/server/db/transaction";
import { sendMail } from "@/server/mail/send-mail";
import { endedText, resetTokenFor } from "./account";
import { authFor } from "./auth";
import {
  knownBrowser,
  knownBrowserCookie,
  readCookie,
  SESSION_COOKIE,
  setCookie,
  TEAM_COOKIE,
  verifiedValue,
} from "./cookies";
import { noteFailure } from "./note-failure";
import { originForMail, originOf } from "./origin";
import { tellPasswordChanged } from "./password-mail";
import { aheadOfStrangers, amongStrangers, hash } from "./passwords";
import {
  deleteSession,
  deleteSessionByToken,
  deleteSessions,
  findInvitation,
  findMembership,
  findReset,
  findSession,
  findUser,
  findUserByEmail,
  hasAccounts,
  insertAccount,
  insertMembership,
  LOCAL_PERSON_ID,
  lockAccounts,
  readPasswordOf,
  spendInvitation,
  takeOverLocal,
  takeReset,
  type UserRow,
  writePassword,
} from "./repository";
import { resetMail } from "./reset-mail";
import { areAccountsRequired, setupCode } from "./settings";
import { takeAddressTry, takeTry } from "./throttle";
import { tokenSha256 } from "./tokens";
import { type EndedWays, endWaysIn } from "./ways-in";

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** Where a request comes from: the front door writes it. Without the door there is only this computer. */
export function addressOf(headers: Headers): string {
  return headers.get("x-forage-address") ?? "127.0.0.1";
}

/** An answer that sets cookies. */
export interface Answer {
  readonly cookies: readonly string[];
}

type Given<S extends z.ZodType> = z.output<S>;

/** Notes a try that was turned away, with what it was turned away for. */
async function counted<T>(email: string, take: () => Promise<T>): Promise<T> {
  try {
    return await take();
  } catch (error) {
    await noteFailure("account/sign-in-throttled", email);
    throw error;
  }
}

/**
 * Signs in with a password.
 * @throws AppError account/wrong-sign-in, whatever of it is wrong; account/too-many-tries
 */
export async function signIn(
  headers: Headers,
  { email, password }: Given<typeof signInSchema>,
): Promise<Answer> {
  const browser = knownBrowser(headers, email);
  const giveBack = await counted(email, () =>
    takeTry({ address: addressOf(headers), email, knownBrowser: browser }),
  );
  const auth = authFor(originOf(headers));
  const before = await readPasswordOf(connection(), email);
  const ask = () => auth.api.signInEmail({ body: { email, password }, headers, asResponse: true });
  const answer = await (browser === null ? amongStrangers(ask) : aheadOfStrangers(ask)).catch(
    (error: unknown) => {
      giveBack();
      throw error;
    },
  );
  // its password was not looked at
  if (answer.status === 429) giveBack();
  if (answer.status === 429) throw new AppError("account/too-many-tries", { facts: { seconds: 5 } });
  if (!answer.ok) {
    await noteFailure("account/sign-in-failed", email);
    throw new AppError("account/wrong-sign-in");
  }
  // a password that was changed while this one was looked at has ended the other sessions, and lets in no more
  if ((await readPasswordOf(connection(), email)) !== before) {
    const { token } = (await answer.json()) as { readonly token: string };
    await deleteSessionByToken(connection(), token);
    throw new AppError("account/wrong-sign-in");
  }
  giveBack();
  const user = await findUserByEmail(connection(), email);
  if (user?.disabledAt) await noteFailure("account/sign-in-failed", email);
  await refuseDisabled(user);
  return { cookies: [...answer.headers.getSetCookie(), knownBrowserCookie(email, browser ?? randomUUID())] };
}

/**
 * Told only to somebody who has shown who they are. A session that was made meanwhile opens nothing, and ends.
 * @throws AppError account/disabled
 */
export async function refuseDisabled(user: UserRow | undefined): Promise<void> {
  if (!user?.disabledAt) return;
  await deleteSessions(connection(), user.id, null);
  throw new AppError("account/disabled");
}

/** Ends it, and notes who did, before better-auth takes its cookie away. */
async function endSession(headers: Headers): Promise<void> {
  const token = verifiedValue(readCookie(headers, SESSION_COOKIE) ?? "");
  if (token === undefined) return;
  await transaction(async (queries) => {
    const found = await findSession(queries, token, new Date());
    if (!found) return;
    await deleteSession(queries, found.user.id, found.sessionId);
    await recordIn(queries, { action: "account/signed-out", user: found.user, teamId: null });
  });
}

/** Ends the session of this browser. */
export async function signOut(headers: Headers): Promise<Answer> {
  await endSession(headers);
  const answer = await authFor(originOf(headers)).api.signOut({ headers, asResponse: true });
  const isThere = readCookie(headers, SESSION_COOKIE) !== undefined;
  return { cookies: isThere ? [...answer.headers.getSetCookie(), setCookie(TEAM_COOKIE, "", 0)] : [] };
}

/**
 * Makes the first account: it takes over the local person's row, so that all that was there is theirs, and keeps the
 * installation.
 * @throws AppError request/conflict when there is an account; request/forbidden from another computer without the code
 */
export async function makeFirst(
  headers: Headers,
  { name, email, password, code }: Given<typeof firstAccountSchema>,
): Promise<Answer> {
  if (await hasAccounts(connection())) throw new AppError("request/conflict");
  if (areAccountsRequired() && !LOOPBACK.test(addressOf(headers))) {
    await takeAddressTry(addressOf(headers));
    if (code !== setupCode()) throw new AppError("request/forbidden");
  }
  const hashed = await hash(password);
  await transaction(async (queries) => {
    await lockAccounts(queries);
    if (await hasAccounts(queries)) throw new AppError("request/conflict");
    if (!(await takeOverLocal(queries, { name, email }))) throw new AppError("request/conflict");
    await writePassword(queries, LOCAL_PERSON_ID, randomUUID(), hashed);
    const user = { id: LOCAL_PERSON_ID, name };
    await recordIn(queries, { action: "account/first", user, teamId: null });
  });
  return signIn(headers, { email, password });
}

/**
 * Makes an account by an invitation: its person is in the team, and signed in.
 * @throws AppError team/invitation-gone, account/cannot-join
 */
export async function join(
  headers: Headers,
  { token, name, email, password }: Given<typeof joinSchema>,
): Promise<Answer> {
  await takeAddressTry(addressOf(headers));
  // before its password takes a core
  if (!(await findInvitation(connection(), tokenSha256(token), new Date())))
    throw new AppError("team/invitation-gone");
  const hashed = await hash(password);
  const teamId = await transaction(async (queries) => {
    const invitation = await spendInvitation(queries, tokenSha256(token), new Date());
    if (!invitation) throw new AppError("team/invitation-gone");
    const id = randomUUID();
    if (!(await insertAccount(queries, { id, name, email }))) throw new AppError("account/cannot-join");
    await writePassword(queries, id, randomUUID(), hashed);
    await insertMembership(queries, { teamId: invitation.teamId, userId: id, role: invitation.role });
    const deed = { user: { id, name }, teamId: invitation.teamId };
    await recordIn(queries, { action: "team/joined", facts: { role: invitation.role }, ...deed });
    return invitation.teamId;
  });
  const { cookies } = await signIn(headers, { email, password });
  return { cookies: [...cookies, setCookie(TEAM_COOKIE, teamId)] };
}

/**
 * Sets a new password by a one-time link. Whoever needs one may have lost the account for a while: every session ends,
 * and keys and passkeys too unless they say that they only forgot it.
 * @returns what ended
 * @throws AppError account/reset-gone
 */
export async function resetPassword(
  headers: Headers,
  { token, password, keepsKeysAndPasskeys }: Given<typeof resetSchema>,
): Promise<EndedWays> {
  await takeAddressTry(addressOf(headers));
  if (!(await findReset(connection(), tokenSha256(token), new Date())))
    throw new AppError("account/reset-gone");
  const hashed = await hash(password);
  const { userId, ended } = await transaction(async (queries) => {
    const userId = await takeReset(queries, tokenSha256(token), new Date());
    const user = userId === undefined ? undefined : await findUser(queries, userId);
    if (userId === undefined || !user) throw new AppError("account/reset-gone");
    const ended = await endWaysIn(queries, userId, { withKeysAndPasskeys: !keepsKeysAndPasskeys });
    const facts = { by: "link", ended: endedText(ended) };
    await recordIn(queries, { action: "account/password-changed", facts, user, teamId: null });
    await writePassword(queries, userId, randomUUID(), hashed);
    return { userId, ended };
  });
  tellPasswordChanged(userId);
  return ended;
}

/**
 * Sends a link for a new password to an address that has an account. The answer is the same, and comes as soon, for one
 * that has none.
 */
export async function forgot(headers: Headers, email: string): Promise<void> {
  await takeAddressTry(addressOf(headers));
  const origin = originForMail(headers);
  void resetTokenFor(email)
    .then(async (token) => {
      if (token !== undefined) await sendMail(resetMail(email, `${origin}/reset#${token}`));
    })
    .catch((error: unknown) => console.warn(`accounts: no mail was sent (${String(error)})`));
}

/** Works in another of one's teams from now on, or in one's own. @throws AppError request/not-found */
export async function chooseTeam(userId: string, teamId: string = userId): Promise<Answer> {
  if (!(await findMembership(connection(), userId, teamId))) throw new AppError("request/not-found");
  return { cookies: [setCookie(TEAM_COOKIE, teamId)] };
}
