import { and, asc, desc, eq, gt, inArray, sql } from "drizzle-orm";
import { type Job, type JobError, type JobProgress, type JobState, jobSchema } from "@/lib/contracts/jobs";
import { shownFacts } from "@/server/api/hide-paths";
import { getDatabase } from "@/server/db/client";
import { jobs } from "@/server/db/schema/jobs";

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

export async function insertJob(
  row: Pick<JobRow, "id" | "kind" | "queue" | "params" | "createdBy">,
): Promise<JobRow> {
  const [inserted] = await getDatabase()
    .insert(jobs)
    .values({ ...row, state: "queued" })
    .returning();
  if (!inserted) throw new RangeError("insert returned nothing");
  return inserted;
}

export async function findJob(id: string): Promise<JobRow | undefined> {
  const [row] = await getDatabase().select().from(jobs).where(eq(jobs.id, id));
  return row;
}

export interface JobFilter {
  readonly ids?: readonly string[];
  readonly kinds?: readonly string[];
  readonly limit: number;
}

/** Newest first. */
export async function findJobs({ ids, kinds, limit }: JobFilter): Promise<readonly JobRow[]> {
  return getDatabase()
    .select()
    .from(jobs)
    .where(
      and(ids ? inArray(jobs.id, [...ids]) : undefined, kinds ? inArray(jobs.kind, [...kinds]) : undefined),
    )
    .orderBy(desc(jobs.createdAt), desc(jobs.id))
    .limit(limit);
}

/** Jobs that changed within the last seconds. */
export async function findChangedJobs(seconds: number): Promise<readonly JobRow[]> {
  return getDatabase()
    .select()
    .from(jobs)
    .where(gt(jobs.updatedAt, sql`now() - ${seconds} * interval '1 second'`))
    .orderBy(asc(jobs.updatedAt));
}

/** Jobs that wait or work, oldest first. */
export async function findOpenJobs(): Promise<readonly Pick<JobRow, "id" | "queue" | "kind" | "state">[]> {
  return getDatabase()
    .select({ id: jobs.id, queue: jobs.queue, kind: jobs.kind, state: jobs.state })
    .from(jobs)
    .where(inArray(jobs.state, [...OPEN]))
    .orderBy(asc(jobs.createdAt), asc(jobs.id));
}

type Change = Partial<Omit<typeof jobs.$inferInsert, "id" | "updatedAt">>;

/**
 * Changes a job that is in one of `from`; the condition settles races between people and the worker.
 * @returns undefined when it was not
 */
export async function changeJob(
  id: string,
  from: readonly JobState[],
  change: Change,
): Promise<JobRow | undefined> {
  const [row] = await getDatabase()
    .update(jobs)
    .set({ ...change, updatedAt: NOW })
    .where(and(eq(jobs.id, id), inArray(jobs.state, [...from])))
    .returning();
  return row;
}

export async function markStarted(id: string): Promise<JobRow | undefined> {
  const [row] = await getDatabase()
    .update(jobs)
    .set({
      state: "running",
      startedAt: NOW,
      attempts: sql`${jobs.attempts} + 1`,
      error: null,
      updatedAt: NOW,
    })
    .where(and(eq(jobs.id, id), eq(jobs.state, "queued")))
    .returning();
  return row;
}

export type JobEnd =
  | { readonly state: "done"; readonly result: unknown }
  | { readonly state: "failed"; readonly error: JobError }
  | { readonly state: "cancelled" };

export async function markEnded(id: string, end: JobEnd): Promise<void> {
  await getDatabase()
    .update(jobs)
    .set({ ...end, endedAt: NOW, updatedAt: NOW })
    .where(and(eq(jobs.id, id), inArray(jobs.state, [...OPEN])));
}

/** Back into the queue, with its checkpoint. @param isInOrder it was stopped in order, which is no failed attempt */
export async function markWaiting(id: string, isInOrder: boolean): Promise<void> {
  await getDatabase()
    .update(jobs)
    .set({
      state: "queued",
      attempts: isInOrder ? sql`greatest(${jobs.attempts} - 1, 0)` : sql`${jobs.attempts}`,
      updatedAt: NOW,
    })
    .where(and(eq(jobs.id, id), eq(jobs.state, "running")));
}

export async function writeProgress(id: string, progress: StoredProgress): Promise<void> {
  await getDatabase().update(jobs).set({ progress, updatedAt: NOW }).where(eq(jobs.id, id));
}

export async function writeCheckpoint(id: string, checkpoint: unknown): Promise<void> {
  await getDatabase().update(jobs).set({ checkpoint, attempts: 0 }).where(eq(jobs.id, id));
}
