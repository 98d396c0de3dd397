import { setTimeout as sleep } from "node:timers/promises";
import type { AnyJobHandler } from "./job-handler";
import { dropFromQueue, putInQueue, takeFromQueue } from "./queue";
import { changeJob, findJob, findOpenJobs, markEnded, markWaiting } from "./repository";
import { JobStop, runJob } from "./run-job";

const TICK_MS = 400;
/** A job that ended its process this often without a new checkpoint is given up. */
const MAX_ATTEMPTS = 5;

interface Run {
  readonly jobId: string;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/** What a killed worker left: cancelled as asked, given up, or put back in its order. */
async function recover(): Promise<void> {
  for (const { id, queue, state } of await findOpenJobs()) {
    await dropFromQueue(queue, id);
    const row = await findJob(id);
    if (!row) continue;
    if (state === "cancelling") await markEnded(id, { state: "cancelled" });
    else if (state === "running" && row.attempts >= MAX_ATTEMPTS) {
      await markEnded(id, {
        state: "failed",
        error: { code: "job/crashed", facts: { attempts: row.attempts } },
      });
    } else {
      if (state === "running") await markWaiting(id, false);
      await putInQueue(queue, id);
    }
  }
}

/**
 * Runs jobs until the signal is aborted: those of one queue one after the other, queues beside each other. Jobs that
 * run then are told to stop, and wait for the next start.
 */
export async function workUntil(signal: AbortSignal, handlers: readonly AnyJobHandler[]): Promise<void> {
  await recover();
  const runs = new Map<string, Run>();

  const startNext = async (queue: string): Promise<void> => {
    const jobId = await takeFromQueue(queue);
    if (!jobId) return;
    const stop = new AbortController();
    const ended = runJob(jobId, handlers, stop.signal)
      .catch((error: unknown) => console.error(`jobs: ${jobId} could not be ended:`, error))
      .then(() => dropFromQueue(queue, jobId))
      .catch((error: unknown) => console.error(`jobs: ${jobId} stays in its queue:`, error))
      .finally(() => runs.delete(queue));
    runs.set(queue, { jobId, stop, ended });
  };

  const tick = async (): Promise<void> => {
    const open = await findOpenJobs();
    for (const { id, queue, state } of open) {
      const run = runs.get(queue);
      if (state === "cancelling") {
        if (run?.jobId === id) run.stop.abort(new JobStop("cancelled"));
        else await changeJob(id, ["cancelling"], { state: "cancelled", endedAt: new Date() });
      }
    }
    const waiting = open.filter(({ state, queue }) => state === "queued" && !runs.has(queue));
    // one that was resumed just when its last run was taken out, or whose sender died, is not in its queue
    for (const { id, queue } of waiting) await putInQueue(queue, id);
    for (const queue of new Set(waiting.map(({ queue }) => queue))) await startNext(queue);
  };

  while (!signal.aborted) {
    await tick();
    await sleep(TICK_MS, undefined, { signal }).catch(() => undefined);
  }
  for (const { stop } of runs.values()) stop.abort(new JobStop("shutdown"));
  await Promise.all([...runs.values()].map(({ ended }) => ended));
}
