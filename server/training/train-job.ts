import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { canonicalManifest } from "@/lib/contracts/dataset-manifest";
import type { JobProgress } from "@/lib/contracts/jobs";
import {
  startTrainingSchema,
  type TrainingEvent,
  type TrainingRequest,
  type TrainingStep,
  type Trial,
  VERDICTS,
} from "@/lib/contracts/training";
import { AppError } from "@/lib/core/errors";
import { getVersion, readVersionManifest } from "@/server/datasets/versions/read-version";
import { ownTeam } from "@/server/db/own-team";
import { connection } from "@/server/db/transaction";
import type { JobHandler, RunningJob } from "@/server/jobs/job-handler";
import { fillLane } from "@/server/jobs/lanes/lanes";
import { modelFolder } from "@/server/models/files";
import { projectRoot } from "@/server/storage/project-root";
import { shareFile } from "@/server/storage/shared-files";
import { foldEvents, type RunState, trainedShare } from "./fold-events";
import { followEvents, inOrder } from "./follow-events";
import { pythonPath, requirePython } from "./python";
import { findRun, type RunRow, writeState } from "./repository";
import { runFolder, writeRunFolder } from "./run-folder";
import { roomFor, sideBySide, thisMachine } from "./side-by-side";

const POLL_MS = 300;
/** Exit statuses of `training/src/forage_training/flow/supervise.py`. */
const BUSY = 76;
/** Steps around the training count as this many epochs in the progress bar. */
const PERCENT = 100;
/** What is being done, while a step runs. */
const STEP_NOTES: Readonly<Record<TrainingStep, string>> = {
  start: "checking what is needed",
  prepare: "preparing photos",
  train: "training",
  choose: "choosing on validation",
  export: "converting",
  evaluate: "measuring",
  gate: "comparing with the champion",
  register: "registering",
  deploy: "deploying",
  end: "writing down",
};

const paramsSchema = z.object({ runId: z.uuid() });
const resultSchema = z.object({ modelId: z.string().nullable(), verdict: z.enum(VERDICTS).nullable() });
type Params = z.infer<typeof paramsSchema>;
type Result = z.infer<typeof resultSchema>;

/** Writes the run folder on the first attempt; later ones continue from it. */
async function ensureFolder(row: RunRow, request: TrainingRequest): Promise<string> {
  const folder = runFolder(row.id);
  if (existsSync(path.join(folder, "request.json"))) return folder;
  const { manifestSha256, summary } = await getVersion(request.version);
  const machine = thisMachine();
  return writeRunFolder(
    {
      runId: row.id,
      request,
      manifestSha256,
      knownErrors: summary.errors + summary.waived,
      championId: row.baseModelId,
      championFolder: modelFolder(row.baseModelId),
      projectRoot: projectRoot(),
      threads: machine.threads,
      parallel: sideBySide(request, machine),
      room: Math.max(roomFor(request.device, machine), sideBySide(request, machine)),
    },
    canonicalManifest(await readVersionManifest(request.version)),
  );
}

function trialsNote(trials: readonly Trial[], runs: number | null): string {
  const ended = trials.filter(({ state }) => state !== "running").length;
  return `${ended}${runs === null ? "" : ` of ${runs}`} trials`;
}

function progressOf(state: RunState, configCount: number): JobProgress {
  const current = state.steps.find(({ state: one }) => one === "running")?.step;
  const places = Object.values(state.outcome.progress);
  const newest = places.at(-1);
  const { sweep, trials } = state.outcome;
  const note =
    current === "train" && sweep && newest
      ? `${trialsNote(trials, sweep.runs)}, epoch ${newest.epoch} of ${newest.epochs} of ${newest.config}`
      : current === "train" && newest
        ? `epoch ${newest.epoch} of ${newest.epochs} of ${newest.config}`
        : current
          ? STEP_NOTES[current]
          : "";
  const done = state.steps.filter(({ state: one }) => one === "done").length / state.steps.length;
  const share = 0.8 * trainedShare(state, configCount) + 0.2 * done;
  return { done: Math.floor(PERCENT * Math.min(1, share)), total: PERCENT, unit: "%", note };
}

