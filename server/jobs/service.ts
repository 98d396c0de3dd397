import { randomUUID } from "node:crypto";
import type { Job, JobState } from "@/lib/contracts/jobs";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { connection, type Queries, type Transaction, transaction } from "@/server/db/transaction";
import { takeJobPlace } from "@/server/quotas/service";
import {
  changeJob,
  findJob,
  findJobs,
  findParams,
  insertJob,
  type JobRow,
  removeEnded,
  requeueJob,
  toJob,
  wakeWorkers,
} from "./repository";

export interface EnqueueOptions {
  /** Jobs of one kind run one at a time; those with different lanes (a device, say) run beside each other. */
  readonly lane?: string;
}

/**
 * Puts work into its queue as part of a transaction; the worker process does it, now or after the next start.
 * @param kind a handler in `handlers.ts` has it
 * @param params JSON that the handler's schema accepts
 * @throws AppError team/quota when the team has too much at work
 */
export async function enqueueJobIn(
  queries: Transaction,
  kind: string,
  params: unknown,
  { userId, teamId }: Who,
  { lane }: EnqueueOptions = {},
): Promise<Job> {
  await takeJobPlace(queries, teamId, kind);
  const queue = lane ? `${kind}-${lane.replace(/[^\w-]/g, "_")}` : kind;
  const row = await insertJob(queries, { id: randomUUID(), kind, queue, params, createdBy: userId, teamId });
  await wakeWorkers(queries);
  return toJob(row);
}

/** As `enqueueJobIn`, in a transaction of its own. */
export function enqueueJob(
  kind: string,
  params: unknown,
  who: Who,
  options: EnqueueOptions = {},
): Promise<Job> {
  return transaction((queries) => enqueueJobIn(queries, kind, params, who, options));
}

async function readJob(queries: Queries, teamId: string, id: string): Promise<JobRow> {
  const row = await findJob(queries, id);
  if (row?.teamId !== teamId) throw new AppError("request/not-found");
  return row;
}

/** @throws AppError request/not-found when the team has no such job */
export async function getJob(teamId: string, id: string): Promise<Job> {
  return toJob(await readJob(connection(), teamId, id));
}

/** Those of these jobs that are there, by id. */
export async function getJobs(
  ids: readonly string[],
  queries: Queries = connection(),
): Promise<ReadonlyMap<string, Job>> {
  if (ids.length === 0) return new Map();
  const rows = await findJobs(queries, { ids, limit: ids.length });
  return new Map(rows.map((row) => [row.id, toJob(row)]));
}

/** A team's jobs, newest first. */
export async function listJobs(
  teamId: string,
  { kinds, limit = 20 }: { readonly kinds?: readonly string[]; readonly limit?: number } = {},
): Promise<readonly Job[]> {
  return (await findJobs(connection(), { teamId, kinds, limit })).map(toJob);
}

/** Parameters of the jobs of some kinds that are in one of these states. */
export function paramsOf(kinds: readonly string[], states: readonly JobState[]) {
  return findParams(connection(), kinds, states);
}

/**
 * Stops a job: one that waits at once, one that runs within a second or so; then it is "cancelled" and can be resumed.
 * A job that has ended stays as it is.
 * @throws AppError request/not-found
 */
export function cancelJob(teamId: string, id: string): Promise<Job> {
  return transaction(async (queries) => {
    const job = await readJob(queries, teamId, id);
    const waiting = await changeJob(queries, id, ["queued"], { state: "cancelled", endedAt: new Date() });
    if (waiting) return toJob(waiting);
    const running = await changeJob(queries, id, ["running"], { state: "cancelling" });
    if (running) await wakeWorkers(queries);
    return toJob(running ?? job);
  });
}

/**
 * Puts a cancelled or failed job back into its queue; it goes on from its checkpoint.
 * @throws AppError request/not-found, request/conflict when it is done or still at work
 */
export function resumeJob(teamId: string, id: string): Promise<Job> {
  return transaction(async (queries) => {
    await readJob(queries, teamId, id);
    const row = await requeueJob(queries, id);
    if (!row) throw new AppError("request/conflict");
    await wakeWorkers(queries);
    return toJob(row);
  });
}

/** Forgets jobs of a kind that ended days ago: those that a schedule starts often would be the whole table. */
export function forgetEnded(kind: string, days: number): Promise<void> {
  return removeEnded(connection(), kind, days);
}
