import { and, asc, desc, eq, gt, isNull, ne, or, sql } from "drizzle-orm";
import { apiKeys, pairings, passkeys, passwordResets, sessions, signIns } from "@/server/db/schema/accounts";
import { invitations, memberships, teams } from "@/server/db/schema/teams";
import { LOCAL_USER_ID, users } from "@/server/db/schema/users";
import type { Queries } from "@/server/db/transaction";

/** The row that the first account takes over. */
export const LOCAL_PERSON_ID = LOCAL_USER_ID;

export type UserRow = typeof users.$inferSelect;
export type Role = (typeof memberships.$inferSelect)["role"];

/** Whether anybody has an account. */
export async function hasAccounts(queries: Queries): Promise<boolean> {
  const rows = await queries.select({ id: users.id }).from(users).where(eq(users.kind, "account")).limit(1);
  return rows.length > 0;
}

/** One at a time: of two people who make the first account, one does. */
export async function lockAccounts(queries: Queries): Promise<void> {
  await queries.execute(sql`select pg_advisory_xact_lock(hashtextextended('accounts', 0))`);
}

export async function findUser(queries: Queries, id: string): Promise<UserRow | undefined> {
  const [row] = await queries.select().from(users).where(eq(users.id, id));
  return row;
}

export async function findUserByEmail(queries: Queries, email: string): Promise<UserRow | undefined> {
  const [row] = await queries.select().from(users).where(eq(users.email, email));
  return row;
}

export function listUsers(queries: Queries): Promise<UserRow[]> {
  return queries.select().from(users).where(eq(users.kind, "account")).orderBy(asc(users.createdAt));
}

interface NewAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** Makes an account of the local person: what was theirs stays theirs. @returns false when there is no local person */
export async function takeOverLocal(
  queries: Queries,
  { name, email }: Omit<NewAccount, "id">,
): Promise<boolean> {
  const [row] = await queries
    .update(users)
    .set({ kind: "account", name, email, isAdmin: true, updatedAt: new Date() })
    .where(and(eq(users.id, LOCAL_USER_ID), eq(users.kind, "local")))
    .returning();
  if (row) await queries.update(teams).set({ name }).where(eq(teams.id, LOCAL_USER_ID));
  return row !== undefined;
}

/** Adds a person with a team of their own. @returns false when the address is taken */
export async function insertAccount(queries: Queries, { id, name, email }: NewAccount): Promise<boolean> {
  const [row] = await queries
    .insert(users)
    .values({ id, name, email, kind: "account" })
    .onConflictDoNothing()
    .returning();
  if (row) await addOwnTeam(queries, { id, name });
  return row !== undefined;
}

/** The team that everybody has for themselves. */
export async function addOwnTeam(
  queries: Queries,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<void> {
  await queries.insert(teams).values({ id, name });
  await insertMembership(queries, { teamId: id, userId: id, role: "admin" });
}

/** Notes that a person's address is proven. @returns false where that was known */
export async function noteProven(queries: Queries, userId: string): Promise<boolean> {
  const rows = await queries
    .update(users)
    .set({ emailVerified: true })
    .where(and(eq(users.id, userId), eq(users.emailVerified, false)))
    .returning({ id: users.id });
  return rows.length > 0;
}

export async function deletePassword(queries: Queries, userId: string): Promise<void> {
  await queries.delete(signIns).where(and(eq(signIns.userId, userId), eq(signIns.providerId, "credential")));
}

export async function writePassword(
  queries: Queries,
  userId: string,
  id: string,
  hash: string,
): Promise<void> {
  const [row] = await queries
    .update(signIns)
    .set({ password: hash, updatedAt: new Date() })
    .where(and(eq(signIns.userId, userId), eq(signIns.providerId, "credential")))
    .returning();
  if (row) return;
  await queries
    .insert(signIns)
    .values({ id, userId, accountId: userId, providerId: "credential", password: hash });
}

export async function readPassword(queries: Queries, userId: string): Promise<string | null> {
  const [row] = await queries
    .select({ password: signIns.password })
    .from(signIns)
    .where(and(eq(signIns.userId, userId), eq(signIns.providerId, "credential")));
  return row?.password ?? null;
}

/** The hash of the password of an address; null where it has none. */
export async function readPasswordOf(queries: Queries, email: string): Promise<string | null> {
  const [row] = await queries
    .select({ password: signIns.password })
    .from(signIns)
    .innerJoin(users, eq(users.id, signIns.userId))
    .where(and(eq(users.email, email), eq(signIns.providerId, "credential")));
  return row?.password ?? null;
}

export async function renameUser(queries: Queries, userId: string, name: string): Promise<void> {
  await queries.update(users).set({ name, updatedAt: new Date() }).where(eq(users.id, userId));
}

export async function setAdmin(queries: Queries, userId: string, isAdmin: boolean): Promise<void> {
  await queries.update(users).set({ isAdmin, updatedAt: new Date() }).where(eq(users.id, userId));
}

/** The person of a session that has not ended. */
export async function findSession(queries: Queries, token: string, now: Date) {
  const [row] = await queries
    .select({ sessionId: sessions.id, user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.token, token), gt(sessions.expiresAt, now), isNull(users.disabledAt)));
  return row;
}

