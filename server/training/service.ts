import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { DatasetVersion } from "@/lib/contracts/dataset-versions";
import { isOpenJob } from "@/lib/contracts/jobs";
import { measuredValues, measuringProblem, sweepProblem } from "@/lib/contracts/sweep-problem";
import {
  type EvaluationReport,
  type StartTraining,
  startTrainingSchema,
  type TrainableVersion,
  type TrainingEstimate,
  type TrainingRequest,
  type TrainingRun,
  trainingRunSchema,
  type WaitingRun,
} from "@/lib/contracts/training";
import { photosPerEpochOf } from "@/lib/contracts/training-values";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { getVersion, listVersions } from "@/server/datasets/versions/read-version";
import { connection, type Queries, type Transaction, transaction } from "@/server/db/transaction";
import { hidePaths } from "@/server/errors/hide-paths";
import { freestLane, lanesOf } from "@/server/jobs/lanes/lanes";
import { enqueueJobIn, getJobs } from "@/server/jobs/service";
import { championId } from "@/server/models/service";
import { estimate, type Place, waitingRuns } from "./estimate";
import { NEW_RUN } from "./fold-events";
import { requirePython } from "./python";
import { findNewestTrained, findOpenRuns, findRun, findRuns, insertRun, type RunRow } from "./repository";
import { readReport, runFolder } from "./run-folder";
import { roomFor, sideBySide, thisMachine } from "./side-by-side";
import { followFile } from "./tail-file";

const POLL_MS = 500;
const FIRST_LOG_BYTES = 24_000;
const LIST_LIMIT = 100;

async function toRun(row: RunRow): Promise<TrainingRun> {
  return withJob(row, row.jobId === null ? null : ((await getJobs([row.jobId])).get(row.jobId) ?? null));
}

function withJob(row: RunRow, job: TrainingRun["job"]): TrainingRun {
  const run = trainingRunSchema.parse({
    ...row,
    job,
    request: row.config,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  });
  const { failure, outcome } = run;
  return {
    ...run,
    failure: failure && { ...failure, reason: hidePaths(failure.reason) },
    outcome: { ...outcome, notes: outcome.notes.map(hidePaths) },
  };
}

/** What is written, or refused, together with a run. */
export type WithRun = (queries: Transaction, runId: string) => Promise<void>;

/**
 * What was asked for with all that follows from the version.
 * @throws AppError sweep/… when its sweep cannot begin
 */
export function wholeRequest(input: StartTraining, version: DatasetVersion): TrainingRequest {
  const asked = startTrainingSchema.parse(input);
  const { train, val } = version.summary.splits;
  refuseSweep(asked, val);
  const photosPerEpoch = photosPerEpochOf(train);
  const configs = asked.configs.map(({ name, values }) => {
    const whole = { photosPerEpoch, ...values };
    return { name, values: asked.sweep ? measuredValues(whole, asked.sweep) : whole };
  });
  return { ...asked, configs };
}

/**
 * Writes a run down and puts it into its device's queue.
 * @throws AppError request/not-found when there is no such version, training/no-environment, model/missing,
 * sweep/… when its sweep cannot begin
 */
export async function startTraining(
  input: StartTraining,
  who: Who,
  withRun: WithRun = async () => undefined,
): Promise<TrainingRun> {
  const asked = startTrainingSchema.parse(input);
  requirePython();
  const version = await getVersion(asked.version);
  const request = wholeRequest(input, version);
  const id = randomUUID();
  const baseModelId = await championId();
  return transaction(async (queries) => {
    const lane = await freestLane(
      queries,
      "train",
      lanesOf(request.device, roomFor(request.device, thisMachine())),
    );
    const job = await enqueueJobIn(queries, "train", { runId: id }, who, { lane });
    await insertRun(queries, {
      id,
      datasetVersionId: version.id,
      baseModelId,
      config: request,
      note: request.note,
      createdBy: who.userId,
      jobId: job.id,
      ...NEW_RUN,
    });
    await withRun(queries, id);
    // read before the end: a failed answer afterwards would look like a run that was not started
    const row = await findRun(queries, id);
    if (!row) throw new RangeError("insert returned nothing");
    return withJob(row, job);
  });
}

