import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { RUN_REQUEST_VERSION, type RunRequest, runRequestSchema } from "@/lib/contracts/run-request";
import { expandedSweep } from "@/lib/contracts/sweep";
import {
  type EvaluationReport,
  evaluationReportSchema,
  type TrainingEvent,
  type TrainingRequest,
  trainingEventSchema,
} from "@/lib/contracts/training";
import { AppError } from "@/lib/core/errors";
import { dataPath } from "@/server/storage/data-folder";
import { bringMissing } from "@/server/storage/shared-files";

const runIdSchema = z.uuid();

/** Where all runs lie. */
export function trainingFolder(): string {
  return dataPath("training");
}

/** Folder of one run. @throws AppError request/invalid for an invalid id, so that an id can never be a path */
export function runFolder(runId: string): string {
  if (!runIdSchema.safeParse(runId).success)
    throw new AppError("request/invalid", { facts: { field: "runId" } });
  return path.join(trainingFolder(), runId);
}

export interface RequestFacts {
  readonly runId: string;
  readonly request: TrainingRequest;
  readonly manifestSha256: string;
  readonly championId: string;
  readonly championFolder: string;
  readonly projectRoot: string;
  readonly threads: number;
  readonly parallel: number;
  readonly room: number;
  /** Errors of the quality gate that somebody has waived in the version. */
  readonly knownErrors: number;
}

/** Where the steps of a run find each other's files. */
export type RequestPlaces = Pick<RunRequest, "runFolder" | "node"> &
  Partial<Pick<RunRequest, "dataFolder" | "store" | "championArchive">>;

/** A run's request as the flow reads it. */
export function toRunRequest(facts: RequestFacts, places: RequestPlaces): RunRequest {
  const { runId, request, ...rest } = facts;
  return runRequestSchema.parse({
    ...places,
    schema: RUN_REQUEST_VERSION,
    runId,
    projectRoot: rest.projectRoot,
    versionNumber: request.version,
    manifestSha256: rest.manifestSha256,
    championId: rest.championId,
    championFolder: rest.championFolder,
    modelName: rest.championId.split("/")[0],
    configs: request.configs.map(({ name, values }) => ({
      name,
      values: { ...values, epochs: request.epochs },
    })),
    note: request.note,
    device: request.device,
    threads: rest.threads,
    parallel: rest.parallel,
    room: rest.room,
    knownErrors: rest.knownErrors,
    tracker: request.tracker,
    deployTo: request.deployTo,
    promote: request.promote,
    sweep: request.sweep && expandedSweep(request.sweep),
  });
}

/** Writes the run's request, and the version's manifest beside it. */
export async function writeRunFolder(facts: RequestFacts, manifest: string): Promise<string> {
  const folder = runFolder(facts.runId);
  await mkdir(folder, { recursive: true });
  await writeFileAtomic(path.join(folder, "manifest.json"), manifest);
  const file = toRunRequest(facts, { runFolder: folder, node: process.execPath });
  await writeFileAtomic(path.join(folder, "request.json"), `${JSON.stringify(file, null, 1)}\n`);
  return folder;
}

/** An event, or undefined for a line that a kill cut off or that another version wrote. */
export function parseEvent(line: string): TrainingEvent | undefined {
  try {
    return trainingEventSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** The evaluation of a run, undefined while there is none. */
export async function readReport(runId: string): Promise<EvaluationReport | undefined> {
  const file = path.join(runFolder(runId), "evaluation", "report.json");
  await bringMissing(file);
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? undefined : evaluationReportSchema.parse(JSON.parse(text));
}
