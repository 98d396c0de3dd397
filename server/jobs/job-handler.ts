import type { z } from "zod";
import type { JobProgress } from "@/lib/contracts/jobs";
import type { Queries } from "@/server/db/transaction";

/** What a handler is given: one run of one job. */
export interface RunningJob<P> {
  readonly id: string;
  readonly params: P;
  /** Who asked for it, and the team whose rows it works on. */
  readonly createdBy: string;
  readonly teamId: string;
  /** What the last run saved, null on the first: the handler's own, to be parsed by it. */
  readonly checkpoint: unknown;
  /**
   * Aborted when a person cancels the job or Forage stops. The handler stops what it started and rejects (with
   * `signal.throwIfAborted()`, say); the job is then cancelled, or waits and continues from its checkpoint.
   */
  readonly signal: AbortSignal;
  /** Cheap: stored a few times a second at most. */
  progress(progress: JobProgress): void;
  /**
   * After a kill, a crash or a cancel the next run is given the newest value. JSON.
   * @param queries the transaction that writes what the checkpoint says is done
   */
  saveCheckpoint(value: unknown, queries?: Queries): Promise<void>;
}

/** Does one kind of job. Listed in `handlers.ts`, runs in the worker process. */
export interface JobHandler<P, R> {
  readonly kind: string;
  readonly params: z.ZodType<P>;
  readonly result: z.ZodType<R>;
  /** @throws AppError for people to read; anything else is shown as unexpected and logged */
  run(job: RunningJob<P>): Promise<R>;
  /**
   * Removes what only another run would need, such as an upload. Called once the result is written: a run that ends between the
   * two, with its process or its connection, is followed by another. What it fails to remove is left to the sweep.
   */
  tidy?(params: P, teamId: string): Promise<void>;
}

/** A handler whose types only it knows. */
// biome-ignore lint/suspicious/noExplicitAny: params go in after its own schema has parsed them
export type AnyJobHandler = JobHandler<any, any>;
