import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Command, InvalidArgumentError, Option } from "commander";
import { errorSentence } from "@/lib/contracts/error-sentences";
import { isOpenJob } from "@/lib/contracts/jobs";
import {
  deviceSchema,
  evaluationReportSchema,
  NO_TRACKER,
  type SetEvaluation,
  type StartTraining,
  TRAINING_PRESETS,
  type TrainingConfig,
  type TrainingRun,
  type Trial,
  trainingConfigSchema,
} from "@/lib/contracts/training";
import { AppError, isAppError } from "@/lib/core/errors";
import { localContext, whoOf } from "@/server/api/context";
import { HANDLERS } from "@/server/assembly/job-handlers";
import { connection } from "@/server/db/transaction";
import { cancelJob, resumeJob } from "@/server/jobs/service";
import { hasWorker } from "@/server/jobs/station";
import { workUntil } from "@/server/jobs/work-loop";
import { recordConfidence } from "@/server/models/record-calibration";
import { verifiedManifest } from "@/server/models/service";
import { recordMetrics } from "@/server/models/write-version";
import { buildReport, defaultConfidence } from "@/server/training/build-report";
import { clusterRequest } from "@/server/training/cluster-request";
import { readSweep } from "@/server/training/read-sweep";
import { getRun, startTraining } from "@/server/training/service";
import { JSON_OPTION, say, writeLine } from "./output";
import { withDatabase } from "./with-database";

const POLL_MS = 1_000;
const READ_TRIES = 60;

interface TrainFlags {
  readonly version?: number;
  readonly config: readonly string[];
  readonly epochs: number;
  readonly device: string;
  readonly note: string;
  readonly tracker: string;
  readonly promote?: boolean;
  readonly deployTo?: string;
  readonly sweep?: string;
  readonly resume?: string;
  readonly detach?: boolean;
  readonly cluster?: string;
  readonly store?: string;
  readonly data?: string;
  readonly champion?: string;
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new InvalidArgumentError("it must be a whole number, 1 or more");
  return count;
}

/** A preset by its name, or a config from a JSON file. @throws AppError request/invalid */
async function readConfig(word: string): Promise<TrainingConfig> {
  const preset = TRAINING_PRESETS.find(({ name }) => name === word);
  if (preset) return preset;
  try {
    return trainingConfigSchema.parse(JSON.parse(await readFile(word, "utf8")));
  } catch (cause) {
    const names = TRAINING_PRESETS.map(({ name }) => name).join(", ");
    throw new AppError("request/invalid", {
      facts: { field: `--config ${word} is not one of ${names} and not a config file` },
      cause,
    });
  }
}

/** Does the work here when no running Forage does it. @returns a function that ends it */
async function workHere(): Promise<() => Promise<void>> {
  if (await hasWorker(connection())) return async () => undefined;
  const stop = new AbortController();
  const working = workOn(stop.signal);
  return async () => {
    stop.abort();
    await working;
  };
}

/** Works until it is told to stop. A database that does not answer for a while costs the epoch at work, not the run. */
async function workOn(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await workUntil(signal, HANDLERS);
    } catch (error) {
      say(`The database did not answer; the work goes on when it does. (${error})`);
    }
    if (!signal.aborted) await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** A run, read again where the database does not answer at once. */
async function readRun(runId: string): Promise<TrainingRun> {
  for (let tries = 1; ; tries++) {
    try {
      return await getRun(runId);
    } catch (error) {
      if (isAppError(error) || tries === READ_TRIES) throw error;
      await sleep(POLL_MS);
    }
  }
}

/** How far a sweep is: its trials, the best so far, and what is trained. */
function sweepLine({ job, outcome: { sweep, trials } }: TrainingRun): string {
  const ended = trials.filter(({ state }) => state !== "running");
  const count = (state: string) => trials.filter((trial) => trial.state === state).length;
  const best = trials.reduce<number | null>(
    (most, { map50 }) => (map50 === null ? most : Math.max(most ?? 0, map50)),
    null,
  );
  const pruned = count("pruned");
  const failed = count("failed");
  return [
    job?.state,
    `${ended.length}${sweep?.runs ? ` of ${sweep.runs}` : ""} trials`,
    pruned > 0 ? `${pruned} ended early` : "",
    failed > 0 ? `${failed} failed` : "",
    best === null ? "" : `best mAP50 ${(100 * best).toFixed(1)}`,
    job?.progress?.note.split(", ").at(-1) ?? "",
  ]
    .filter(Boolean)
    .join(" · ");
}