/** The person of a session, also one who is kept out. */
export async function findUserOfSession(queries: Queries, token: string): Promise<UserRow | undefined> {
  const [row] = await queries
    .select({ user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(sessions.token, token));
  return row?.user;
}

export function listSessions(queries: Queries, userId: string, now: Date) {
  return queries
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, now)))
    .orderBy(desc(sessions.createdAt));
}

export async function deleteSession(queries: Queries, userId: string, id: string): Promise<boolean> {
  const rows = await queries
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), eq(sessions.id, id)))
    .returning();
  return rows.length > 0;
}

/** @param except a session that goes on. @returns how many ended */
export async function deleteSessions(
  queries: Queries,
  userId: string,
  except: string | null,
): Promise<number> {
  const rows = await queries
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), except === null ? undefined : ne(sessions.id, except)))
    .returning({ id: sessions.id });
  return rows.length;
}

export async function deleteSessionByToken(queries: Queries, token: string): Promise<void> {
  await queries.delete(sessions).where(eq(sessions.token, token));
}

/** Whether a session has not ended. */
export async function hasSession(queries: Queries, id: string, now: Date): Promise<boolean> {
  return (await queries.$count(sessions, and(eq(sessions.id, id), gt(sessions.expiresAt, now)))) > 0;
}

/** A team somebody is in, and their role there. */
export async function findMembership(queries: Queries, userId: string, teamId: string) {
  const [row] = await queries
    .select({ id: teams.id, name: teams.name, role: memberships.role })
    .from(memberships)
    .innerJoin(teams, eq(teams.id, memberships.teamId))
    .where(and(eq(memberships.userId, userId), eq(memberships.teamId, teamId)));
  return row;
}

export function listMemberships(queries: Queries, userId: string) {
  return queries
    .select({ id: teams.id, name: teams.name, role: memberships.role })
    .from(memberships)
    .innerJoin(teams, eq(teams.id, memberships.teamId))
    .where(eq(memberships.userId, userId))
    .orderBy(asc(memberships.joinedAt));
}

export function listMembers(queries: Queries, teamId: string) {
  return queries
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      role: memberships.role,
      joinedAt: memberships.joinedAt,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(eq(memberships.teamId, teamId))
    .orderBy(asc(memberships.joinedAt));
}

interface Membership {
  readonly teamId: string;
  readonly userId: string;
  readonly role: Role;
}

/** @returns false for somebody who is in the team already */
export async function insertMembership(queries: Queries, membership: Membership): Promise<boolean> {
  const rows = await queries.insert(memberships).values(membership).onConflictDoNothing().returning();
  return rows.length > 0;
}

const isMembership = ({ teamId, userId }: Omit<Membership, "role">) =>
  and(eq(memberships.teamId, teamId), eq(memberships.userId, userId));

export async function updateRole(queries: Queries, { role, ...who }: Membership): Promise<boolean> {
  const rows = await queries.update(memberships).set({ role }).where(isMembership(who)).returning();
  return rows.length > 0;
}

