import { type Queries, transaction } from "@/server/db/transaction";
import { wakeWorkers } from "../repository";
import { countOpen, findQueue, lockWaiting, moveJob } from "./repository";

/** So many of a device's jobs at the same time at most: a third would only slow the other two. */
const AT_ONCE = 2;

/** Lanes of a device on a machine with so much room. Jobs of one lane go one after the other. */
export function lanesOf(device: string, room: number): readonly string[] {
  return room < AT_ONCE ? [device] : [device, `${device}-2`];
}

/** As `enqueueJobIn` names the queue of a kind and a lane. */
const queueOf = (kind: string, lane: string) => `${kind}-${lane}`;

/** The lane with the fewest jobs that wait or work. */
export async function freestLane(queries: Queries, kind: string, lanes: readonly string[]): Promise<string> {
  const open = await countOpen(
    queries,
    lanes.map((lane) => queueOf(kind, lane)),
  );
  const openIn = (lane: string) => open.get(queueOf(kind, lane)) ?? 0;
  const [freest] = lanes.toSorted((a, b) => openIn(a) - openIn(b));
  if (freest === undefined) throw new RangeError("no lanes");
  return freest;
}

/**
 * Gives a lane that is about to be free the job that has waited longest in one that is not: nothing waits beside an idle
 * place. Called by a job at its end.
 */
export async function fillLane(kind: string, device: string, jobId: string): Promise<void> {
  await transaction(async (queries) => {
    const own = await findQueue(queries, jobId);
    const queues = lanesOf(device, AT_ONCE).map((lane) => queueOf(kind, lane));
    if (own === undefined || !queues.includes(own)) return;
    const waiting = await lockWaiting(queries, queues);
    const [first] = waiting;
    if (!first || waiting.some(({ queue }) => queue === own)) return;
    await moveJob(queries, first.id, own);
    await wakeWorkers(queries);
  });
}
