import { and, eq, sql } from "drizzle-orm";
import type { MarkInput } from "@/lib/contracts/experiments";
import { ownTeam } from "@/server/db/own-team";
import { experimentMarks, trainingRuns } from "@/server/db/schema/training";
import type { Queries } from "@/server/db/transaction";

export type Mark = Pick<
  typeof experimentMarks.$inferSelect,
  "runId" | "config" | "isStarred" | "isArchived" | "note"
>;

/** Every mark of the team that asks. */
export async function findMarks(queries: Queries): Promise<readonly Mark[]> {
  const { runId, config, isStarred, isArchived, note } = experimentMarks;
  return queries
    .select({ runId, config, isStarred, isArchived, note })
    .from(experimentMarks)
    .where(eq(experimentMarks.teamId, ownTeam()));
}

export async function countRuns(queries: Queries): Promise<number> {
  const [row] = await queries
    .select({ count: sql<number>`count(*)::int` })
    .from(trainingRuns)
    .where(eq(trainingRuns.teamId, ownTeam()));
  return row?.count ?? 0;
}

/** Changes what is said, and leaves the rest as it is. */
export async function writeMark(
  queries: Queries,
  { runId, config, ...said }: MarkInput,
  userId: string,
): Promise<Mark> {
  const change = { ...said, updatedBy: userId, updatedAt: new Date() };
  const [row] = await queries
    .insert(experimentMarks)
    .values({ teamId: ownTeam(), runId, config, ...change })
    .onConflictDoUpdate({
      target: [experimentMarks.runId, experimentMarks.config],
      set: change,
      setWhere: and(eq(experimentMarks.teamId, ownTeam())),
    })
    .returning();
  if (!row) throw new RangeError("insert returned nothing");
  return row;
}
