import { ZodError } from "zod";
import type { JobProgress } from "@/lib/contracts/jobs";
import { AppError } from "@/lib/core/errors";
import { inTeam } from "@/server/db/own-team";
import { connection } from "@/server/db/transaction";
import { expectedError } from "@/server/errors/expected-error";
import { traceSpan } from "@/server/tracing/spans";
import type { AnyJobHandler } from "./job-handler";
import {
  type JobEnd,
  type JobRow,
  markEnded,
  markWaiting,
  writeCheckpoint,
  writeProgress,
} from "./repository";

const PROGRESS_MS = 300;
/** A pace is shown from here on. */
const PACE_AFTER_MS = 3_000;

/** Why a run's signal was aborted. */
export class JobStop extends Error {
  constructor(readonly why: "cancelled" | "shutdown") {
    super(why);
    this.name = "AbortError";
  }
}

/** Seconds until `total` at the pace since `first`; null while that is unknown. */
export function secondsLeft(
  first: { readonly done: number; readonly atMs: number },
  { done, total }: JobProgress,
  nowMs: number,
): number | null {
  const made = done - first.done;
  const elapsed = nowMs - first.atMs;
  if (total === null || made <= 0 || elapsed < PACE_AFTER_MS) return null;
  return Math.round((Math.max(0, total - done) * elapsed) / made / 1_000);
}

/** Stores progress every third of a second at most, the newest always. */
function createProgressWriter(row: JobRow) {
  let newest: JobProgress | undefined;
  let first: { done: number; total: number | null; unit: string; atMs: number } | undefined;
  let writing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const write = () => {
    timer = undefined;
    const progress = newest;
    newest = undefined;
    if (!progress || !first) return;
    const stored = { ...progress, secondsLeft: secondsLeft(first, progress, performance.now()) };
    writing = writing
      .then(() => writeProgress(connection(), row, stored))
      .catch((error: unknown) => console.warn(`jobs: progress of ${row.id} was not written: ${error}`));
  };
  return {
    progress: (progress: JobProgress) => {
      // another unit or total starts a new stretch with its own pace
      if (!first || first.unit !== progress.unit || first.total !== progress.total) {
        first = { ...progress, atMs: performance.now() };
      }
      newest = progress;
      timer ??= setTimeout(write, PROGRESS_MS);
    },
    flush: async () => {
      if (timer) clearTimeout(timer);
      write();
      await writing;
    },
  };
}

function endOf(error: unknown, signal: AbortSignal): JobEnd | "waiting" {
  if (signal.aborted && signal.reason instanceof JobStop) {
    return signal.reason.why === "shutdown" ? "waiting" : { state: "cancelled" };
  }
  // invalid values here come from our own code
  const known = error instanceof ZodError ? undefined : expectedError(error);
  if (known) return { state: "failed", error: { code: known.code, facts: { ...known.facts } } };
  console.error("jobs: unexpected:", error);
  return { state: "failed", error: { code: "server/unexpected", facts: {} } };
}

async function work(row: JobRow, handler: AnyJobHandler | undefined, signal: AbortSignal): Promise<unknown> {
  if (!handler) throw new AppError("request/invalid", { facts: { field: `no job is called ${row.kind}` } });
  const params = handler.params.safeParse(row.params);
  if (!params.success) {
    throw new AppError("request/invalid", { facts: { field: params.error.issues[0]?.message ?? "params" } });
  }
  const writer = createProgressWriter(row);
  try {
    const result = await handler.run({
      id: row.id,
      params: params.data,
      createdBy: row.createdBy,
      teamId: row.teamId,
      checkpoint: row.checkpoint,
      signal,
      progress: writer.progress,
      saveCheckpoint: (value, queries = connection()) => writeCheckpoint(queries, row, value),
    });
    return handler.result.parse(result);
  } finally {
    await writer.flush();
  }
}

/** The job is done, whatever becomes of this. */
async function tidyAfter({ id, params, teamId }: JobRow, handler: AnyJobHandler | undefined): Promise<void> {
  try {
    await inTeam({ teamId }, async () => handler?.tidy?.(handler.params.parse(params), teamId));
  } catch (error) {
    console.warn(`jobs: what ${id} needed was not removed: ${error}`);
  }
}

/**
 * One run of a job that was taken from its queue, to its end: done, failed, cancelled, or back to waiting when Forage
 * stops.
 */
export async function runJob(
  row: JobRow,
  handlers: readonly AnyJobHandler[],
  signal: AbortSignal,
): Promise<void> {
  const handler = handlers.find(({ kind }) => kind === row.kind);
  try {
    // nobody sent it: it begins a trace
    const result = await traceSpan(`job ${row.kind}`, { "forage.job": row.id }, () =>
      inTeam({ teamId: row.teamId }, () => work(row, handler, signal)),
    );
    if (await markEnded(connection(), row, { state: "done", result })) await tidyAfter(row, handler);
  } catch (error) {
    const end = endOf(error, signal);
    if (end === "waiting") await markWaiting(connection(), row);
    else await markEnded(connection(), row, end);
  }
}
