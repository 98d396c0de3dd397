import { randomUUID } from "node:crypto";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { recordIn } from "@/server/audit/service";
import { connection, transaction } from "@/server/db/transaction";
import { KEY_PREFIX } from "./identify";
import { tellPasswordChanged } from "./password-mail";
import { aheadOfStrangers, hash, verify } from "./passwords";
import {
  countAdminUsers,
  deleteKey,
  deleteKeys,
  deleteSession,
  deleteSessions,
  findUser,
  findUserByEmail,
  insertKey,
  insertReset,
  listUsers,
  lockAccounts,
  listKeys as readKeys,
  readPassword,
  listSessions as readSessions,
  renameUser,
  setAdmin as writeAdmin,
  writeDisabled,
  writePassword,
} from "./repository";
import { takeTry } from "./throttle";
import { newToken, tokenSha256 } from "./tokens";
import { type EndedWays, endWaysIn, requireSession } from "./ways-in";

const DAY_MS = 86_400_000;
const RESET_MS = 3_600_000;
const SHOWN_OF_KEY = KEY_PREFIX.length + 6;

export async function emailOf(userId: string): Promise<string | null> {
  return (await findUser(connection(), userId))?.email ?? null;
}

export async function rename(userId: string, name: string): Promise<void> {
  await renameUser(connection(), userId, name);
}

/**
 * Every other session of the person ends, and a link for a new password that waits somewhere.
 * @returns what ended
 * @throws AppError account/wrong-sign-in, account/too-many-tries
 */
export async function changePassword(
  { userId, sessionId }: { readonly userId: string; readonly sessionId: string | null },
  {
    current,
    next,
    endsKeysAndPasskeys: withKeysAndPasskeys,
  }: { readonly current: string; readonly next: string; readonly endsKeysAndPasskeys: boolean },
): Promise<EndedWays> {
  const stored = await readPassword(connection(), userId);
  // who is signed in by a provider sets a password by a link
  if (stored === null) throw new AppError("account/wrong-sign-in");
  // no stranger can use these tries up
  const giveBack = await takeTry({ address: userId, email: "password", knownBrowser: userId });
  const isRight = await aheadOfStrangers(() => verify({ hash: stored, password: current }));
  if (!isRight) throw new AppError("account/wrong-sign-in");
  giveBack();
  const hashed = await aheadOfStrangers(() => hash(next));
  const ended = await transaction(async (queries) => {
    const ways = await endWaysIn(queries, userId, { except: sessionId, withKeysAndPasskeys });
    await writePassword(queries, userId, randomUUID(), hashed);
    const facts = { ended: endedText(ways) };
    await recordIn(queries, { action: "account/password-changed", facts, teamId: null });
    return ways;
  });
  tellPasswordChanged(userId);
  return ended;
}

/** As the log has it. */
export const endedText = ({ sessions, keys, passkeys }: EndedWays) =>
  `sessions ${sessions}, keys ${keys}, passkeys ${passkeys}`;

export async function listSessions(userId: string, current: string | null) {
  const rows = await readSessions(connection(), userId, new Date());
  return rows.map(({ id, name, createdAt, expiresAt, userAgent, ipAddress }) => ({
    id,
    name,
    userAgent,
    ipAddress,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    isCurrent: id === current,
  }));
}

/** @throws AppError request/not-found */
export async function revokeSession(userId: string, id: string): Promise<void> {
  await transaction(async (queries) => {
    if (!(await deleteSession(queries, userId, id))) throw new AppError("request/not-found");
    await recordIn(queries, { action: "session/revoked", facts: { session: id }, teamId: null });
  });
}

export async function revokeOtherSessions(userId: string, current: string | null): Promise<void> {
  await transaction(async (queries) => {
    await deleteSessions(queries, userId, current);
    await recordIn(queries, { action: "session/revoked", facts: { session: "all others" }, teamId: null });
  });
}

export async function listKeys(userId: string) {
  const rows = await readKeys(connection(), userId);
  return rows.map(({ id, name, prefix, scopes, teamId, createdAt, expiresAt, lastUsedAt }) => ({
    id,
    name,
    prefix,
    scopes,
    teamId,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }));
}

interface NewKey {
  readonly name: string;
  readonly scopes: readonly string[];
  /** Null for a key that does not expire. */
  readonly days: number | null;
}

