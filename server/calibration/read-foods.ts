import { readFile } from "node:fs/promises";
import path from "node:path";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import type { ModelReading } from "@/lib/contracts/reading";
import type { SetChoices } from "@/lib/core/datasets/formats/opened-set";
import { matchClassNames } from "@/lib/core/datasets/match-class-names";
import { AppError } from "@/lib/core/errors";
import { fitReading } from "@/lib/core/metrics/fit-reading";
import type { LookedPhoto, LookedSet } from "@/lib/core/metrics/looked-photo";
import { openYoloSplit } from "@/server/datasets/service";
import { detectPixels } from "@/server/detection/service";
import { decodePhoto } from "@/server/media/service";
import type { ResolvedModel } from "@/server/models/service";

export interface ReadFoodsOptions {
  readonly split: string;
  /** The answers for a set that can be read in two ways. */
  readonly choices?: SetChoices;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Scores every photo of a labelled set's split, and reads nothing into the scores.
 * @throws AppError request/invalid for a folder that is not a set, photo/… for a photo that cannot be read, model/… and
 * detection/… when the model cannot run
 */
export async function scoreSet(
  folder: string,
  model: ResolvedModel,
  { split: splitName, choices, onProgress }: ReadFoodsOptions,
): Promise<LookedSet> {
  const split = await openYoloSplit(path.resolve(folder), splitName, { ...choices, namesMayBeMissing: true });
  const { idByIndex } = matchClassNames(split.classNames, model.manifest.classes, split.otherNames);
  const photos: LookedPhoto[] = [];
  for (const photo of split.photos) {
    const { rgba, width, height } = await decodePhoto(await readFile(photo));
    const size = { width, height };
    const labels = await split.readLabels(photo, size);
    const { candidates } = await detectPixels(rgba, size, { model, asScored: true });
    photos.push({
      candidates,
      truths: labels.map(({ box, classIndex }) => ({
        box,
        name: split.classNames[classIndex] ?? String(classIndex),
        classId: idByIndex[classIndex],
      })),
    });
    onProgress(photos.length, split.photos.length);
  }
  return { set: path.basename(path.resolve(folder)), photos };
}

/**
 * Measures how a model's candidates are read best: see `fitReading`.
 * @throws AppError request/invalid when the sets show too few foods
 */
export function readFoodsOn(
  sets: readonly LookedSet[],
  manifest: ModelManifest,
  { split, mayLose }: { readonly split: string; readonly mayLose?: number | undefined },
): ModelReading {
  const leaves = new Set(manifest.classes.filter(({ kind }) => kind === "leaf").map(({ id }) => id));
  try {
    const { words, ...fitted } = fitReading(sets, {
      isLeaf: (classId) => leaves.has(classId),
      classIds: manifest.classes.map(({ id }) => id),
      mayLose,
    });
    return {
      split,
      measuredOn: sets.map(({ set, photos }) => ({ set, photos: photos.length })),
      ...fitted,
      words: { ...words, sets: [...words.sets] },
    };
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new AppError("request/invalid", { facts: { field: `too few foods: ${cause.message}` }, cause });
  }
}
