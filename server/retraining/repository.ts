import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { DriftEvidence, RetrainingOutcome, RetrainingSettings } from "@/lib/contracts/retraining";
import type { RetrainingCause } from "@/lib/core/retraining/due";
import { retrainingDecisions, retrainingRules } from "@/server/db/schema/retraining";
import { users } from "@/server/db/schema/users";
import type { Queries, Transaction } from "@/server/db/transaction";

export type RuleRow = typeof retrainingRules.$inferSelect;
export type DecisionRow = typeof retrainingDecisions.$inferSelect;

export async function findRule(queries: Queries, teamId: string): Promise<RuleRow | undefined> {
  const [row] = await queries.select().from(retrainingRules).where(eq(retrainingRules.teamId, teamId));
  return row;
}

/** The same, kept from everybody else until the transaction ends. */
export async function holdRule(queries: Transaction, teamId: string): Promise<RuleRow | undefined> {
  const [row] = await queries
    .select()
    .from(retrainingRules)
    .where(eq(retrainingRules.teamId, teamId))
    .for("update");
  return row;
}

/** Teams that have set something, switched on or not. */
export async function listTeams(queries: Queries): Promise<readonly string[]> {
  const rows = await queries.select({ teamId: retrainingRules.teamId }).from(retrainingRules);
  return rows.map(({ teamId }) => teamId);
}

export async function writeRule(
  queries: Queries,
  row: {
    readonly teamId: string;
    readonly settings: RetrainingSettings;
    readonly nextAt: Date | null;
    readonly setBy: string;
  },
): Promise<void> {
  await queries
    .insert(retrainingRules)
    .values(row)
    .onConflictDoUpdate({
      target: retrainingRules.teamId,
      set: { settings: row.settings, nextAt: row.nextAt, setBy: row.setBy, setAt: sql`now()` },
    });
}

export async function writeNext(queries: Queries, teamId: string, nextAt: Date | null): Promise<void> {
  await queries.update(retrainingRules).set({ nextAt }).where(eq(retrainingRules.teamId, teamId));
}

/** @param evidence null: something was done about it */
export async function writeDrift(
  queries: Queries,
  teamId: string,
  evidence: DriftEvidence | null,
): Promise<void> {
  await queries
    .update(retrainingRules)
    .set({ drift: evidence, driftAt: evidence ? sql`now()` : null })
    .where(eq(retrainingRules.teamId, teamId));
}

/** Newest first. */
export async function listDecisions(
  queries: Queries,
  teamId: string,
  limit: number,
): Promise<readonly DecisionRow[]> {
  return queries
    .select()
    .from(retrainingDecisions)
    .where(eq(retrainingDecisions.teamId, teamId))
    .orderBy(desc(retrainingDecisions.at))
    .limit(limit);
}

export async function findDecision(queries: Queries, id: string): Promise<DecisionRow | undefined> {
  const [row] = await queries.select().from(retrainingDecisions).where(eq(retrainingDecisions.id, id));
  return row;
}

export async function insertDecision(
  queries: Queries,
  row: typeof retrainingDecisions.$inferInsert & {
    readonly outcome: RetrainingOutcome;
    readonly cause: RetrainingCause;
  },
): Promise<void> {
  await queries.insert(retrainingDecisions).values(row);
}

export async function changeDecision(
  queries: Queries,
  id: string,
  change: Partial<Pick<DecisionRow, "facts" | "jobId" | "runId" | "toldAt">> & {
    readonly outcome?: RetrainingOutcome;
  },
): Promise<void> {
  await queries.update(retrainingDecisions).set(change).where(eq(retrainingDecisions.id, id));
}

/** The same again: it has the newest time. */
export async function repeatDecision(queries: Queries, id: string, facts: object): Promise<void> {
  await queries
    .update(retrainingDecisions)
    .set({ at: sql`now()`, facts })
    .where(eq(retrainingDecisions.id, id));
}

/** Decisions of some outcomes that nobody was told of. */
export async function listUntold(
  queries: Queries,
  teamId: string,
  outcomes: readonly RetrainingOutcome[],
): Promise<readonly DecisionRow[]> {
  return queries
    .select()
    .from(retrainingDecisions)
    .where(
      and(
        eq(retrainingDecisions.teamId, teamId),
        isNull(retrainingDecisions.toldAt),
        inArray(retrainingDecisions.outcome, [...outcomes]),
      ),
    );
}

/** Where to write to somebody; null for a person without an account. */
export async function findAddress(queries: Queries, userId: string): Promise<string | null> {
  const [row] = await queries
    .select({ email: users.email, isOut: users.disabledAt })
    .from(users)
    .where(eq(users.id, userId));
  return row && row.isOut === null ? row.email : null;
}
