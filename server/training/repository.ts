import { and, desc, eq, inArray, isNull, notInArray, or, type SQL } from "drizzle-orm";
import { ownTeam } from "@/server/db/own-team";
import { datasetVersions } from "@/server/db/schema/datasets";
import { jobs } from "@/server/db/schema/jobs";
import { trainingRuns } from "@/server/db/schema/training";
import type { Queries } from "@/server/db/transaction";
import type { RunState } from "./fold-events";

export type RunRow = typeof trainingRuns.$inferSelect & { readonly version: number };
export type NewRun = Omit<typeof trainingRuns.$inferInsert, "teamId">;

/** Runs of the team that asks. */
const isOwn = (which?: SQL): SQL | undefined => and(eq(trainingRuns.teamId, ownTeam()), which);

export async function insertRun(queries: Queries, run: NewRun): Promise<void> {
  await queries.insert(trainingRuns).values({ ...run, teamId: ownTeam() });
}

/** Stores what a run has reported. */
export async function writeState(
  queries: Queries,
  runId: string,
  { steps, curves, outcome, failure, modelId }: RunState,
  endedAt: Date | null,
): Promise<void> {
  await queries
    .update(trainingRuns)
    .set({ steps, curves, outcome, failure, modelId, endedAt, updatedAt: new Date() })
    .where(isOwn(eq(trainingRuns.id, runId)));
}

function selectRuns(queries: Queries) {
  return queries
    .select({ run: trainingRuns, version: datasetVersions.number })
    .from(trainingRuns)
    .innerJoin(datasetVersions, eq(datasetVersions.id, trainingRuns.datasetVersionId));
}

const merged = ({ run, version }: { run: typeof trainingRuns.$inferSelect; version: number }): RunRow => ({
  ...run,
  version,
});

export async function findRun(queries: Queries, runId: string): Promise<RunRow | undefined> {
  const [row] = await selectRuns(queries).where(isOwn(eq(trainingRuns.id, runId)));
  return row && merged(row);
}

/** Newest first. */
export async function findRuns(queries: Queries, limit: number): Promise<readonly RunRow[]> {
  return (await selectRuns(queries).where(isOwn()).orderBy(desc(trainingRuns.createdAt)).limit(limit)).map(
    merged,
  );
}

/** Runs of some data-set versions or models: lineage. */
export async function findRunsOfVersions(
  queries: Queries,
  versionIds: readonly string[],
): Promise<readonly RunRow[]> {
  if (versionIds.length === 0) return [];
  return (
    await selectRuns(queries).where(isOwn(inArray(trainingRuns.datasetVersionId, [...versionIds])))
  ).map(merged);
}

/** Ids of runs that wait or work. */
export async function findOpenRuns(queries: Queries): Promise<readonly string[]> {
  const rows = await queries
    .select({ id: trainingRuns.id })
    .from(trainingRuns)
    .innerJoin(jobs, eq(jobs.id, trainingRuns.jobId))
    .where(isOwn(inArray(jobs.state, ["queued", "running", "cancelling"])));
  return rows.map(({ id }) => id);
}

/** The version of the newest run that neither failed nor was stopped. */
export async function findNewestTrained(queries: Queries): Promise<string | undefined> {
  const [row] = await queries
    .select({ id: trainingRuns.datasetVersionId })
    .from(trainingRuns)
    .leftJoin(jobs, eq(jobs.id, trainingRuns.jobId))
    .where(
      isOwn(
        and(
          isNull(trainingRuns.failure),
          // the job of an old run may be forgotten
          or(isNull(jobs.state), notInArray(jobs.state, ["failed", "cancelled"])),
        ),
      ),
    )
    .orderBy(desc(trainingRuns.createdAt))
    .limit(1);
  return row?.id;
}
