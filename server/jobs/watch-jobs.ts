import { setTimeout as sleep } from "node:timers/promises";
import type { Job, JobWatch } from "@/lib/contracts/jobs";
import { connection } from "@/server/db/transaction";
import { findChangedJobs, findJobs, toJob } from "./repository";

const POLL_MS = 400;
/** Longer than any write takes to be seen by others. */
const LOOK_BACK_SECONDS = 10;

let shared: { readonly at: number; readonly jobs: Promise<readonly Job[]> } | undefined;

/** What changed of late; all watchers of a process share one look at the database. */
function changedOfLate(): Promise<readonly Job[]> {
  const now = performance.now();
  if (shared && now - shared.at < POLL_MS / 2) return shared.jobs;
  const jobs = findChangedJobs(connection(), LOOK_BACK_SECONDS).then((rows) => rows.map(toJob));
  shared = { at: now, jobs };
  return jobs;
}

/**
 * Jobs as they change, at most half a second late: first as they stand (the named one, or those of the last twenty
 * that are open), then each change. Ends when the signal is aborted.
 */
export async function* watchJobs(
  { jobId, kinds }: JobWatch,
  signal: AbortSignal | undefined,
): AsyncGenerator<Job, void> {
  const seen = new Map<string, string>();
  const isWanted = (job: Job) =>
    (!jobId || job.id === jobId) && (!kinds || kinds.includes(job.kind)) && seen.get(job.id) !== version(job);
  const first = await findJobs(connection(), { ids: jobId ? [jobId] : undefined, kinds, limit: 20 });
  let jobs: readonly Job[] = first.map(toJob);
  while (!signal?.aborted) {
    for (const job of jobs.filter(isWanted)) {
      seen.set(job.id, version(job));
      yield job;
    }
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    if (signal?.aborted) return;
    jobs = await changedOfLate();
  }
}

/** Changes with every write, even of two in one millisecond. */
function version(job: Job): string {
  return JSON.stringify([job.updatedAt, job.state, job.progress]);
}
