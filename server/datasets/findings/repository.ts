import { asc, eq } from "drizzle-orm";
import { getDatabase } from "@/server/db/client";
import { findingDecisions } from "@/server/db/schema/datasets";

export type DecisionRow = typeof findingDecisions.$inferSelect;
export type NewDecision = Omit<typeof findingDecisions.$inferInsert, "decidedAt" | "revoked">;

/** The decisions that stand, oldest first. */
export async function readDecisions(): Promise<readonly DecisionRow[]> {
  return getDatabase()
    .select()
    .from(findingDecisions)
    .where(eq(findingDecisions.revoked, false))
    .orderBy(asc(findingDecisions.decidedAt));
}

export async function insertDecision(decision: NewDecision): Promise<DecisionRow> {
  const [row] = await getDatabase().insert(findingDecisions).values(decision).returning();
  if (!row) throw new RangeError("insert returned nothing");
  return row;
}

/** @returns undefined when there is no such decision */
export async function revokeDecision(id: string): Promise<DecisionRow | undefined> {
  const [row] = await getDatabase()
    .update(findingDecisions)
    .set({ revoked: true })
    .where(eq(findingDecisions.id, id))
    .returning();
  return row;
}