export async function deleteMembership(queries: Queries, who: Omit<Membership, "role">): Promise<boolean> {
  const rows = await queries.delete(memberships).where(isMembership(who)).returning();
  await queries.delete(apiKeys).where(and(eq(apiKeys.teamId, who.teamId), eq(apiKeys.userId, who.userId)));
  return rows.length > 0;
}

/** Holds a team until the transaction ends, so that its admins leave one after another. */
export async function lockTeam(queries: Queries, teamId: string): Promise<void> {
  await queries.select({ id: teams.id }).from(teams).where(eq(teams.id, teamId)).for("update");
}

/** A team's admins who may sign in. */
export async function countAdmins(queries: Queries, teamId: string): Promise<number> {
  const rows = await queries
    .select({ id: users.id })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.teamId, teamId), eq(memberships.role, "admin"), isNull(users.disabledAt)));
  return rows.length;
}

/** Teams that somebody shares with others, or could, as their admin. */
export async function countAdministered(queries: Queries, userId: string): Promise<number> {
  const own = and(
    eq(memberships.userId, userId),
    eq(memberships.role, "admin"),
    ne(memberships.teamId, userId),
  );
  return queries.$count(memberships, own);
}

/** Until the transaction ends the person makes no other team. */
export async function lockPerson(queries: Queries, userId: string): Promise<void> {
  await queries.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
}

export async function insertTeam(queries: Queries, team: { readonly id: string; readonly name: string }) {
  await queries.insert(teams).values(team);
}

export async function renameTeam(queries: Queries, teamId: string, name: string): Promise<void> {
  await queries.update(teams).set({ name }).where(eq(teams.id, teamId));
}

const isOpen = (now: Date) => and(gt(invitations.expiresAt, now), gt(invitations.usesLeft, 0));

export function listInvitations(queries: Queries, teamId: string, now: Date) {
  return queries
    .select()
    .from(invitations)
    .where(and(eq(invitations.teamId, teamId), isOpen(now)))
    .orderBy(desc(invitations.createdAt));
}

export async function insertInvitation(
  queries: Queries,
  row: typeof invitations.$inferInsert,
): Promise<void> {
  await queries.insert(invitations).values(row);
}

export async function deleteInvitation(queries: Queries, teamId: string, id: string): Promise<boolean> {
  const rows = await queries
    .delete(invitations)
    .where(and(eq(invitations.teamId, teamId), eq(invitations.id, id)))
    .returning();
  return rows.length > 0;
}

export async function findInvitation(queries: Queries, tokenSha256: string, now: Date) {
  const [row] = await queries
    .select({ teamId: invitations.teamId, role: invitations.role, team: teams.name })
    .from(invitations)
    .innerJoin(teams, eq(teams.id, invitations.teamId))
    .where(and(eq(invitations.tokenSha256, tokenSha256), isOpen(now)));
  return row;
}

/** Counts one person in. @returns undefined when none may come in by it any more */
export async function spendInvitation(queries: Queries, tokenSha256: string, now: Date) {
  const [row] = await queries
    .update(invitations)
    .set({ usesLeft: sql`${invitations.usesLeft} - 1` })
    .where(and(eq(invitations.tokenSha256, tokenSha256), isOpen(now)))
    .returning();
  return row;
}

export async function insertReset(queries: Queries, row: typeof passwordResets.$inferInsert): Promise<void> {
  // the newest link is the one that counts
  await queries.delete(passwordResets).where(eq(passwordResets.userId, row.userId));
  await queries.insert(passwordResets).values(row);
}

export async function findReset(queries: Queries, sha256: string, now: Date): Promise<string | undefined> {
  const [row] = await queries
    .select({ userId: passwordResets.userId })
    .from(passwordResets)
    .where(and(eq(passwordResets.tokenSha256, sha256), gt(passwordResets.expiresAt, now)));
  return row?.userId;
}

