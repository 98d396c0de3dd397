import { and, asc, eq, lt, or, sql } from "drizzle-orm";
import { passkeys, sessions, verifications } from "@/server/db/schema/accounts";
import { users } from "@/server/db/schema/users";
import type { Queries } from "@/server/db/transaction";

export type PasskeyRow = typeof passkeys.$inferSelect;

export function listPasskeys(queries: Queries, userId: string): Promise<PasskeyRow[]> {
  return queries
    .select()
    .from(passkeys)
    .where(eq(passkeys.userId, userId))
    .orderBy(asc(passkeys.createdAt), asc(passkeys.id));
}

export async function countPasskeys(queries: Queries, userId: string): Promise<number> {
  return queries.$count(passkeys, eq(passkeys.userId, userId));
}

/** A passkey with its person, by what the authenticator calls it. */
export async function findPasskey(queries: Queries, credentialId: string) {
  const [row] = await queries
    .select({ passkey: passkeys, user: users })
    .from(passkeys)
    .innerJoin(users, eq(users.id, passkeys.userId))
    .where(eq(passkeys.credentialID, credentialId));
  return row;
}

/** @returns false where the authenticator's key is here already, whoever has it */
export async function insertPasskey(queries: Queries, row: typeof passkeys.$inferInsert): Promise<boolean> {
  const rows = await queries
    .insert(passkeys)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: passkeys.id });
  return rows.length > 0;
}

export async function renamePasskey(
  queries: Queries,
  { id, userId, name }: { readonly id: string; readonly userId: string; readonly name: string },
): Promise<boolean> {
  const rows = await queries
    .update(passkeys)
    .set({ name })
    .where(and(eq(passkeys.id, id), eq(passkeys.userId, userId)))
    .returning({ id: passkeys.id });
  return rows.length > 0;
}

export async function deletePasskey(queries: Queries, userId: string, id: string): Promise<boolean> {
  const rows = await queries
    .delete(passkeys)
    .where(and(eq(passkeys.id, id), eq(passkeys.userId, userId)))
    .returning({ id: passkeys.id });
  return rows.length > 0;
}

/** Writes down how often the authenticator has signed. @returns false where a later one is written already: there are two of it */
export async function countUse(
  queries: Queries,
  { id, counter, backedUp }: { readonly id: string; readonly counter: number; readonly backedUp: boolean },
): Promise<boolean> {
  const rows = await queries
    .update(passkeys)
    .set({ counter, backedUp })
    .where(
      and(
        eq(passkeys.id, id),
        // an authenticator that does not count says 0 each time
        or(lt(passkeys.counter, counter), sql`(${passkeys.counter} = 0 and ${counter}::int = 0)`),
      ),
    )
    .returning({ id: passkeys.id });
  return rows.length > 0;
}

interface Challenge {
  readonly id: string;
  /** What is asked, hashed, after what it is for. */
  readonly identifier: string;
  /** The browser or session that asked. */
  readonly boundTo: string;
  readonly expiresAt: Date;
}

/** Keeps a challenge until it is answered; those that nobody answered in time go. */
export async function insertChallenge(
  queries: Queries,
  { boundTo, ...row }: Challenge,
  now: Date,
): Promise<void> {
  await queries
    .delete(verifications)
    .where(and(sql`starts_with(${verifications.identifier}, 'passkey-')`, lt(verifications.expiresAt, now)));
  await queries.insert(verifications).values({ ...row, value: boundTo });
}

/** Takes a challenge away: it is answered once, by the browser that asked, in time. @returns false where it may not be answered */
export async function takeChallenge(
  queries: Queries,
  { identifier, boundTo }: { readonly identifier: string; readonly boundTo: string },
  now: Date,
): Promise<boolean> {
  const rows = await queries
    .delete(verifications)
    .where(eq(verifications.identifier, identifier))
    .returning({ value: verifications.value, expiresAt: verifications.expiresAt });
  return rows.some(({ value, expiresAt }) => value === boundTo && expiresAt > now);
}

export async function insertSession(queries: Queries, row: typeof sessions.$inferInsert): Promise<void> {
  await queries.insert(sessions).values(row);
}
