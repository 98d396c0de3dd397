import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { type Job, type JobError, type JobProgress, type JobState, jobSchema } from "@/lib/contracts/jobs";
import { jobs } from "@/server/db/schema/jobs";
import type { Queries } from "@/server/db/transaction";
import { shownFacts } from "@/server/errors/hide-paths";

export type JobRow = typeof jobs.$inferSelect;

const OPEN: readonly JobState[] = ["queued", "running", "cancelling"];

interface StoredProgress extends JobProgress {
  readonly secondsLeft: number | null;
}

export function toJob(row: JobRow): Job {
  const { secondsLeft = null, ...progress } = (row.progress ?? {}) as Partial<StoredProgress>;
  const job = jobSchema.parse({
    ...row,
    progress: row.progress ? progress : null,
    secondsLeft: row.state === "running" ? secondsLeft : null,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
  });
  // pages read it
  return job.error ? { ...job, error: { ...job.error, facts: { ...shownFacts(job.error.facts) } } } : job;
}

/** The database's clock, so that watchers compare times of one clock. */
const NOW = sql`now()`;

/** Workers listen here for jobs that came, were resumed or are to be cancelled. */
export const JOBS_CHANNEL = "forage_jobs";

/** Wakes the workers; within a transaction, when it is committed. */
export async function wakeWorkers(queries: Queries): Promise<void> {
  await queries.execute(sql`select pg_notify(${JOBS_CHANNEL}, '')`);
}

export async function insertJob(
  queries: Queries,
  row: Pick<JobRow, "id" | "kind" | "queue" | "params" | "createdBy" | "teamId">,
): Promise<JobRow> {
  const [inserted] = await queries
    .insert(jobs)
    .values({ ...row, state: "queued" })
    .returning();
  if (!inserted) throw new RangeError("insert returned nothing");
  return inserted;
}

export async function findJob(queries: Queries, id: string): Promise<JobRow | undefined> {
  const [row] = await queries.select().from(jobs).where(eq(jobs.id, id));
  return row;
}

/** Jobs that wait or work. */
export async function countByState(
  queries: Queries,
): Promise<readonly { readonly kind: string; readonly state: JobState; readonly count: number }[]> {
  return queries
    .select({ kind: jobs.kind, state: jobs.state, count: sql<number>`count(*)::int` })
    .from(jobs)
    .where(inArray(jobs.state, [...OPEN]))
    .groupBy(jobs.kind, jobs.state);
}

export interface JobFilter {
  readonly teamId?: string | undefined;
  readonly ids?: readonly string[];
  readonly kinds?: readonly string[];
  readonly limit: number;
}

/** Newest first. */
export async function findJobs(
  queries: Queries,
  { teamId, ids, kinds, limit }: JobFilter,
): Promise<readonly JobRow[]> {
  return queries
    .select()
    .from(jobs)
    .where(
      and(
        teamId ? eq(jobs.teamId, teamId) : undefined,
        ids ? inArray(jobs.id, [...ids]) : undefined,
        kinds ? inArray(jobs.kind, [...kinds]) : undefined,
      ),
    )
    .orderBy(desc(jobs.createdAt), desc(jobs.id))
    .limit(limit);
}

/** Parameters of the jobs of some kinds that wait or work, or that a person may resume. */
export async function findParams(
  queries: Queries,
  kinds: readonly string[],
  states: readonly JobState[],
): Promise<readonly Pick<JobRow, "id" | "params" | "endedAt">[]> {
  return queries
    .select({ id: jobs.id, params: jobs.params, endedAt: jobs.endedAt })
    .from(jobs)
    .where(and(inArray(jobs.kind, [...kinds]), inArray(jobs.state, [...states])));
}

type Change = Partial<Omit<typeof jobs.$inferInsert, "id" | "updatedAt">>;

/**
 * Changes a job that is in one of `from`; the condition settles races between people and the worker.
 * @returns undefined when it was in none of them
 */
export async function changeJob(
  queries: Queries,
  id: string,
  from: readonly JobState[],
  change: Change,
): Promise<JobRow | undefined> {
  const [row] = await queries
    .update(jobs)
    .set({ ...change, updatedAt: NOW })
    .where(and(eq(jobs.id, id), inArray(jobs.state, [...from])))
    .returning();
  return row;
}

/** Puts a job that has ended at the end of its queue again. @returns undefined when it is done or still at work */
export async function requeueJob(queries: Queries, id: string): Promise<JobRow | undefined> {
  const [row] = await queries
    .update(jobs)
    .set({
      state: "queued",
      attempts: 0,
      error: null,
      endedAt: null,
      worker: null,
      position: sql`nextval(pg_get_serial_sequence('jobs', 'position'))`,
      updatedAt: NOW,
    })
    .where(and(eq(jobs.id, id), inArray(jobs.state, ["cancelled", "failed"])))
    .returning();
  return row;
}

/** True while this worker has the job: writes of a worker that was taken for dead are ignored. */
function isWith({ id, worker }: Pick<JobRow, "id" | "worker">): SQL | undefined {
  return and(eq(jobs.id, id), worker === null ? undefined : eq(jobs.worker, worker));
}

export type JobEnd =
  | { readonly state: "done"; readonly result: unknown }
  | { readonly state: "failed"; readonly error: JobError }
  | { readonly state: "cancelled" };

export async function markEnded(
  queries: Queries,
  job: Pick<JobRow, "id" | "worker">,
  end: JobEnd,
): Promise<boolean> {
  const ended = await queries
    .update(jobs)
    .set({ ...end, worker: null, endedAt: NOW, updatedAt: NOW })
    .where(and(isWith(job), inArray(jobs.state, [...OPEN])))
    .returning({ id: jobs.id });
  return ended.length > 0;
}

/** Back to waiting, with its place and its checkpoint: its worker was stopped cleanly: not a failed attempt. */
export async function markWaiting(queries: Queries, job: Pick<JobRow, "id" | "worker">): Promise<void> {
  await queries
    .update(jobs)
    .set({
      state: "queued",
      worker: null,
      attempts: sql`greatest(${jobs.attempts} - 1, 0)`,
      updatedAt: NOW,
    })
    .where(and(isWith(job), eq(jobs.state, "running")));
}

export async function writeProgress(
  queries: Queries,
  job: Pick<JobRow, "id" | "worker">,
  progress: StoredProgress,
): Promise<void> {
  await queries.update(jobs).set({ progress, updatedAt: NOW }).where(isWith(job));
}

export async function writeCheckpoint(
  queries: Queries,
  job: Pick<JobRow, "id" | "worker">,
  checkpoint: unknown,
): Promise<void> {
  await queries.update(jobs).set({ checkpoint, attempts: 0 }).where(isWith(job));
}

/** Removes jobs of a kind that ended before. */
export async function removeEnded(queries: Queries, kind: string, days: number): Promise<void> {
  await queries
    .delete(jobs)
    .where(and(eq(jobs.kind, kind), sql`${jobs.endedAt} < now() - ${days} * interval '1 day'`));
}
