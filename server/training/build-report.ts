import path from "node:path";
import { type EvaluatedPhoto, toPhotoResult } from "@/lib/contracts/evaluation";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import type { EvaluationReport, SetEvaluation, WorstPhoto } from "@/lib/contracts/training";
import { confusionOf, type Outcome, photoOutcomes } from "@/lib/core/metrics/confusion";
import { meanAveragePrecision, type PhotoResult } from "@/lib/core/metrics/mean-average-precision";
import {
  bestConfidence,
  CONFIDENCE_STEPS,
  f1Of,
  type OperatingCurve,
  operatingCurves,
  precisionOf,
  recallOf,
  sumCurves,
} from "@/lib/core/metrics/operating-curves";
import { readEvaluationDetails } from "@/server/evaluation/read-details";

/** Fewer true boxes than this on validation, and a class takes the threshold that all share. */
const ENOUGH_BOXES = 5;
const WORST_PHOTOS = 24;
const DIGITS = 5;

const rounded = (value: number) => Number(value.toFixed(DIGITS));
const roundedAll = (values: readonly number[]) => values.map(rounded);

export interface Thresholds {
  readonly common: number;
  readonly byClass: readonly { readonly classId: number; readonly confidence: number; readonly f1: number }[];
}

/** Where F1 is best on validation: for each class that has enough boxes there, and for all together. */
export function chooseThresholds(validation: readonly PhotoResult[], fallback: number): Thresholds {
  const curves = operatingCurves(validation);
  const all = sumCurves(curves);
  const common = all.truths === 0 ? fallback : bestConfidence(all).confidence;
  const byClass = curves
    .filter(({ truths }) => truths >= ENOUGH_BOXES)
    .map((curve) => {
      const best = bestConfidence(curve);
      return { classId: curve.classId, confidence: best.confidence, f1: rounded(best.f1) };
    });
  return { common, byClass };
}

const confidenceOf = ({ common, byClass }: Thresholds, classId: number) =>
  byClass.find((one) => one.classId === classId)?.confidence ?? common;

function shown(photo: PhotoResult, thresholds: Thresholds): PhotoResult {
  const predictions = photo.predictions.filter(
    ({ classId, score }) => score >= Math.max(0.01, confidenceOf(thresholds, classId)),
  );
  return { truths: photo.truths, predictions };
}

const tenth = (value: number) => Math.round(value * 10) / 10;

function drawn({ kind, truth, prediction }: Outcome): WorstPhoto["boxes"][number] {
  const { box, classId } = prediction ?? truth;
  return {
    kind,
    classId,
    trueClassId: kind === "confused" ? truth.classId : null,
    score: prediction ? Number(prediction.score.toFixed(3)) : null,
    x1: tenth(box.x1),
    y1: tenth(box.y1),
    x2: tenth(box.x2),
    y2: tenth(box.y2),
  };
}

function worstOf(
  photos: readonly EvaluatedPhoto[],
  outcomes: readonly (readonly Outcome[])[],
): readonly WorstPhoto[] {
  const all = photos.map((photo, i): WorstPhoto => {
    const own = outcomes[i] ?? [];
    const count = (kind: Outcome["kind"]) => own.filter((one) => one.kind === kind).length;
    const { set, sha256, width, height } = photo;
    return {
      set,
      photo: photo.photo,
      sha256,
      width,
      height,
      missed: count("missed"),
      falseAlarms: count("false-alarm"),
      confused: count("confused"),
      boxes: own.map(drawn),
    };
  });
  const errors = ({ missed, falseAlarms, confused }: WorstPhoto) => missed + falseAlarms + confused;
  return all
    .filter((photo) => errors(photo) > 0)
    .sort((a, b) => errors(b) - errors(a) || (a.sha256 < b.sha256 ? -1 : 1))
    .slice(0, WORST_PHOTOS);
}