/** Whether a run of the team waits or works, beside one that is being started. */
export async function hasOpenRun(queries: Queries, exceptRunId?: string): Promise<boolean> {
  return (await findOpenRuns(queries)).some((id) => id !== exceptRunId);
}

/** Id of the data-set version that the team's newest training is of; one that failed or was stopped has seen nothing. */
export function newestTrainedVersionId(queries: Queries): Promise<string | undefined> {
  return findNewestTrained(queries);
}

/** @throws AppError sweep/… when a sweep cannot begin */
function refuseSweep({ sweep, configs }: TrainingRequest, validationPhotos: number): void {
  if (!sweep) return;
  const count = configs.length;
  if (count !== 1) throw new AppError("sweep/one-config", { facts: { count } });
  const problem = sweepProblem(sweep) ?? measuringProblem(validationPhotos);
  if (problem) throw new AppError(problem.code, { facts: problem.facts });
}

/** @throws AppError request/not-found */
export async function getRun(runId: string): Promise<TrainingRun> {
  const row = await findRun(connection(), runId);
  if (!row) throw new AppError("request/not-found");
  const run = await toRun(row);
  if (run.job === null || isOpenJob(run.job) || run.endedAt !== null) return run;
  // its job ended between the two readings
  return withJob((await findRun(connection(), runId)) ?? row, run.job);
}

/** Data-set versions to train on, newest first, as the form lists them. */
export async function trainableVersions(): Promise<readonly TrainableVersion[]> {
  return (await listVersions()).map(({ number, note, summary }) => ({
    number,
    note,
    photos: summary.splits,
  }));
}

/** Newest first, the newest hundred unless more are asked for. */
export async function listRuns(limit = LIST_LIMIT): Promise<readonly TrainingRun[]> {
  const rows = await findRuns(connection(), limit);
  const jobs = await getJobs(rows.flatMap(({ jobId }) => (jobId === null ? [] : [jobId])));
  return rows.map((row) => withJob(row, (row.jobId !== null && jobs.get(row.jobId)) || null));
}

async function place(): Promise<Place> {
  const machine = thisMachine();
  return {
    runs: await listRuns(),
    roomOf: (device) => roomFor(device, machine),
    sideBySide: (request) => sideBySide(request, machine),
  };
}

/** @throws AppError request/not-found when there is no such version */
export async function estimateTraining(input: StartTraining): Promise<TrainingEstimate> {
  const asked = startTrainingSchema.parse(input);
  const { summary } = await getVersion(asked.version);
  return estimate(await place(), asked, summary.splits.train);
}

/** Runs that wait, and how long. */
export async function listWaiting(): Promise<readonly WaitingRun[]> {
  return waitingRuns(await place());
}

/** The log as it grows, first its last lines. It is a file, which is looked at twice a second; no query runs. */
export function watchLog(
  runId: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly string[], void> {
  // asked for while it is known whose request this is: the lines are read later
  const known = getRun(runId);
  known.catch(() => undefined);
  return followLog(known, runId, signal);
}

async function* followLog(
  known: Promise<unknown>,
  runId: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly string[], void> {
  await known;
  const tail = followFile(`${runFolder(runId)}/log.txt`, { lastBytes: FIRST_LOG_BYTES });
  while (!signal?.aborted) {
    const lines = (await tail.read())
      .map(plainLine)
      .map(hidePaths)
      .filter((line) => line !== "");
    if (lines.length > 0) yield lines;
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' colours begin with one
const TERMINAL_CODES = /\u001b\[[0-9;?]*[A-Za-z]/g;

/** Of a line that redraws itself, its last state; no terminal codes. */
function plainLine(line: string): string {
  const states = line.replace(TERMINAL_CODES, "").split("\r");
  return states.findLast((state) => state.trim() !== "")?.trimEnd() ?? "";
}

/** The evaluation charts are drawn from; null while there is none. @throws AppError request/not-found */
export async function getReport(runId: string): Promise<EvaluationReport | null> {
  await getRun(runId);
  return (await readReport(runId)) ?? null;
}
