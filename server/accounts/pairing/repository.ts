import { and, eq, gt, sql } from "drizzle-orm";
import { pairings, sessions } from "@/server/db/schema/accounts";
import { users } from "@/server/db/schema/users";
import type { Queries } from "@/server/db/transaction";

type NewPairing = typeof pairings.$inferInsert;

/** The newest code is the one that counts; those that have ended go. @returns false when the handle is in use */
export async function replacePairing(queries: Queries, row: NewPairing, now: Date): Promise<boolean> {
  await queries.delete(pairings).where(eq(pairings.userId, row.userId));
  await queries.delete(pairings).where(sql`${pairings.expiresAt} <= ${now}`);
  const rows = await queries.insert(pairings).values(row).onConflictDoNothing().returning();
  return rows.length > 0;
}

/** Whether the code of one's own can still be used. */
export async function isWaiting(queries: Queries, userId: string, id: string, now: Date): Promise<boolean> {
  const own = and(eq(pairings.id, id), eq(pairings.userId, userId), gt(pairings.expiresAt, now));
  return (await queries.$count(pairings, own)) > 0;
}

/** The device that came in by a code of one's own. */
export async function findPaired(queries: Queries, userId: string, id: string) {
  const [row] = await queries
    .select({ name: sessions.name })
    .from(sessions)
    .where(and(eq(sessions.id, id), eq(sessions.userId, userId)));
  return row;
}

/** A pairing and its person, held until the transaction ends. */
export async function holdPairing(queries: Queries, handle: string, now: Date) {
  const [row] = await queries
    .select({ pairing: pairings, user: users })
    .from(pairings)
    .innerJoin(users, eq(users.id, pairings.userId))
    .where(and(eq(pairings.handle, handle), gt(pairings.expiresAt, now)))
    .for("update", { of: pairings });
  return row;
}

/** Counts a wrong code; after the last one the pairing is gone. */
export async function countWrongCode(queries: Queries, id: string): Promise<void> {
  const [row] = await queries
    .update(pairings)
    .set({ triesLeft: sql`${pairings.triesLeft} - 1` })
    .where(eq(pairings.id, id))
    .returning();
  if (row && row.triesLeft <= 0) await deletePairing(queries, id);
}

export async function deletePairing(queries: Queries, id: string): Promise<void> {
  await queries.delete(pairings).where(eq(pairings.id, id));
}

export async function deletePairingsOf(queries: Queries, userId: string): Promise<void> {
  await queries.delete(pairings).where(eq(pairings.userId, userId));
}

export async function insertSession(queries: Queries, row: typeof sessions.$inferInsert): Promise<void> {
  await queries.insert(sessions).values(row);
}
