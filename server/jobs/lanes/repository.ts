import { and, asc, count, eq, inArray } from "drizzle-orm";
import type { JobState } from "@/lib/contracts/jobs";
import { jobs } from "@/server/db/schema/jobs";
import type { Queries } from "@/server/db/transaction";

const OPEN: readonly JobState[] = ["queued", "running", "cancelling"];

/** How many jobs of each of these queues wait or work; a queue without any is left out. */
export async function countOpen(
  queries: Queries,
  queues: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await queries
    .select({ queue: jobs.queue, open: count() })
    .from(jobs)
    .where(and(inArray(jobs.queue, [...queues]), inArray(jobs.state, [...OPEN])))
    .groupBy(jobs.queue);
  return new Map(rows.map(({ queue, open }) => [queue, open]));
}

export async function findQueue(queries: Queries, jobId: string): Promise<string | undefined> {
  const [row] = await queries.select({ queue: jobs.queue }).from(jobs).where(eq(jobs.id, jobId));
  return row?.queue;
}

/** Jobs of these queues that wait, in their order; those that another has in hand are left out. */
export async function lockWaiting(
  queries: Queries,
  queues: readonly string[],
): Promise<readonly { readonly id: string; readonly queue: string }[]> {
  return queries
    .select({ id: jobs.id, queue: jobs.queue })
    .from(jobs)
    .where(and(inArray(jobs.queue, [...queues]), eq(jobs.state, "queued")))
    .orderBy(asc(jobs.position))
    .for("update", { skipLocked: true });
}

export async function moveJob(queries: Queries, jobId: string, queue: string): Promise<void> {
  await queries.update(jobs).set({ queue }).where(eq(jobs.id, jobId));
}
