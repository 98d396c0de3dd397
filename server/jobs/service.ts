import { randomUUID } from "node:crypto";
import type { Job } from "@/lib/contracts/jobs";
import { AppError } from "@/lib/core/errors";
import { dropFromQueue, putInQueue } from "./queue";
import { changeJob, findJob, findJobs, insertJob, type JobRow, toJob } from "./repository";

export type { AnyJobHandler, JobHandler, RunningJob } from "./job-handler";
export { watchJobs } from "./watch-jobs";

export interface EnqueueOptions {
  /** Jobs of one kind run one at a time; those with different lanes (a device, say) run beside each other. */
  readonly lane?: string;
}

/**
 * Puts work into its queue; the worker process does it, now or after the next start.
 * @param kind a handler in `handlers.ts` has it
 * @param params JSON that the handler's schema accepts
 */
export async function enqueueJob(
  kind: string,
  params: unknown,
  createdBy: string,
  { lane }: EnqueueOptions = {},
): Promise<Job> {
  const queue = lane ? `${kind}-${lane.replace(/[^\w-]/g, "_")}` : kind;
  const row = await insertJob({ id: randomUUID(), kind, queue, params, createdBy });
  await putInQueue(queue, row.id);
  return toJob(row);
}

async function readJob(id: string): Promise<JobRow> {
  const row = await findJob(id);
  if (!row) throw new AppError("request/not-found");
  return row;
}

/** @throws AppError request/not-found */
export async function getJob(id: string): Promise<Job> {
  return toJob(await readJob(id));
}

/** Newest first. */
export async function listJobs({
  kinds,
  limit = 20,
}: {
  readonly kinds?: readonly string[];
  readonly limit?: number;
} = {}): Promise<readonly Job[]> {
  return (await findJobs({ kinds, limit })).map(toJob);
}

/**
 * Stops a job: one that waits at once, one that runs within a second or so; then it is "cancelled" and can be resumed.
 * A job that has ended stays as it is.
 * @throws AppError request/not-found
 */
export async function cancelJob(id: string): Promise<Job> {
  const row = await readJob(id);
  const waiting = await changeJob(id, ["queued"], { state: "cancelled", endedAt: new Date() });
  if (waiting) {
    await dropFromQueue(row.queue, id);
    return toJob(waiting);
  }
  const running = await changeJob(id, ["running"], { state: "cancelling" });
  return running ? toJob(running) : getJob(id);
}

/**
 * Puts a cancelled or failed job back into its queue; it goes on from its checkpoint.
 * @throws AppError request/not-found, request/conflict when it is done or still at work
 */
export async function resumeJob(id: string): Promise<Job> {
  const { queue } = await readJob(id);
  const change = { state: "queued", attempts: 0, error: null, endedAt: null } as const;
  const row = await changeJob(id, ["cancelled", "failed"], change);
  if (!row) throw new AppError("request/conflict");
  await putInQueue(queue, id);
  return toJob(row);
}
