import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { pMapIterable } from "p-map";
import type { EvaluatedPhoto } from "@/lib/contracts/evaluation";
import { matchClassNames } from "@/lib/core/datasets/match-class-names";
import { filterCandidates } from "@/lib/core/detection/filter";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import {
  type MeanAveragePrecision,
  meanAveragePrecision,
  type PhotoResult,
} from "@/lib/core/metrics/mean-average-precision";
import { f1At } from "@/lib/core/metrics/operating-curves";
import type { YoloSplit } from "@/server/datasets/service";
import { detectPixels } from "@/server/detection/service";
import { decodePhoto } from "@/server/media/service";
import type { ResolvedModel } from "@/server/models/service";
import { PHOTOS_AT_ONCE } from "./photos-at-once";

export interface EvaluateOptions {
  readonly conf: number;
  readonly iou: number;
  readonly maxDetections: number;
  readonly onProgress: (done: number, total: number) => void;
  /** Given each photo that could be read, in the split's order. */
  readonly onPhoto?: (photo: Omit<EvaluatedPhoto, "set" | "model">) => void;
  readonly signal?: AbortSignal;
}

interface PhotoEvaluation {
  readonly result: PhotoResult;
  readonly file: Pick<EvaluatedPhoto, "photo" | "sha256" | "width" | "height">;
}

export interface FailedPhoto {
  readonly photo: string;
  readonly error: unknown;
}

export interface Evaluation {
  readonly precision: MeanAveragePrecision;
  /** Over all boxes, from the confidence on from which the model's boxes are shown. Null: no true box. */
  readonly f1: number | null;
  readonly photos: number;
  /** Over the SHA-256 of their files, in the order of the hashes. */
  readonly photosSha256: string;
  readonly boxes: number;
  /** The set's names that the model has no class for; their boxes are left out. */
  readonly unmapped: readonly string[];
  readonly failed: readonly FailedPhoto[];
}

async function evaluatePhoto(
  photo: string,
  split: YoloSplit,
  context: { model: ResolvedModel; idByIndex: readonly (number | undefined)[]; options: EvaluateOptions },
): Promise<PhotoEvaluation> {
  const { model, idByIndex, options } = context;
  options.signal?.throwIfAborted();
  const bytes = await readFile(photo);
  const { rgba, width, height } = await decodePhoto(bytes, { isStored: true });
  const labels = await split.readLabels(photo, { width, height });
  const truths = labels.flatMap(({ box, classIndex }) => {
    const classId = idByIndex[classIndex];
    return classId === undefined ? [] : [{ box, classId }];
  });
  const { candidates } = await detectPixels(
    rgba,
    { width, height },
    { model, scoreFloor: options.conf, everyClass: true },
  );
  const { conf: confidence, iou, maxDetections } = options;
  const predictions = filterCandidates(candidates, { ...DEFAULT_FILTER, confidence, iou, maxDetections });
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { result: { truths, predictions }, file: { photo: path.basename(photo), sha256, width, height } };
}

const rounded = (value: number, digits: number) => Number(value.toFixed(digits));
const corners = ({ x1, y1, x2, y2 }: PhotoResult["truths"][number]["box"]) =>
  [rounded(x1, 3), rounded(y1, 3), rounded(x2, 3), rounded(y2, 3)] as const;

/** Boxes rounded to a thousandth of a pixel, scores to seven digits. */
function toLine({ result, file }: PhotoEvaluation): Omit<EvaluatedPhoto, "set" | "model"> {
  return {
    ...file,
    truths: result.truths.map(({ classId, box }) => [classId, ...corners(box)]),
    predictions: result.predictions.map(({ classId, score, box }) => [
      classId,
      rounded(score, 7),
      ...corners(box),
    ]),
  };
}

/**
 * Runs the shipped pipeline over a labelled split and measures it. Each anchor counts for every class it scores above
 * `conf`: see `decodeEveryClass`.
 * @returns figures over the photos that could be read; those that could not are listed
 * @throws AppError model/… and detection/… when the model cannot run
 */
export async function evaluateSet(
  split: YoloSplit,
  model: ResolvedModel,
  options: EvaluateOptions,
): Promise<Evaluation> {
  const { idByIndex, unmapped } = matchClassNames(split.classNames, model.manifest.classes, split.otherNames);
  const context = { model, idByIndex, options };
  const read: PhotoResult[] = [];
  const hashes: string[] = [];
  const failed: FailedPhoto[] = [];
  let done = 0;
  const work = async (photo: string): Promise<PhotoEvaluation | FailedPhoto> => {
    try {
      return await evaluatePhoto(photo, split, context);
    } catch (error) {
      return { photo, error };
    }
  };
  for await (const result of pMapIterable(split.photos, work, { concurrency: PHOTOS_AT_ONCE })) {
    if ("error" in result) failed.push(result);
    else {
      read.push(result.result);
      hashes.push(result.file.sha256);
      options.onPhoto?.(toLine(result));
    }
    options.signal?.throwIfAborted();
    options.onProgress(++done, split.photos.length);
  }
  return {
    precision: meanAveragePrecision(read, options.maxDetections),
    f1: f1At(read, model.manifest.defaults.confidence),
    photos: read.length,
    photosSha256: createHash("sha256").update(hashes.toSorted().join("\n")).digest("hex"),
    boxes: read.reduce((sum, result) => sum + result.truths.length, 0),
    unmapped,
    failed,
  };
}
