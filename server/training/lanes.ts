import { and, asc, count, eq, inArray } from "drizzle-orm";
import type { JobState } from "@/lib/contracts/jobs";
import { jobs } from "@/server/db/schema/jobs";
import { type Queries, transaction } from "@/server/db/transaction";
import { wakeWorkers } from "@/server/jobs/repository";

/** So many runs at the same time at most: a third would only slow the other two. */
const RUNS_AT_ONCE = 2;

/** Lanes of a device on a machine with so much room. Runs of one lane go one after the other. */
export function lanesOf(device: string, room: number): readonly string[] {
  return room < RUNS_AT_ONCE ? [device] : [device, `${device}-2`];
}

const OPEN: readonly JobState[] = ["queued", "running", "cancelling"];

const queueOf = (lane: string) => `train-${lane}`;

/** The lane with the fewest runs that wait or work. */
export async function freestLane(queries: Queries, lanes: readonly string[]): Promise<string> {
  const rows = await queries
    .select({ queue: jobs.queue, open: count() })
    .from(jobs)
    .where(and(inArray(jobs.queue, lanes.map(queueOf)), inArray(jobs.state, [...OPEN])))
    .groupBy(jobs.queue);
  const openIn = (lane: string) => rows.find(({ queue }) => queue === queueOf(lane))?.open ?? 0;
  return lanes.toSorted((a, b) => openIn(a) - openIn(b))[0] ?? lanes[0] ?? "";
}

/**
 * Gives a lane that is about to be free the run that has waited longest in a lane that is not: nothing waits beside an idle
 * place. Called by a run at its end.
 */
export async function fillLane(device: string, jobId: string): Promise<void> {
  await transaction(async (queries) => {
    const [own] = await queries.select({ queue: jobs.queue }).from(jobs).where(eq(jobs.id, jobId));
    const queues = lanesOf(device, RUNS_AT_ONCE).map(queueOf);
    if (!own || !queues.includes(own.queue)) return;
    const waiting = await queries
      .select({ id: jobs.id, queue: jobs.queue })
      .from(jobs)
      .where(and(inArray(jobs.queue, queues), eq(jobs.state, "queued")))
      .orderBy(asc(jobs.position))
      .for("update", { skipLocked: true });
    if (waiting.some(({ queue }) => queue === own.queue)) return;
    const [first] = waiting;
    if (!first) return;
    await queries.update(jobs).set({ queue: own.queue }).where(eq(jobs.id, first.id));
    await wakeWorkers(queries);
  });
}