/** What came of each trial of a sweep. */
function trialLine({ config, state, values, map50, prunedAfter, reason }: Trial): string {
  const drawn = Object.entries(values).map(
    ([name, value]) => `${name} ${typeof value === "number" ? Number(value.toPrecision(4)) : value}`,
  );
  const end =
    map50 !== null
      ? `mAP50 ${(100 * map50).toFixed(1)}`
      : prunedAfter !== null
        ? `ended early after epoch ${prunedAfter}`
        : (reason ?? state);
  return `${config}: ${end} (${drawn.join(", ")})`;
}

function stateLine(run: TrainingRun): string {
  const { job, outcome, steps } = run;
  const step = steps.find(({ state }) => state === "running")?.step;
  const note = job?.progress?.note ?? "";
  const share = job?.progress ? `${job.progress.done} %` : "";
  const points = Object.entries(run.curves).flatMap(([config, all]) => {
    const last = all.at(-1);
    if (!last) return [];
    const loss = Object.values(last.loss).reduce((sum, value) => sum + value, 0);
    const map = last.map50 === null ? "" : `, mAP50 ${(100 * last.map50).toFixed(1)}`;
    return [`${config}: epoch ${last.epoch}, loss ${loss.toFixed(2)}${map}`];
  });
  if (step === "train" && outcome.sweep) return sweepLine(run);
  return [job?.state, step, share, step === "train" ? points.join("; ") || note : "", outcome.verdict]
    .filter(Boolean)
    .join(" · ");
}

/** Follows a run to its end. Ctrl-C stops it; finished work is kept. */
async function follow(runId: string): Promise<TrainingRun> {
  let shown = "";
  let run = await getRun(runId);
  const { job } = run;
  const onSignal = () => {
    say("Stopping; finished work is kept.");
    if (job) void cancelJob(localContext().team.id, job.id);
  };
  process.once("SIGINT", onSignal);
  try {
    while (!run.job || isOpenJob(run.job)) {
      const line = stateLine(run);
      if (line !== shown) say(line);
      shown = line;
      await sleep(POLL_MS);
      run = await readRun(runId);
    }
  } finally {
    process.off("SIGINT", onSignal);
  }
  return run;
}

async function begin(flags: TrainFlags): Promise<TrainingRun> {
  if (flags.resume) {
    const run = await getRun(flags.resume);
    if (!run.job) throw new AppError("request/not-found");
    if (!isOpenJob(run.job)) await resumeJob(localContext().team.id, run.job.id);
    return run;
  }
  return startTraining(await askedFor(flags), whoOf(localContext()));
}

/** @throws AppError request/invalid, sweep/bad-file */
async function askedFor(flags: TrainFlags): Promise<StartTraining> {
  if (!flags.version) throw new AppError("request/invalid", { facts: { field: "--version is missing" } });
  const words = flags.config.length > 0 ? flags.config : ["balanced"];
  const { version, epochs, device, note, tracker } = flags;
  return {
    version,
    configs: await Promise.all(words.map(readConfig)),
    epochs,
    device,
    note,
    tracker,
    promote: flags.promote ?? false,
    deployTo: flags.deployTo ?? null,
    sweep: flags.sweep ? await readSweep(flags.sweep) : null,
  };
}

/** Writes the request of a run on a cluster; starts nothing. */
async function writeForCluster(file: string, flags: TrainFlags): Promise<void> {
  const places = { store: flags.store ?? "", data: flags.data ?? "", champion: flags.champion };
  const request = await clusterRequest(await askedFor(flags), places);
  await writeFile(path.resolve(file), `${JSON.stringify(request, null, 1)}\n`).catch((cause: unknown) => {
    throw new AppError("request/invalid", { facts: { field: `--cluster ${file} cannot be written` }, cause });
  });
  say(`${file}: a request for a cluster (docs/training-cluster.md). Nothing was started.`);
  writeLine({ run: request.runId, file, store: request.store });
}

