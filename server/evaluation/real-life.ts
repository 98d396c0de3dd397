import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { pMapIterable } from "p-map";
import { sentenceOf } from "@/lib/contracts/error-sentences";
import type { RealLifeFigures, RealLifeLine } from "@/lib/contracts/real-life";
import { matchClassNames } from "@/lib/core/datasets/match-class-names";
import { filterCandidates, namedOnly } from "@/lib/core/detection/filter";
import { foldAlternatives } from "@/lib/core/detection/fold-alternatives";
import { DEFAULT_FILTER, type Detection, type DetectionFilter } from "@/lib/core/detection/types";
import { AppError, isAppError } from "@/lib/core/errors";
import {
  type BoxFigures,
  boxFigures,
  hasSeveralClasses,
  nothingFigures,
  type RealPhoto,
  type RealSetKind,
  realSetKind,
  surestFigures,
} from "@/lib/core/metrics/real-life";
import { openYoloSplit, splitsOf, type YoloSplit } from "@/server/datasets/service";
import { detectPixels } from "@/server/detection/service";
import { decodePhoto } from "@/server/media/service";
import type { ResolvedModel } from "@/server/models/service";
import { PHOTOS_AT_ONCE } from "./photos-at-once";

export interface RealLifeOptions {
  readonly splits: readonly string[];
  /** What a page shows by default, unless another threshold is to be tried. */
  readonly conf?: number;
  readonly iou?: number;
  readonly onProgress: (done: number, total: number) => void;
}

interface MeasuredSet {
  readonly set: string;
  readonly kind: RealSetKind;
  readonly photos: readonly RealPhoto[];
  readonly unmapped: readonly string[];
}

interface Failure {
  readonly photo: string;
  readonly message: string;
}

interface Reading {
  readonly model: ResolvedModel;
  readonly filter: DetectionFilter;
  readonly split: YoloSplit;
  readonly idByIndex: readonly (number | undefined)[];
}

async function readPhoto(photo: string, { model, filter, split, idByIndex }: Reading): Promise<RealPhoto> {
  const { rgba, width, height } = await decodePhoto(await readFile(photo));
  const labels = await split.readLabels(photo, { width, height });
  const { candidates } = await detectPixels(
    rgba,
    { width, height },
    { model, scoreFloor: filter.confidence },
  );
  return {
    truths: labels.map(({ box, classIndex }) => ({
      box,
      name: split.classNames[classIndex] ?? String(classIndex),
      classId: idByIndex[classIndex],
    })),
    ...shownOf(foldAlternatives(filterCandidates(candidates, filter))),
  };
}

const shownOf = (detections: readonly Detection[]) => ({
  shown: namedOnly(detections),
  unnamed: detections.filter(({ isUnknown }) => isUnknown),
});

/** Folders under `folder` that are sets with photos in one of the splits; the folder itself where it is one. */
async function setsIn(
  folder: string,
  splits: readonly string[],
): Promise<readonly (readonly [string, string])[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new AppError("request/not-found", { facts: { file: folder }, cause });
  });
  const isFolder = (entry: (typeof entries)[number]) => entry.isDirectory() || entry.isSymbolicLink();
  const inner = entries.filter(isFolder).map((entry) => path.join(folder, entry.name));
  const found: (readonly [string, string])[] = [];
  for (const one of [folder, ...inner.toSorted()]) {
    const known = await splitsOf(one);
    for (const split of splits) if (known.includes(split)) found.push([one, split]);
  }
  return found;
}

const rounded = (value: number) => Number(value.toFixed(4));
const ratio = (part: number, whole: number) => (whole === 0 ? 0 : rounded(part / whole));

function boxLine(figures: BoxFigures): NonNullable<RealLifeFigures["boxes"]> {
  const { photos, truths, shown, unnamed, rightByName, rightWithoutName } = figures;
  return {
    photos,
    truths,
    shown,
    unnamed,
    precision: ratio(rightByName, shown),
    recall: ratio(rightByName, truths),
    precisionWithoutNames: ratio(rightWithoutName, shown + unnamed),
    recallWithoutNames: ratio(rightWithoutName, truths),
  };
}