function classReport(curve: OperatingCurve, thresholds: Thresholds) {
  const at = Math.round(confidenceOf(thresholds, curve.classId) * 100);
  const [hits = 0, found = 0] = [curve.hits[at], curve.found[at]];
  return {
    classId: curve.classId,
    boxes: curve.truths,
    precision: rounded(precisionOf(hits, found)),
    recall: rounded(recallOf(hits, curve.truths)),
    f1: rounded(f1Of(hits, found, curve.truths)),
    precisionAtRecall: roundedAll(curve.precisionAtRecall),
    f1AtConfidence: CONFIDENCE_STEPS.map((_, i) =>
      rounded(f1Of(curve.hits[i]!, curve.found[i]!, curve.truths)),
    ),
  };
}

/** Everything the run's page draws of one set, at thresholds that were chosen elsewhere. */
export function buildSetEvaluation(
  set: string,
  photos: readonly EvaluatedPhoto[],
  thresholds: Thresholds,
): SetEvaluation {
  const results = photos.map(toPhotoResult);
  const precision = meanAveragePrecision(results);
  const curves = operatingCurves(results);
  const all = sumCurves(curves);
  const outcomes = results.map((photo) => photoOutcomes(shown(photo, thresholds)));
  const { classIds, counts } = confusionOf(outcomes.flat());
  return {
    set,
    photos: photos.length,
    boxes: all.truths,
    map50: rounded(precision.map50),
    map50_95: rounded(precision.map50To95),
    curve: {
      precision: CONFIDENCE_STEPS.map((_, i) => rounded(precisionOf(all.hits[i]!, all.found[i]!))),
      recall: CONFIDENCE_STEPS.map((_, i) => rounded(recallOf(all.hits[i]!, all.truths))),
      f1: CONFIDENCE_STEPS.map((_, i) => rounded(f1Of(all.hits[i]!, all.found[i]!, all.truths))),
    },
    precisionAtRecall: roundedAll(all.precisionAtRecall),
    byClass: curves
      .filter(({ truths }) => truths > 0)
      .map((curve) => {
        const figures = precision.byClass.get(curve.classId);
        return {
          ...classReport(curve, thresholds),
          ap50: rounded(figures?.ap50 ?? 0),
          ap50_95: rounded(figures?.ap50To95 ?? 0),
        };
      }),
    confusion: { classIds: [...classIds], counts: counts.map((row) => [...row]) },
    worst: [...worstOf(photos, outcomes)],
  };
}

const nameOf = (file: string) => path.basename(file, ".jsonl").replace(/^(test|val)-/, "");

async function photosIn(file: string): Promise<readonly EvaluatedPhoto[]> {
  return [...(await readEvaluationDetails(file)).values()].flat();
}

/**
 * The report of a run from what `forage eval --details` wrote: thresholds from validation alone, and each set at these.
 * @param validation details of the validation split
 * @param sets details of the frozen sets
 * @throws AppError request/invalid when a file does not parse
 */
export async function buildReport(
  manifest: ModelManifest,
  validation: string,
  sets: readonly string[],
): Promise<EvaluationReport> {
  const photos = await photosIn(validation);
  const thresholds = chooseThresholds(photos.map(toPhotoResult), manifest.defaults.confidence);
  const reports: SetEvaluation[] = [];
  for (const file of sets) reports.push(buildSetEvaluation(nameOf(file), await photosIn(file), thresholds));
  return {
    schema: 1,
    model: manifest.id,
    classes: manifest.classes.map(({ id, name, displayName }) => ({ id, name, displayName })),
    thresholds: { common: thresholds.common, byClass: [...thresholds.byClass] },
    validation: photos.length > 0 ? buildSetEvaluation(nameOf(validation), photos, thresholds) : null,
    sets: reports,
  };
}

/** Fewer boxes, and the best threshold is the luck of a few. */
const LEAST_BOXES = 60;

/**
 * The confidence from which a model's boxes are shown by default: where F1 on validation is best over all classes. Scores of
 * another architecture mean something else, so that no number fits all.
 * @returns undefined where validation is too small to say
 */
export function defaultConfidence({ validation, thresholds }: EvaluationReport): number | undefined {
  if (!validation || validation.boxes < LEAST_BOXES) return undefined;
  return Math.min(0.9, Math.max(0.05, thresholds.common));
}