/**
 * Makes a key for the team somebody works in. It is shown now and never again.
 * @param allowed what the person may do: a key may not do more
 * @throws AppError request/forbidden
 */
export async function makeKey(
  { userId, teamId, sessionId }: Who & { readonly sessionId: string | null },
  allowed: ReadonlySet<string>,
  { name, scopes, days }: NewKey,
): Promise<{ readonly id: string; readonly key: string }> {
  if (scopes.some((scope) => !allowed.has(scope))) throw new AppError("request/forbidden");
  const [id, key] = [randomUUID(), `${KEY_PREFIX}${newToken()}`];
  await transaction(async (queries) => {
    await insertKey(queries, {
      id,
      userId,
      teamId,
      name,
      prefix: key.slice(0, SHOWN_OF_KEY),
      keySha256: tokenSha256(key),
      scopes: [...new Set(scopes)],
      expiresAt: days === null ? null : new Date(Date.now() + days * DAY_MS),
    });
    await requireSession(queries, sessionId);
    const facts = { key: id, name, scopes: scopes.join(" "), days };
    await recordIn(queries, { action: "key/made", facts, teamId });
  });
  return { id, key };
}

/** @throws AppError request/not-found */
export async function revokeKey(userId: string, id: string): Promise<void> {
  await transaction(async (queries) => {
    const key = await deleteKey(queries, userId, id);
    if (!key) throw new AppError("request/not-found");
    const facts = { key: id, name: key.name };
    await recordIn(queries, { action: "key/revoked", facts, teamId: key.teamId });
  });
}

/** A one-time link by which somebody sets a new password. @throws AppError request/not-found */
export async function makeResetLink(userId: string): Promise<{ readonly token: string }> {
  const user = await findUser(connection(), userId);
  if (user?.kind !== "account") throw new AppError("request/not-found");
  const token = newToken();
  await transaction(async (queries) => {
    await insertReset(queries, {
      tokenSha256: tokenSha256(token),
      userId,
      expiresAt: new Date(Date.now() + RESET_MS),
    });
    await recordIn(queries, { action: "account/reset-link-made", facts: { of: userId }, teamId: null });
  });
  return { token };
}

/** The same for an address, if it has an account. */
export async function resetTokenFor(email: string): Promise<string | undefined> {
  const user = await findUserByEmail(connection(), email);
  return user && (await makeResetLink(user.id)).token;
}

/** Everybody with an account, for whoever keeps the installation. */
export async function listPeople() {
  const rows = await listUsers(connection());
  return rows.map(({ id, name, email, isAdmin, disabledAt, createdAt }) => ({
    id,
    name,
    email,
    isAdmin,
    isDisabled: disabledAt !== null,
    createdAt: createdAt.toISOString(),
  }));
}

/** Lets somebody keep the installation, or no longer. @throws AppError request/not-found, team/last-admin */
export function setAdmin(userId: string, isAdmin: boolean): Promise<void> {
  return transaction(async (queries) => {
    await lockAccounts(queries);
    if ((await findUser(queries, userId))?.kind !== "account") throw new AppError("request/not-found");
    await writeAdmin(queries, userId, isAdmin);
    await recordIn(queries, {
      action: "account/admin-changed",
      facts: { of: userId, isAdmin },
      teamId: null,
    });
    if ((await countAdminUsers(queries)) === 0) throw new AppError("team/last-admin");
  });
}

/**
 * Keeps somebody out from now on: every session and key of theirs ends. Or lets them in again; what they have stays theirs.
 * @throws AppError request/not-found, team/last-admin where nobody would keep the installation
 */
export function setDisabled(userId: string, isDisabled: boolean): Promise<void> {
  return transaction(async (queries) => {
    await lockAccounts(queries);
    if ((await findUser(queries, userId))?.kind !== "account") throw new AppError("request/not-found");
    await writeDisabled(queries, userId, isDisabled ? new Date() : null);
    await recordIn(queries, {
      action: "account/disabled-changed",
      facts: { of: userId, isDisabled },
      teamId: null,
    });
    if (!isDisabled) return;
    if ((await countAdminUsers(queries)) === 0) throw new AppError("team/last-admin");
    await endWaysIn(queries, userId, { withKeysAndPasskeys: false });
    await deleteKeys(queries, userId);
  });
}