/** All figures that some sets' photos allow; a figure without questions is left out. */
function figuresOf(sets: readonly MeasuredSet[], isLeaf: (id: number) => boolean): RealLifeFigures {
  const photosOf = (...kinds: readonly RealSetKind[]) =>
    sets.filter(({ kind }) => kinds.includes(kind)).flatMap(({ photos }) => photos);
  const surest = surestFigures(photosOf("one box a photo", "boxed"));
  const boxes = boxFigures(photosOf("boxed"));
  const several = boxFigures(photosOf("boxed").filter(hasSeveralClasses));
  const nothing = nothingFigures(photosOf("no food"), isLeaf);
  return {
    surest: surest.photos > 0 ? { ...surest, share: ratio(surest.right, surest.photos) } : undefined,
    boxes: boxes.photos > 0 ? boxLine(boxes) : undefined,
    severalClasses: several.photos > 0 ? boxLine(several) : undefined,
    noFood: nothing.photos > 0 ? { ...nothing, share: ratio(nothing.withBox, nothing.photos) } : undefined,
  };
}

/**
 * Measures what a visitor sees: a folder of labelled sets, at the threshold a page has by default.
 * A set's boxes decide what is asked of it: see `realSetKind`.
 * @throws AppError request/… for a folder without such sets, model/… and detection/… when the model cannot run
 */
export async function evaluateRealLife(
  folder: string,
  model: ResolvedModel,
  {
    splits,
    conf = model.manifest.defaults.confidence,
    iou = DEFAULT_FILTER.iou,
    onProgress,
  }: RealLifeOptions,
): Promise<RealLifeLine> {
  const places = await setsIn(path.resolve(folder), splits);
  if (places.length === 0) {
    throw new AppError("request/invalid", {
      facts: { field: `${folder} has no set with photos in ${splits.join(" or ")}` },
    });
  }
  const opened = await Promise.all(
    places.map(async ([place, split]) => ({
      set: path.basename(place),
      split: await openYoloSplit(place, split, { namesMayBeMissing: true }),
    })),
  );
  const total = opened.reduce((sum, { split }) => sum + split.photos.length, 0);
  const filter = { ...DEFAULT_FILTER, confidence: conf, iou };
  const failed: Failure[] = [];
  const bySet = new Map<string, { photos: RealPhoto[]; unmapped: Set<string> }>();
  let done = 0;
  for (const { set, split } of opened) {
    const { idByIndex, unmapped } = matchClassNames(
      split.classNames,
      model.manifest.classes,
      split.otherNames,
    );
    const context = { model, filter, split, idByIndex };
    const into = bySet.get(set) ?? { photos: [], unmapped: new Set<string>() };
    bySet.set(set, into);
    for (const name of unmapped) into.unmapped.add(name);
    const work = (photo: string): Promise<RealPhoto | Failure> =>
      readPhoto(photo, context).catch((error: unknown) => {
        const known = isAppError(error) ? error : new AppError("server/unexpected", { cause: error });
        return { photo, message: sentenceOf(known) };
      });
    for await (const result of pMapIterable(split.photos, work, { concurrency: PHOTOS_AT_ONCE })) {
      if ("message" in result) failed.push(result);
      else into.photos.push(result);
      onProgress(++done, total);
    }
  }
  const sets: MeasuredSet[] = [...bySet].map(([set, { photos, unmapped }]) => ({
    set,
    kind: realSetKind(photos),
    photos,
    unmapped: [...unmapped],
  }));
  const leaves = new Set(model.manifest.classes.filter(({ kind }) => kind === "leaf").map(({ id }) => id));
  const isLeaf = (id: number) => leaves.has(id);
  return {
    folder: path.resolve(folder),
    model: model.id,
    splits: [...splits],
    conf,
    iou,
    sets: sets.map((one) => ({
      set: one.set,
      kind: one.kind,
      photos: one.photos.length,
      unmapped: [...one.unmapped],
      ...figuresOf([one], isLeaf),
    })),
    all: figuresOf(sets, isLeaf),
    failed,
  };
}
