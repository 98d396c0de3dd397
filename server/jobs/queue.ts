import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { jobs } from "@/server/db/schema/jobs";
import type { Queries } from "@/server/db/transaction";
import type { JobRow } from "./repository";
import { isWorkerAlive } from "./station";

const AT_WORK = ["running", "cancelling"] as const;
const NOW = sql`now()`;
/** PostgreSQL's code for a row that a unique index refuses. */
const UNIQUE_VIOLATION = "23505";

function isTakenByAnother(error: unknown): boolean {
  const source = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return source instanceof Error && "code" in source && source.code === UNIQUE_VIOLATION;
}

/**
 * Takes the job that has waited longest in a queue in which none is at work. Any number of workers may do so at the same
 * time: a row goes to one of them, and an index lets no queue have two jobs at work.
 * @param worker the number of its station
 * @param kinds the only ones it takes; all when it is left out
 */
export async function takeJob(
  queries: Queries,
  worker: number,
  kinds?: readonly string[],
): Promise<JobRow | undefined> {
  const busy = queries
    .select({ queue: jobs.queue })
    .from(jobs)
    .where(inArray(jobs.state, [...AT_WORK]));
  const next = queries
    .select({ id: jobs.id })
    .from(jobs)
    .where(
      and(
        eq(jobs.state, "queued"),
        sql`${jobs.queue} not in ${busy}`,
        kinds ? inArray(jobs.kind, [...kinds]) : undefined,
      ),
    )
    .orderBy(asc(jobs.position))
    .limit(1)
    .for("update", { skipLocked: true });
  try {
    const [row] = await queries
      .update(jobs)
      .set({
        state: "running",
        worker,
        startedAt: NOW,
        attempts: sql`${jobs.attempts} + 1`,
        error: null,
        updatedAt: NOW,
      })
      .where(eq(jobs.id, next))
      .returning();
    return row;
  } catch (error) {
    // another worker was faster in this queue
    if (isTakenByAnother(error)) return takeJob(queries, worker, kinds);
    throw error;
  }
}

/** Ids of this worker's jobs that a person wants to stop. */
export async function askedToStop(queries: Queries, worker: number): Promise<readonly string[]> {
  const rows = await queries
    .select({ id: jobs.id })
    .from(jobs)
    .where(and(eq(jobs.worker, worker), eq(jobs.state, "cancelling")));
  return rows.map(({ id }) => id);
}

/**
 * Ends or puts back what workers that died had: cancelled as asked, given up after too many attempts, or waiting again
 * in its old place.
 */
export async function recoverJobs(queries: Queries, maxAttempts: number): Promise<void> {
  const ended = { endedAt: NOW, updatedAt: NOW, worker: null };
  const left = sql`not ${isWorkerAlive(jobs.worker)}`;
  await queries
    .update(jobs)
    .set({ state: "cancelled", ...ended })
    .where(and(eq(jobs.state, "cancelling"), left));
  await queries
    .update(jobs)
    .set({
      state: "failed",
      error: sql`jsonb_build_object('code', 'job/crashed', 'facts', jsonb_build_object('attempts', ${jobs.attempts}))`,
      ...ended,
    })
    .where(and(eq(jobs.state, "running"), sql`${jobs.attempts} >= ${maxAttempts}`, left));
  await queries
    .update(jobs)
    .set({ state: "queued", worker: null, updatedAt: NOW })
    .where(and(eq(jobs.state, "running"), left));
}
