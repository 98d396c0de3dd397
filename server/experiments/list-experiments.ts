import {
  type Experiment,
  type ExperimentList,
  experimentSchema,
  keyOf,
  type MarkInput,
  type MeasuredSet,
  parsePrice,
} from "@/lib/contracts/experiments";
import type { TrainingRun, Trial } from "@/lib/contracts/training";
import type { TrainingValues } from "@/lib/contracts/training-values";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { connection } from "@/server/db/transaction";
import { environmentValue } from "@/server/environment/environment-value";
import { getRun, listRuns } from "@/server/training/service";
import { photosOfVersion, type VersionPhotos } from "./photos-of-version";
import { type RunFigures, runFigures, testsOf, validationF1 } from "./read-measured";
import { countRuns, findMarks, type Mark, writeMark } from "./repository";

const RUNS = 500;
/** `CHOOSING_PHOTOS` of `training/src/forage_training/flow/train_config.py`: so many of validation choose among weights. */
const CHOOSING_PHOTOS = 300;

/** One training of a run, before it is known what became of it. */
interface Part {
  readonly config: string;
  readonly values: TrainingValues;
  readonly trial: Trial | null;
}

function partsOf({ request, outcome }: TrainingRun): readonly Part[] {
  const [base] = request.configs;
  if (request.sweep && base)
    return outcome.trials.map((trial) => ({
      config: trial.config,
      values: { ...base.values, ...(trial.values as TrainingValues) },
      trial,
    }));
  return request.configs.map(({ name, values }) => ({ config: name, values, trial: null }));
}

function stateOf(run: TrainingRun, { config, trial }: Part): Experiment["state"] {
  const job = run.job?.state;
  if (trial && trial.state !== "running") return trial.state;
  if (!trial && run.outcome.results.some((result) => result.config === config)) return "complete";
  if (job === "running" || job === "cancelling")
    return run.outcome.progress[config] || trial ? "running" : "waiting";
  if (job === "queued") return "waiting";
  return job === "failed" ? "failed" : "stopped";
}

/** Values as a table shows them; those that hold several are written out. */
function flat(values: TrainingValues): Experiment["values"] {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "object"
        ? Object.entries(value)
            .sort()
            .map(([source, number]) => `${source} ${number}`)
            .join(", ")
        : value,
    ]),
  );
}

const NO_F1 = { f1: null, confidence: null };

/** What chose the weights: mAP50 on validation photos of the version. Of what a run kept also F1. */
function validationOf(
  map50: number | null,
  version: VersionPhotos | null,
  shown: Pick<MeasuredSet, "f1" | "confidence">,
): MeasuredSet[] {
  if (map50 === null) return [];
  const { key = null, photos = 0, boxes = 0 } = version?.validation ?? {};
  const isWhole = photos <= CHOOSING_PHOTOS;
  return [
    {
      set: "validation",
      split: "val",
      photosKey: key,
      photos: Math.min(photos, CHOOSING_PHOTOS),
      boxes: isWhole && key !== null ? boxes : null,
      map50,
      map50_95: null,
      // a report is of all photos: where fewer chose the weights, its F1 is of others
      ...(isWhole ? shown : NO_F1),
    },
  ];
}

interface Known {
  readonly version: VersionPhotos | null;
  readonly figures: RunFigures;
  readonly marks: ReadonlyMap<string, Mark>;
}

function toExperiment(run: TrainingRun, part: Part, { version, figures, marks }: Known): Experiment {
  const { config, trial } = part;
  const { outcome, curves, request } = run;
  const points = curves[config] ?? [];
  const kept = outcome.results.find((result) => result.config === config)?.map50 ?? trial?.map50 ?? null;
  const isChosen = outcome.chosen === config;
  const mark = marks.get(keyOf({ runId: run.id, config }));
  return experimentSchema.parse({
    runId: run.id,
    config,
    isTrial: trial !== null,
    state: stateOf(run, part),
    values: flat(part.values),
    epochs: request.epochs,
    epochsDone: points.length,
    device: request.device,
    version: run.version,
    baseModelId: run.baseModelId,
    runNote: request.note,
    modelId: isChosen ? run.modelId : null,
    verdict: isChosen ? outcome.verdict : null,
    measured: [
      ...validationOf(kept, version, isChosen ? validationF1(figures) : NO_F1),
      ...(isChosen ? testsOf(figures, version) : []),
    ],
    seconds: points.length === 0 ? null : points.reduce((sum, { seconds }) => sum + seconds, 0),
    createdAt: trial?.startedAt ?? run.createdAt,
    isStarred: mark?.isStarred ?? false,
    isArchived: mark?.isArchived ?? false,
    note: mark?.note ?? "",
  });
}

/** Every config and trial of the newest runs, newest first. */
export async function listExperiments(): Promise<ExperimentList> {
  const [runs, marks, count] = await Promise.all([
    listRuns(RUNS),
    findMarks(connection()),
    countRuns(connection()),
  ]);
  const byKey = new Map(marks.map((mark) => [keyOf(mark), mark]));
  const experiments: Experiment[] = [];
  for (const run of runs) {
    const known = {
      version: await photosOfVersion(run.datasetVersionId, run.version),
      figures: await runFigures(run.id),
      marks: byKey,
    };
    experiments.push(...partsOf(run).map((part) => toExperiment(run, part, known)));
  }
  return {
    experiments,
    price: parsePrice(environmentValue("FORAGE_TRAINING_PRICE")),
    left: Math.max(0, count - runs.length),
  };
}

/**
 * Stars, archives or notes a training; what is not said stays.
 * @throws AppError request/not-found
 */
export async function markExperiment(input: MarkInput, who: Who): Promise<Mark> {
  const run = await getRun(input.runId);
  if (!partsOf(run).some(({ config }) => config === input.config)) throw new AppError("request/not-found");
  return writeMark(connection(), input, who.userId);
}
