import { desc, eq, inArray } from "drizzle-orm";
import { getDatabase } from "@/server/db/client";
import { datasetVersions } from "@/server/db/schema/datasets";
import { trainingRuns } from "@/server/db/schema/training";
import type { RunState } from "./fold-events";

export type RunRow = typeof trainingRuns.$inferSelect & { readonly version: number };
export type NewRun = typeof trainingRuns.$inferInsert;

export async function insertRun(run: NewRun): Promise<void> {
  await getDatabase().insert(trainingRuns).values(run);
}

export async function setJob(runId: string, jobId: string): Promise<void> {
  await getDatabase().update(trainingRuns).set({ jobId }).where(eq(trainingRuns.id, runId));
}

export async function deleteRun(runId: string): Promise<void> {
  await getDatabase().delete(trainingRuns).where(eq(trainingRuns.id, runId));
}

/** Writes down what a run has told. */
export async function writeState(
  runId: string,
  { steps, curves, outcome, failure, modelId }: RunState,
  endedAt: Date | null,
): Promise<void> {
  await getDatabase()
    .update(trainingRuns)
    .set({ steps, curves, outcome, failure, modelId, endedAt, updatedAt: new Date() })
    .where(eq(trainingRuns.id, runId));
}

function selectRuns() {
  return getDatabase()
    .select({ run: trainingRuns, version: datasetVersions.number })
    .from(trainingRuns)
    .innerJoin(datasetVersions, eq(datasetVersions.id, trainingRuns.datasetVersionId));
}

const merged = ({ run, version }: { run: typeof trainingRuns.$inferSelect; version: number }): RunRow => ({
  ...run,
  version,
});

export async function findRun(runId: string): Promise<RunRow | undefined> {
  const [row] = await selectRuns().where(eq(trainingRuns.id, runId));
  return row && merged(row);
}

/** Newest first. */
export async function findRuns(limit: number): Promise<readonly RunRow[]> {
  return (await selectRuns().orderBy(desc(trainingRuns.createdAt)).limit(limit)).map(merged);
}

/** Runs of some data-set versions or models: lineage. */
export async function findRunsOfVersions(versionIds: readonly string[]): Promise<readonly RunRow[]> {
  if (versionIds.length === 0) return [];
  return (await selectRuns().where(inArray(trainingRuns.datasetVersionId, [...versionIds]))).map(merged);
}
