import { readFile } from "node:fs/promises";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { filterCandidates } from "@/lib/core/detection/filter";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import {
  type MeanAveragePrecision,
  meanAveragePrecision,
  type PhotoResult,
} from "@/lib/core/metrics/mean-average-precision";
import type { YoloSplit } from "@/server/datasets/service";
import { detectOnServer } from "@/server/detection/service";
import { decodePhoto } from "@/server/media/service";
import { matchClassNames } from "@/server/models/match-class-names";
import { inFlight } from "./in-flight";

export interface EvaluateOptions {
  readonly conf: number;
  readonly iou: number;
  readonly maxDetections: number;
  readonly onProgress: (done: number, total: number) => void;
}

export interface FailedPhoto {
  readonly photo: string;
  readonly error: unknown;
}

export interface Evaluation {
  readonly precision: MeanAveragePrecision;
  readonly photos: number;
  readonly boxes: number;
  /** The set's names that the model has no class for; their boxes are left out. */
  readonly unmapped: readonly string[];
  readonly failed: readonly FailedPhoto[];
}

async function evaluatePhoto(
  photo: string,
  split: YoloSplit,
  context: { manifest: ModelManifest; idByIndex: readonly (number | undefined)[]; options: EvaluateOptions },
): Promise<PhotoResult> {
  const { manifest, idByIndex, options } = context;
  const { rgba, width, height } = await decodePhoto(await readFile(photo));
  const labels = await split.readLabels(photo, { width, height });
  const truths = labels.flatMap(({ box, classIndex }) => {
    const classId = idByIndex[classIndex];
    return classId === undefined ? [] : [{ box, classId }];
  });
  const { candidates } = await detectOnServer(
    rgba,
    { width, height },
    { modelId: manifest.id, scoreFloor: options.conf },
  );
  const { conf: confidence, iou, maxDetections } = options;
  const predictions = filterCandidates(candidates, { ...DEFAULT_FILTER, confidence, iou, maxDetections });
  return { truths, predictions };
}

/**
 * Runs the shipped pipeline over a labelled split and measures it.
 * @returns figures over the photos that could be read; those that could not are listed
 * @throws AppError model/… and detection/… when the model cannot run
 */
export async function evaluateSet(
  split: YoloSplit,
  manifest: ModelManifest,
  options: EvaluateOptions,
): Promise<Evaluation> {
  const { idByIndex, unmapped } = matchClassNames(split.classNames, manifest.classes);
  const context = { manifest, idByIndex, options };
  const read: PhotoResult[] = [];
  const failed: FailedPhoto[] = [];
  let done = 0;
  const work = async (photo: string): Promise<PhotoResult | FailedPhoto> => {
    try {
      return await evaluatePhoto(photo, split, context);
    } catch (error) {
      return { photo, error };
    }
  };
  for await (const result of inFlight(split.photos, work)) {
    if ("error" in result) failed.push(result);
    else read.push(result);
    options.onProgress(++done, split.photos.length);
  }
  return {
    precision: meanAveragePrecision(read, options.maxDetections),
    photos: read.length,
    boxes: read.reduce((sum, result) => sum + result.truths.length, 0),
    unmapped,
    failed,
  };
}
