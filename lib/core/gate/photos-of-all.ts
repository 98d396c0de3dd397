import { meanAveragePrecision } from "../metrics/mean-average-precision";
import { f1At } from "../metrics/operating-curves";
import type { PhotoResult } from "../metrics/photo-result";
import { countErrors } from "./compare-photo";

/** A box by its class's name: models number classes each in their own way. */
interface NamedTruth {
  readonly name: string;
  readonly box: { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number };
}

/** A photo as one model saw it. */
export interface SeenPhoto {
  readonly set: string;
  readonly photo: string;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly truths: readonly NamedTruth[];
  readonly predictions: readonly (NamedTruth & { readonly score: number })[];
}

/** What one model was measured on, and the names of the classes it knows. */
export interface SeenByModel {
  readonly id: string;
  /** From which its boxes are shown by default. */
  readonly confidence: number;
  readonly classes: ReadonlySet<string>;
  readonly photos: readonly SeenPhoto[];
}

export interface ComparedPhoto {
  /** In the order of the models; without boxes of classes that not all know. */
  readonly seen: readonly SeenPhoto[];
  readonly errors: readonly number[];
}

export interface ComparedModels {
  readonly photos: readonly ComparedPhoto[];
  readonly figures: readonly {
    readonly id: string;
    readonly confidence: number;
    readonly map50: number | null;
    /** Over all boxes, from `confidence` on. */
    readonly f1: number | null;
    readonly errors: number;
  }[];
  readonly notByAll: number;
  readonly otherBoxes: number;
  readonly classes: readonly string[];
}

const keyOf = ({ set, sha256 }: SeenPhoto) => `${set} ${sha256}`;

/** True boxes as one text, whatever order they came in. */
const labelsOf = ({ truths }: SeenPhoto) =>
  truths
    .map(
      ({ name, box: { x1, y1, x2, y2 } }) =>
        `${name} ${[x1, y1, x2, y2].map((side) => side.toFixed(2)).join(" ")}`,
    )
    .sort()
    .join("\n");

function onlyOf(photo: SeenPhoto, names: ReadonlySet<string>): SeenPhoto {
  const isKnown = ({ name }: NamedTruth) => names.has(name);
  return { ...photo, truths: photo.truths.filter(isKnown), predictions: photo.predictions.filter(isKnown) };
}

function resultOf({ truths, predictions }: SeenPhoto, idOf: (name: string) => number): PhotoResult {
  // models round the boxes of photos, which are in px of the source
  const boxOf = ({ box }: NamedTruth) => box as PhotoResult["truths"][number]["box"];
  return {
    truths: truths.map((one) => ({ classId: idOf(one.name), box: boxOf(one) })),
    predictions: predictions.map((one) => ({ classId: idOf(one.name), box: boxOf(one), score: one.score })),
  };
}

/** Names that every model knows, and those that only some do. */
function commonClasses(models: readonly SeenByModel[]) {
  const all = new Set(models.flatMap(({ classes }) => [...classes]));
  const common = new Set([...all].filter((name) => models.every(({ classes }) => classes.has(name))));
  return { common, others: [...all].filter((name) => !common.has(name)).sort() };
}

/**
 * Compares models only on photos that all were measured on, with the same true boxes, and on classes that all know.
 * @returns photos they differ on most first, and how many were left out
 */
export function comparePhotosOfAll(models: readonly SeenByModel[]): ComparedModels {
  const { common, others } = commonClasses(models);
  const ids = new Map([...common].sort().map((name, id) => [name, id]));
  const idOf = (name: string) => ids.get(name) ?? -1;
  const byModel = models.map(({ photos }) => new Map(photos.map((photo) => [keyOf(photo), photo])));
  const keys = new Set(byModel.flatMap((photos) => [...photos.keys()]));
  const errorsOf = (photo: SeenPhoto, at: number) =>
    countErrors(resultOf(photo, idOf), models[at]?.confidence ?? 0);
  const photos: ComparedPhoto[] = [];
  let notByAll = 0;
  let otherBoxes = 0;
  for (const key of [...keys].sort()) {
    const seen = byModel.flatMap((own) => own.get(key) ?? []).map((photo) => onlyOf(photo, common));
    if (seen.length < models.length) notByAll++;
    else if (new Set(seen.map(labelsOf)).size > 1) otherBoxes++;
    else photos.push({ seen, errors: seen.map(errorsOf) });
  }
  const figures = models.map(({ id, confidence }, at) => {
    const results = photos.flatMap(({ seen }) => (seen[at] ? [resultOf(seen[at], idOf)] : []));
    const hasBoxes = results.some(({ truths }) => truths.length > 0);
    return {
      id,
      confidence,
      map50: hasBoxes ? meanAveragePrecision(results).map50 : null,
      f1: f1At(results, confidence),
      errors: photos.reduce((sum, { errors }) => sum + (errors[at] ?? 0), 0),
    };
  });
  const spread = ({ errors }: ComparedPhoto) => Math.max(...errors) - Math.min(...errors);
  return {
    photos: [...photos].sort((a, b) => spread(b) - spread(a)),
    figures,
    notByAll,
    otherBoxes,
    classes: others,
  };
}
