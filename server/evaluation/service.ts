import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { finished } from "node:stream/promises";
import { sentenceOf } from "@/lib/contracts/error-sentences";
import type { EvaluatedPhoto, EvaluationLine } from "@/lib/contracts/evaluation";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import type { SetChoices } from "@/lib/core/datasets/formats/opened-set";
import { AppError, isAppError } from "@/lib/core/errors";
import { openYoloSplit } from "@/server/datasets/service";
import type { ResolvedModel } from "@/server/models/service";
import { type Evaluation, evaluateSet } from "./evaluate-set";

const MAX_DETECTIONS = 300;

/** Thresholds that measure a model whole, as COCO does; the overlap was chosen on validation photos. */
export const EVALUATION_DEFAULTS = { conf: 0.001, iou: 0.55 } as const;

export interface EvaluationOptions {
  /** Folder with data.yaml, images/<split> and labels/<split>. */
  readonly folder: string;
  readonly split: string;
  readonly conf: number;
  readonly iou: number;
  /** The answers for a set that can be read in two ways. */
  readonly choices?: SetChoices;
  /** File names of photos to leave out. */
  readonly without?: ReadonlySet<string>;
  readonly onProgress: (done: number, total: number) => void;
  readonly onPhoto?: (photo: EvaluatedPhoto) => void;
  readonly signal?: AbortSignal;
}

const rounded = (value: number) => Number(value.toFixed(5));

function classFigures({ precision }: Evaluation, manifest: ModelManifest): EvaluationLine["classes"] {
  const byId = new Map(manifest.classes.map((one) => [one.id, one]));
  return [...precision.byClass].map(([id, { ap50, ap50To95, truths }]) => ({
    class: byId.get(id)?.name ?? String(id),
    id,
    displayName: byId.get(id)?.displayName ?? String(id),
    ap50: rounded(ap50),
    ap50_95: rounded(ap50To95),
    boxes: truths,
  }));
}

function failureOf(error: unknown): EvaluationLine["failed"][number]["error"] {
  const known = isAppError(error) ? error : new AppError("server/unexpected", { cause: error });
  return { code: known.code, message: sentenceOf(known), facts: { ...known.facts } };
}

/**
 * Measures a model on one labelled set with the pipeline that ships.
 * @throws AppError request/invalid for a folder that is no set, model/… and detection/… when the model cannot run;
 * whatever aborted `signal`
 */
export async function evaluateFolder(
  model: ResolvedModel,
  options: EvaluationOptions,
): Promise<EvaluationLine> {
  const { folder, split: splitName, conf, iou, onPhoto } = options;
  const set = path.basename(path.resolve(folder));
  const opened = await openYoloSplit(path.resolve(folder), splitName, options.choices);
  const photosLeft = opened.photos.filter((photo) => !options.without?.has(path.basename(photo)));
  const split = { ...opened, photos: photosLeft };
  const started = performance.now();
  const evaluation = await evaluateSet(split, model, {
    conf,
    iou,
    maxDetections: MAX_DETECTIONS,
    onProgress: options.onProgress,
    onPhoto: onPhoto && ((photo) => onPhoto({ set, model: model.id, ...photo })),
    signal: options.signal,
  });
  const { precision, f1, photos, photosSha256, boxes, unmapped, failed } = evaluation;
  return {
    set,
    split: splitName,
    model: model.id,
    photos,
    photosSha256,
    boxes,
    map50: rounded(precision.map50),
    map50_95: rounded(precision.map50To95),
    f1: f1 === null ? null : rounded(f1),
    f1Confidence: f1 === null ? null : model.manifest.defaults.confidence,
    classes: classFigures(evaluation, model.manifest),
    unmapped: [...unmapped],
    failed: failed.map(({ photo, error }) => ({ photo, error: failureOf(error) })),
    conf,
    iou,
    maxDetections: MAX_DETECTIONS,
    msPerPhoto: rounded((performance.now() - started) / Math.max(1, photos)),
  };
}

/** A file of JSON lines, one for each photo. */
export async function openDetails(file: string) {
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  const stream = createWriteStream(file);
  return {
    write: (photo: EvaluatedPhoto) => void stream.write(`${JSON.stringify(photo)}\n`),
    /** Resolves when everything is on the disk; rejects when a write failed. */
    close: async () => {
      stream.end();
      await finished(stream);
    },
  };
}