async function trainCommand(flags: TrainFlags): Promise<void> {
  if (flags.cluster) {
    await writeForCluster(flags.cluster, flags);
    return;
  }
  const { id } = await begin(flags);
  say(`run ${id}`);
  if (flags.detach) {
    writeLine({ run: id });
    return;
  }
  const stopWorking = await workHere();
  try {
    const run = await follow(id);
    const { job, outcome, modelId, failure } = run;
    if (job?.state === "failed") {
      say(job.error ? errorSentence(job.error.code, job.error.facts, "command line") : "The run failed.");
      say(`To continue: npx forage train --resume ${id}`);
      process.exitCode = 1;
    } else if (job?.state === "cancelled") {
      say(`Stopped. To continue: npx forage train --resume ${id}`);
      process.exitCode = 1;
    } else {
      for (const trial of outcome.trials) say(trialLine(trial));
      for (const { set, map50, f1 } of outcome.sets)
        say(`${set}: mAP50 ${(100 * map50).toFixed(1)}${f1 === null ? "" : `, F1 ${(100 * f1).toFixed(1)}`}`);
      say(
        `${modelId ?? "no model"}: ${outcome.verdict ?? "not judged"}${outcome.promoted ? ", champion now" : ""}`,
      );
    }
    writeLine({
      run: id,
      state: job?.state,
      model: modelId,
      verdict: outcome.verdict,
      sets: outcome.sets,
      failure,
    });
  } finally {
    await stopWorking();
  }
}

interface ReportFlags {
  readonly model: string;
  readonly validation: string;
  readonly sets?: readonly string[];
  readonly out: string;
  readonly writeDefault?: boolean;
}

async function reportCommand({
  model,
  validation,
  sets = [],
  out,
  writeDefault,
}: ReportFlags): Promise<void> {
  const report = await buildReport(await verifiedManifest(model), validation, sets);
  const confidence = writeDefault ? defaultConfidence(report) : undefined;
  if (confidence !== undefined) {
    const { metrics } = await recordConfidence(model, confidence);
    // what was measured of the sets was at the confidence of before
    for (const { set, curve } of report.sets) {
      const value = curve.f1[Math.round(confidence * 100)];
      if (metrics[set] && value !== undefined)
        await recordMetrics(model, set, { ...metrics[set], f1: { value, confidence } });
    }
  }
  await writeFile(path.resolve(out), JSON.stringify(evaluationReportSchema.parse(report)));
  const at = Math.round(report.thresholds.common * 100);
  const figuresOf = ({ set, map50, curve }: SetEvaluation) => ({ set, map50, f1: curve.f1[at] ?? null });
  writeLine({
    validation: report.validation && figuresOf(report.validation),
    sets: report.sets.map(figuresOf),
    thresholds: report.thresholds,
  });
}

const collect = (word: string, words: readonly string[]) => [...words, word];

function parseDevice(text: string): string {
  const parsed = deviceSchema.safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError("a device is cpu, mps or the number of a CUDA device");
  return parsed.data;
}

/** `forage train` and `forage train-report`. */
export function addTrainCommands(program: Command): void {
  program
    .command("train")
    .description(
      "train from the champion on a data-set version, then measure, gate and register the new model",
    )
    .option("--version <number>", "data-set version", parseCount)
    .option(
      "--config <name>",
      "preset or JSON file; if several are given, each is trained and the best is kept",
      collect,
      [],
    )
    .option("--epochs <number>", "epochs of each config", parseCount, 10)
    .option("--device <name>", "cpu, mps or the number of a CUDA device", parseDevice, "cpu")
    .option("--note <text>", "what the run is for", "")
    .addOption(
      new Option("--tracker <name>", "also tell a tracker: mlflow, clearml, wandb, comet").default(
        NO_TRACKER,
      ),
    )
    .option("--sweep <file>", "YAML: values of the config to vary, how, and for how long (docs/sweeps.md)")
    .option("--promote", "make the model champion if the gate passes it")
    .option("--deploy-to <place>", "also write a Triton/KServe repository: a folder or s3://bucket/folder")
    .option("--resume <run>", "continue a run that stopped")
    .option("--cluster <file>", "start nothing here: write the request of a run on a cluster into this file")
    .option("--store <place>", "with --cluster: s3://bucket/folder that its steps share")
    .option("--data <place>", "with --cluster: s3://bucket/version.tar, the version exported and packed")
    .option(
      "--champion <place>",
      "with --cluster: s3://bucket/champion.tar, its folder packed, where it does not ship with Forage",
    )
    .option("--detach", "do not wait for the end: a running Forage does the work")
    .option(...JSON_OPTION)
    .action((flags: TrainFlags) => withDatabase(() => trainCommand(flags)));
  program
    .command("train-report")
    .description("make thresholds, curves, confusions and worst photos from a file of forage eval --details")
    .requiredOption("--model <id>", "name/version that was measured")
    .requiredOption("--validation <file>", "details of the validation set, which chooses the thresholds")
    .option("--sets <file...>", "details of the frozen sets")
    .requiredOption("--out <file>", "report, JSON")
    .option(
      "--write-default",
      "also record in the model from which confidence its boxes are shown by default",
    )
    .action(reportCommand);
}
