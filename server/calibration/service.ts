import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Calibration } from "@/lib/contracts/calibration";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import type { SetChoices } from "@/lib/core/datasets/formats/opened-set";
import { matchClassNames } from "@/lib/core/datasets/match-class-names";
import { filterCandidates } from "@/lib/core/detection/filter";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { AppError } from "@/lib/core/errors";
import { fitCalibration, type SeenPhoto } from "@/lib/core/plants/fit-calibration";
import { leafClassesOf } from "@/lib/core/plants/read-leaves";
import { openYoloSplit } from "@/server/datasets/service";
import { detectPixels } from "@/server/detection/service";
import { decodePhoto } from "@/server/media/service";
import type { ResolvedModel } from "@/server/models/service";

export interface LookOptions {
  readonly split: string;
  /** The answers for a set that can be read in two ways. */
  readonly choices?: SetChoices;
  /** Lowest score of a box, and the overlap above which two boxes of a class are one. */
  readonly floor: number;
  readonly iou: number;
  readonly onProgress: (done: number, total: number) => void;
}

export interface SeenSet {
  readonly set: string;
  readonly split: string;
  readonly photos: readonly SeenPhoto[];
}

/**
 * Looks at every photo of a labelled set's split.
 * @throws AppError request/invalid for a folder that is not a set, photo/… for a photo that cannot be read, model/… and
 * detection/… when the model cannot run
 */
export async function lookAtSet(
  folder: string,
  model: ResolvedModel,
  options: LookOptions,
): Promise<SeenSet> {
  const { split: splitName, floor, iou } = options;
  const split = await openYoloSplit(path.resolve(folder), splitName, {
    ...options.choices,
    namesMayBeMissing: true,
  });
  const { idByIndex } = matchClassNames(split.classNames, model.manifest.classes, split.otherNames);
  const photos: SeenPhoto[] = [];
  for (const photo of split.photos) {
    const { rgba, width, height } = await decodePhoto(await readFile(photo));
    const size = { width, height };
    const labels = await split.readLabels(photo, size);
    const { candidates, features } = await detectPixels(rgba, size, {
      model,
      scoreFloor: floor,
    });
    photos.push({
      truths: [...new Set(labels.flatMap(({ classIndex }) => idByIndex[classIndex] ?? []))],
      boxes: filterCandidates(candidates, { ...DEFAULT_FILTER, confidence: floor, iou }).map(
        ({ box, classId, score, alternatives: others }) => ({
          box,
          classId,
          score,
          isPersons: false,
          others,
        }),
      ),
      features,
    });
    options.onProgress(photos.length, split.photos.length);
  }
  return { set: path.basename(path.resolve(folder)), split: splitName, photos };
}

/**
 * Calibrates a model's leaf scores on sets it was not trained on.
 * @throws AppError request/invalid when they show too few leaves
 */
export function calibrateOn(
  sets: readonly SeenSet[],
  manifest: ModelManifest,
  { floor, iou }: Pick<LookOptions, "floor" | "iou">,
): Calibration {
  const classes = leafClassesOf(manifest.classes);
  const leafIds = new Set(classes.map(({ classId }) => classId));
  try {
    const { known, ...fitted } = fitCalibration(
      sets.flatMap(({ photos }) => photos),
      classes,
    );
    return {
      ...fitted,
      known: known && { ...known, mean: [...known.mean], deviation: [...known.deviation] },
      condition: copy(fitted.condition),
      species: copy(fitted.species),
      floor,
      iou,
      measuredOn: sets.map(({ set, split, photos }) => ({
        set,
        split,
        photos: photos.length,
        leaves: photos.flatMap(({ boxes }) => boxes).filter(({ classId }) => leafIds.has(classId)).length,
      })),
    };
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new AppError("request/invalid", { facts: { field: `too few leaves: ${cause.message}` }, cause });
  }
}

function copy(table: { readonly scores: readonly number[]; readonly probabilities: readonly number[] }) {
  return { scores: [...table.scores], probabilities: [...table.probabilities] };
}
