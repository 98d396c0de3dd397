import { and, asc, eq } from "drizzle-orm";
import { ownTeam } from "@/server/db/own-team";
import { findingDecisions } from "@/server/db/schema/datasets";
import type { Queries } from "@/server/db/transaction";

export type FindingDecisionRow = typeof findingDecisions.$inferSelect;
export type NewDecision = Omit<typeof findingDecisions.$inferInsert, "teamId" | "decidedAt" | "revoked">;

/** The decisions in force, oldest first. */
export async function readDecisions(queries: Queries): Promise<readonly FindingDecisionRow[]> {
  return queries
    .select()
    .from(findingDecisions)
    .where(and(eq(findingDecisions.teamId, ownTeam()), eq(findingDecisions.revoked, false)))
    .orderBy(asc(findingDecisions.decidedAt));
}

export async function insertDecision(queries: Queries, decision: NewDecision): Promise<FindingDecisionRow> {
  const [row] = await queries
    .insert(findingDecisions)
    .values({ ...decision, teamId: ownTeam() })
    .returning();
  if (!row) throw new RangeError("insert returned nothing");
  return row;
}

/** @returns undefined when there is no such decision */
export async function revokeDecision(queries: Queries, id: string): Promise<FindingDecisionRow | undefined> {
  const [row] = await queries
    .update(findingDecisions)
    .set({ revoked: true })
    .where(and(eq(findingDecisions.teamId, ownTeam()), eq(findingDecisions.id, id)))
    .returning();
  return row;
}
