import { connection, transaction } from "@/server/db/transaction";
import type { AnyJobHandler } from "./job-handler";
import { askedToStop, recoverJobs, takeJob } from "./queue";
import type { JobRow } from "./repository";
import { JobStop, runJob } from "./run-job";
import { declareSchedules, queueDueWork, type Schedule } from "./schedule";
import { openStation, type Station } from "./station";

/** How often a worker checks by itself for abandoned jobs, due tasks and missed notifications. */
const LOOK_ROUND_MS = 1_000;
/** A job that ended its process this often without a new checkpoint is given up. */
const MAX_ATTEMPTS = 5;

interface Run {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

export interface WorkOptions {
  /** The only kinds of jobs that this worker takes; all when it is left out. */
  readonly kinds?: readonly string[];
  readonly schedules?: readonly Schedule[];
  /** The connection to the database broke: others may take this worker's jobs. Default: it stops. */
  readonly onLost?: () => void;
}

/**
 * Runs jobs until the signal is aborted: those of one queue one after the other, queues beside each other. Several
 * workers, on several machines, share the work. Jobs that run at the end are told to stop, and wait for a next worker.
 */
export async function workUntil(
  signal: AbortSignal,
  handlers: readonly AnyJobHandler[],
  { schedules = [], kinds, onLost }: WorkOptions = {},
): Promise<void> {
  const over = new AbortController();
  const station = await openStation(() => {
    over.abort();
    onLost?.();
  });
  const stopped = AbortSignal.any([signal, over.signal]);
  stopped.addEventListener("abort", station.wake);
  const runs = new Map<string, Run>();
  try {
    if (schedules.length > 0) await transaction((queries) => declareSchedules(queries, schedules));
    await workAt(station, {
      stopped,
      kinds,
      runs,
      start: (row) => startRun(row, { handlers, runs, station }),
    });
  } finally {
    for (const { stop } of runs.values()) stop.abort(new JobStop("shutdown"));
    await Promise.all([...runs.values()].map(({ ended }) => ended));
    await station.close();
  }
}

function startRun(
  row: JobRow,
  context: { handlers: readonly AnyJobHandler[]; runs: Map<string, Run>; station: Station },
): void {
  const { handlers, runs, station } = context;
  const stop = new AbortController();
  const ended = runJob(row, handlers, stop.signal)
    .catch((error: unknown) => console.error(`jobs: ${row.id} could not be ended:`, error))
    .finally(() => {
      runs.delete(row.id);
      station.wake();
    });
  runs.set(row.id, { stop, ended });
}

async function workAt(
  station: Station,
  context: {
    stopped: AbortSignal;
    kinds: readonly string[] | undefined;
    runs: ReadonlyMap<string, Run>;
    start: (row: JobRow) => void;
  },
): Promise<void> {
  const { stopped, kinds, runs, start } = context;
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  while (!stopped.aborted) {
    if (performance.now() - lookedAtMs >= LOOK_ROUND_MS) {
      lookedAtMs = performance.now();
      await transaction((queries) => recoverJobs(queries, MAX_ATTEMPTS));
      await transaction((queries) => queueDueWork(queries));
    }
    if (runs.size > 0) {
      for (const id of await askedToStop(connection(), station.worker))
        runs.get(id)?.stop.abort(new JobStop("cancelled"));
    }
    for (
      let row = await takeJob(connection(), station.worker, kinds);
      row;
      row = await takeJob(connection(), station.worker, kinds)
    )
      start(row);
    await station.woken(LOOK_ROUND_MS);
  }
}
