import { and, asc, desc, eq, gte, isNull, lt, sql } from "drizzle-orm";
import { alertMessages, alertRules, detectionDays, detectionEvents } from "@/server/db/schema/monitoring";
import { teams } from "@/server/db/schema/teams";
import type { Queries } from "@/server/db/transaction";

export type RuleRow = typeof alertRules.$inferSelect;
export type MessageRow = typeof alertMessages.$inferSelect;

export function listRules(queries: Queries, teamId: string): Promise<RuleRow[]> {
  return queries
    .select()
    .from(alertRules)
    .where(eq(alertRules.teamId, teamId))
    .orderBy(asc(alertRules.createdAt), asc(alertRules.id));
}

/** A rule that is on, held until the transaction ends; undefined while another worker holds it. */
export function holdRule(queries: Queries, id: string): Promise<RuleRow | undefined> {
  return queries
    .select()
    .from(alertRules)
    .where(and(eq(alertRules.id, id), eq(alertRules.isOn, true)))
    .for("update", { skipLocked: true })
    .then(([row]) => row);
}

/** Every team's rules that are on. */
export function listOn(queries: Queries): Promise<RuleRow[]> {
  return queries.select().from(alertRules).where(eq(alertRules.isOn, true)).orderBy(asc(alertRules.id));
}

/** @returns whether it was written: a rule of another team keeps its id */
export async function writeRule(queries: Queries, row: Omit<RuleRow, "createdAt">): Promise<boolean> {
  const { id, teamId, ...set } = row;
  const written = await queries
    .insert(alertRules)
    .values(row)
    .onConflictDoUpdate({ target: alertRules.id, set, setWhere: eq(alertRules.teamId, teamId) })
    .returning({ id: alertRules.id });
  return written.length > 0;
}

export async function changeRule(
  queries: Queries,
  { id, teamId }: { readonly id: string; readonly teamId: string },
  set: Partial<Pick<RuleRow, "state" | "silentUntil">>,
): Promise<boolean> {
  const changed = await queries
    .update(alertRules)
    .set(set)
    .where(and(eq(alertRules.id, id), eq(alertRules.teamId, teamId)))
    .returning({ id: alertRules.id });
  return changed.length > 0;
}

export async function removeRule(queries: Queries, id: string, teamId: string): Promise<boolean> {
  const removed = await queries
    .delete(alertRules)
    .where(and(eq(alertRules.id, id), eq(alertRules.teamId, teamId)))
    .returning({ id: alertRules.id });
  return removed.length > 0;
}

type NewMessage = Pick<MessageRow, "teamId" | "ruleId" | "kind" | "title" | "text" | "channel">;

export async function insertMessages(
  queries: Queries,
  rows: readonly NewMessage[],
): Promise<readonly number[]> {
  if (rows.length === 0) return [];
  const made = await queries
    .insert(alertMessages)
    .values([...rows])
    .returning({ id: alertMessages.id });
  return made.map(({ id }) => id);
}

/** Tried this often, a message stays unsent. */
const MOST_TRIES = 5;

/** Messages of every team that wait to be sent, the oldest first. */
export function listUnsent(queries: Queries): Promise<MessageRow[]> {
  return queries
    .select()
    .from(alertMessages)
    .where(and(isNull(alertMessages.sentAt), lt(alertMessages.tries, MOST_TRIES)))
    .orderBy(asc(alertMessages.id))
    .limit(200);
}

export async function findMessage(queries: Queries, id: number): Promise<MessageRow | undefined> {
  const [row] = await queries.select().from(alertMessages).where(eq(alertMessages.id, id));
  return row;
}

export async function markTried(queries: Queries, id: number, error: string | null): Promise<void> {
  await queries
    .update(alertMessages)
    .set({
      error,
      tries: sql`${alertMessages.tries} + 1`,
      ...(error === null ? { sentAt: sql`now()` } : {}),
    })
    .where(eq(alertMessages.id, id));
}

export function listMessages(queries: Queries, teamId: string, limit: number): Promise<MessageRow[]> {
  return queries
    .select()
    .from(alertMessages)
    .where(eq(alertMessages.teamId, teamId))
    .orderBy(desc(alertMessages.id))
    .limit(limit);
}

export async function removeOldMessages(queries: Queries, days: number): Promise<void> {
  await queries.delete(alertMessages).where(sql`${alertMessages.at} < now() - ${days} * interval '1 day'`);
}

export async function nameOfTeam(queries: Queries, teamId: string): Promise<string> {
  const [row] = await queries.select({ name: teams.name }).from(teams).where(eq(teams.id, teamId));
  return row?.name ?? "";
}

/** When a team's last detection was; null where it never had one. */
export async function lastEventAt(queries: Queries, teamId: string): Promise<Date | null> {
  // its day first: the newest of all days would be looked for in every partition
  const [newest] = await queries
    .select({ day: sql<string | null>`max(${detectionDays.day})::text` })
    .from(detectionDays)
    .where(eq(detectionDays.teamId, teamId));
  if (!newest?.day) return null;
  const from = new Date(`${newest.day}T00:00:00Z`);
  const [row] = await queries
    .select({ at: sql<string | null>`max(${detectionEvents.at})` })
    .from(detectionEvents)
    .where(and(eq(detectionEvents.teamId, teamId), gte(detectionEvents.at, from)));
  // its detections have gone by age or were erased: the day's end is as much as is known
  return row?.at ? new Date(row.at) : new Date(from.getTime() + 86_399_999);
}