/** Uses a link for a new password up. @returns whose it is; undefined for one that is used up or too old */
export async function takeReset(queries: Queries, sha256: string, now: Date): Promise<string | undefined> {
  const [row] = await queries
    .delete(passwordResets)
    .where(and(eq(passwordResets.tokenSha256, sha256), gt(passwordResets.expiresAt, now)))
    .returning();
  return row?.userId;
}

export async function insertKey(queries: Queries, row: typeof apiKeys.$inferInsert): Promise<void> {
  await queries.insert(apiKeys).values(row);
}

export function listKeys(queries: Queries, userId: string) {
  return queries.select().from(apiKeys).where(eq(apiKeys.userId, userId)).orderBy(desc(apiKeys.createdAt));
}

/** @returns undefined when the person has no such key */
export async function deleteKey(queries: Queries, userId: string, id: string) {
  const [row] = await queries
    .delete(apiKeys)
    .where(and(eq(apiKeys.userId, userId), eq(apiKeys.id, id)))
    .returning({ name: apiKeys.name, teamId: apiKeys.teamId });
  return row;
}

/** A key that may still be used, and its person. */
export async function findKey(queries: Queries, keySha256: string, now: Date) {
  const [row] = await queries
    .select({ key: apiKeys, user: users })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(
      and(
        eq(apiKeys.keySha256, keySha256),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)),
        isNull(users.disabledAt),
      ),
    );
  return row;
}

/** Once a minute is enough to see whether a key is used. */
export async function noteKeyUse(queries: Queries, id: string, now: Date): Promise<void> {
  const before = new Date(now.getTime() - 60_000);
  await queries
    .update(apiKeys)
    .set({ lastUsedAt: now })
    .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedAt), sql`${apiKeys.lastUsedAt} < ${before}`)));
}

/** Whether a person's session or key has not ended, and they are not kept out. */
export async function isWayInOpen(
  queries: Queries,
  way: {
    readonly userId: string;
    readonly sessionId?: string | null | undefined;
    readonly keyId?: string | null | undefined;
  },
  now: Date,
): Promise<boolean> {
  const session = sql`exists (select from ${sessions} where ${sessions.id} = ${way.sessionId ?? null}
    and ${sessions.userId} = ${users.id} and ${sessions.expiresAt} > ${now})`;
  const key = sql`exists (select from ${apiKeys} where ${apiKeys.id} = ${way.keyId ?? null}
    and ${apiKeys.userId} = ${users.id} and (${apiKeys.expiresAt} is null or ${apiKeys.expiresAt} > ${now}))`;
  const rows = await queries
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, way.userId), isNull(users.disabledAt), way.keyId ? key : session));
  return rows.length > 0;
}

/** Keeps somebody out, or lets them in again. */
export async function writeDisabled(
  queries: Queries,
  userId: string,
  disabledAt: Date | null,
): Promise<void> {
  await queries.update(users).set({ disabledAt, updatedAt: new Date() }).where(eq(users.id, userId));
}

/** Ends every key of a person. @returns how many */
export async function deleteKeys(queries: Queries, userId: string): Promise<number> {
  const rows = await queries.delete(apiKeys).where(eq(apiKeys.userId, userId)).returning({ id: apiKeys.id });
  return rows.length;
}

/** @returns how many */
export async function deletePasskeys(queries: Queries, userId: string): Promise<number> {
  const rows = await queries
    .delete(passkeys)
    .where(eq(passkeys.userId, userId))
    .returning({ id: passkeys.id });
  return rows.length;
}

/** Links for a new password that nobody has used. */
export async function deleteResets(queries: Queries, userId: string): Promise<void> {
  await queries.delete(passwordResets).where(eq(passwordResets.userId, userId));
}

/** Codes for a phone that nobody has used. */
export async function deletePairings(queries: Queries, userId: string): Promise<void> {
  await queries.delete(pairings).where(eq(pairings.userId, userId));
}

/** How many people keep the installation, and may sign in. */
export async function countAdminUsers(queries: Queries): Promise<number> {
  return queries.$count(
    users,
    and(eq(users.kind, "account"), eq(users.isAdmin, true), isNull(users.disabledAt)),
  );
}