/** Follows the run's events and writes what they add up to into its row. */
function createReporter(job: RunningJob<Params>, configCount: number) {
  const { runId } = job.params;
  const tail = followEvents(runFolder(runId));
  let events: readonly TrainingEvent[] = [];
  let milestones = -1;
  return {
    async look(): Promise<RunState> {
      const fresh = await tail.read();
      if (fresh.length > 0) events = inOrder([...events, ...fresh]);
      const state = foldEvents(events, configCount);
      if (fresh.length > 0) {
        await writeState(connection(), runId, state, null);
        job.progress(progressOf(state, configCount));
        // a new checkpoint tells the queue that the work progresses
        const reached = events.filter(({ type }) => type === "epoch" || type === "step").length;
        if (reached !== milestones) await job.saveCheckpoint({ events: reached });
        milestones = reached;
      }
      return state;
    },
  };
}

function spawnFlow(python: string, folder: string) {
  return spawn(python, ["-m", "forage_training.flow.supervise", folder], {
    cwd: folder,
    // the flow's own commands work for the same team
    env: { ...process.env, ...pythonPath(), FORAGE_TEAM: ownTeam() },
    // stdin stays open as long as this process lives: its end is the flow's end
    stdio: ["pipe", "ignore", "pipe"],
  });
}

/** A signal that ended the flow comes as 256 less its number: Python's exit code is the negative number, in a byte. */
function endOf(status: number | null): string {
  if (status === null || status < 192) return `The flow ended with status ${status ?? "unknown"}.`;
  return `Its process was ended from outside (signal ${256 - status}), as systems do when memory runs out.`;
}

function failureOf(state: RunState, status: number | null, words: string): AppError {
  const running = state.steps.find(({ state: one }) => one === "running")?.step;
  const step = state.failure?.step ?? running ?? "start";
  const last = words.trim().split("\n").at(-1);
  const reason = state.failure?.reason ?? (last || endOf(status));
  return new AppError("training/failed", { facts: { step, reason } });
}

/** What pages show of a run that has ended, whichever replica they ask. */
async function shareShown(folder: string): Promise<void> {
  for (const file of ["evaluation/report.json", "contact-sheet.jpg", "log.txt"]) {
    const place = path.join(folder, file);
    if (existsSync(place)) await shareFile(place);
  }
}

async function run(job: RunningJob<Params>): Promise<Result> {
  const row = await findRun(connection(), job.params.runId);
  if (!row) throw new AppError("request/not-found");
  const request = startTrainingSchema.parse(row.config);
  const python = requirePython(request.tracker);
  const folder = await ensureFolder(row, request);
  const reporter = createReporter(job, request.configs.length);
  await reporter.look();
  const child = spawnFlow(python, folder);
  let words = "";
  child.stderr.on("data", (bytes: Buffer) => {
    words = (words + bytes.toString("utf8")).slice(-4_000);
  });
  child.stdin.on("error", () => undefined);
  const stop = () => child.stdin.end();
  if (job.signal.aborted) stop();
  job.signal.addEventListener("abort", stop, { once: true });
  const ended = once(child, "exit") as Promise<[number | null]>;
  try {
    while (child.exitCode === null && child.signalCode === null) {
      await reporter.look();
      await Promise.race([ended, sleep(POLL_MS)]);
    }
    const [status] = await ended;
    const state = await reporter.look();
    job.signal.throwIfAborted();
    if (status === BUSY) throw new AppError("training/device-busy", { facts: { device: request.device } });
    if (status !== 0) {
      const failure = failureOf(state, status, words);
      const { step, reason } = failure.facts;
      const told = {
        step: z.string().parse(step) as RunState["steps"][number]["step"],
        reason: String(reason),
      };
      await writeState(connection(), row.id, { ...state, failure: told }, new Date());
      throw failure;
    }
    await shareShown(folder);
    await writeState(connection(), row.id, state, new Date());
    return { modelId: state.modelId, verdict: state.outcome.verdict };
  } finally {
    job.signal.removeEventListener("abort", stop);
    stop();
    await fillLane("train", request.device, job.id).catch((error: unknown) => {
      // the next run that ends does it
      console.warn(`training: no waiting run was moved up: ${error}`);
    });
  }
}

/**
 * Job "train": the flow of `training/src/training_flow.py` under its supervisor. The flow's work is in the run's folder, so
 * that a second run of the job, after a cancel, a kill or a failure, continues where it ended.
 */
export const trainJob: JobHandler<Params, Result> = {
  kind: "train",
  params: paramsSchema,
  result: resultSchema,
  run,
};
