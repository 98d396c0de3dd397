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

/** Photos on their way at once: the next are decoded while one is in the network. */
const IN_FLIGHT = 3;

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
  const results: (PhotoResult | undefined)[] = split.photos.map(() => undefined);
  const failed: FailedPhoto[] = [];
  let next = 0;
  let done = 0;
  const work = async () => {
    while (next < split.photos.length) {
      const index = next++;
      const photo = split.photos[index] ?? "";
      try {
        results[index] = await evaluatePhoto(photo, split, context);
      } catch (error) {
        failed.push({ photo, error });
      }
      options.onProgress(++done, split.photos.length);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  const read = results.filter((result) => result !== undefined);
  return {
    precision: meanAveragePrecision(read, options.maxDetections),
    photos: read.length,
    boxes: read.reduce((sum, result) => sum + result.truths.length, 0),
    unmapped,
    failed,
  };
}
