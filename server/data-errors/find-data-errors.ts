import { createHash } from "node:crypto";
import type {
  ConfusionCell,
  DataErrorReport,
  DataErrorSummary,
  Doubt,
  Judge,
} from "@/lib/contracts/data-errors";
import { DOUBT_KINDS } from "@/lib/contracts/data-errors";
import type { ManifestPhoto } from "@/lib/contracts/dataset-manifest";
import { balanceOf } from "@/lib/core/data-errors/class-balance";
import { bandsOf, type ClassedValue, linkOfClasses } from "@/lib/core/data-errors/class-links";
import { judgeLabels } from "@/lib/core/data-errors/judge-labels";
import { ACQUAINTANCES } from "@/lib/core/data-errors/judged-photo";
import { thingsAt } from "@/lib/core/data-errors/places";
import { photoOutcomes } from "@/lib/core/metrics/confusion";
import type { ComparedPhotos } from "./compare-photos";
import type { JudgedEntry, JudgedVersion } from "./judged-version";

/** A box that differs by less is drawn in the same place. */
const placeText = (box: { x1: number; y1: number; x2: number; y2: number } | undefined) =>
  box ? [box.x1, box.y1, box.x2, box.y2].map(Math.round).join(" ") : "";

function idOf({ kind, sha256, label, model, others }: Omit<Doubt, "id">): string {
  // a label is doubted once, whatever the model would have there
  const about = label
    ? `${label.classId} ${placeText(label.box)}`
    : `${model?.classId ?? ""} ${placeText(model?.box)}`;
  const text = [kind, sha256, about, ...others.toSorted()].join("|");
  return createHash("sha256").update(text).digest("hex").slice(0, 24);
}

const withId = (doubt: Omit<Doubt, "id">): Doubt => ({ id: idOf(doubt), ...doubt });

function doubtsOfLabels(entries: readonly JudgedEntry[]) {
  const judged = entries.flatMap((entry) => (entry.judged ? [{ entry, judged: entry.judged }] : []));
  const { doubts, unjudgedNames } = judgeLabels(judged.map((one) => one.judged));
  return {
    unjudgedNames,
    doubts: doubts.map(({ photo, ...doubt }) =>
      withId({ ...doubt, sha256: judged[photo]!.entry.photo.sha256, others: [] }),
    ),
  };
}

const ofPhoto = (kind: Doubt["kind"], sha256: string, score: number, others: readonly string[] = []) =>
  withId({ kind, sha256, score, label: null, model: null, selfConfidence: null, others: [...others] });

/** Boxes by class, over what both have: 0 when the same is boxed in both. */
function differenceOf(a: ManifestPhoto, b: ManifestPhoto): number {
  const counts = ({ boxes }: ManifestPhoto) => {
    const of = new Map<number, number>();
    for (const { classId } of boxes) of.set(classId, (of.get(classId) ?? 0) + 1);
    return of;
  };
  const [first, second] = [counts(a), counts(b)];
  let [shared, all] = [0, 0];
  for (const classId of new Set([...first.keys(), ...second.keys()])) {
    const both = [first.get(classId) ?? 0, second.get(classId) ?? 0] as const;
    shared += Math.min(...both);
    all += Math.max(...both);
  }
  return all === 0 ? 0 : 1 - shared / all;
}

/** Copies that are in two splits, and copies that are labelled differently, of which one must be wrong. */
function doubtsOfCopies(entries: readonly JudgedEntry[], { copies }: ComparedPhotos): Doubt[] {
  return copies.flatMap(({ first, second, bits }) => {
    const [a, b] = [entries[first]!.photo, entries[second]!.photo];
    const likeness = 1 - bits / 64;
    const difference = differenceOf(a, b);
    return [
      ...(a.split === b.split ? [] : [ofPhoto("copies-across-splits", a.sha256, likeness, [b.sha256])]),
      ...(difference === 0 ? [] : [ofPhoto("copies-differ", a.sha256, likeness * difference, [b.sha256])]),
    ];
  });
}

/** One thing a photo and class: boxes of one photo are not independent of each other. */
function classesIn(entries: readonly JudgedEntry[]) {
  return entries.flatMap(({ photo }, index) =>
    [...new Set(photo.boxes.map(({ classId }) => classId))].map((classId) => {
      const areas = photo.boxes
        .filter((box) => box.classId === classId)
        .map(({ width, height }) => (width * height) / (photo.width * photo.height))
        .sort((a, b) => a - b);
      return { classId, index, source: photo.source, area: areas[Math.floor(areas.length / 2)]! };
    }),
  );
}

const QUARTERS = 4;

function linkFigures(values: readonly ClassedValue[]): DataErrorReport["links"]["source"] {
  const link = linkOfClasses(values);
  if (!link) return null;
  const { count, cramersV, cramersVCorrected, normalisedInformation, pValue, isSparse } = link.association;
  const { leftOut, standsOut } = link;
  const figures = { count, cramersV, cramersVCorrected, normalisedInformation, pValue, isSparse };
  return { ...figures, leftOut, standsOut: [...standsOut] };
}

function linksOf(entries: readonly JudgedEntry[], { brightness }: ComparedPhotos): DataErrorReport["links"] {
  const things = classesIn(entries);
  const lit = things.flatMap((one) => {
    const mean = brightness.get(one.index);
    return mean === undefined ? [] : [{ ...one, mean }];
  });
  const banded = (those: readonly { readonly classId: number }[], values: readonly number[]) => {
    const bands = bandsOf(values, QUARTERS);
    return linkFigures(those.map(({ classId }, index) => ({ classId, value: String(bands[index]) })));
  };
  return {
    source: linkFigures(things.map(({ classId, source }) => ({ classId, value: source }))),
    brightness: banded(
      lit,
      lit.map(({ mean }) => mean),
    ),
    size: banded(
      things,
      things.map(({ area }) => area),
    ),
  };
}

/** What each label was taken for, with the photos where it was; from where on a page shows what its judge finds. */
function confusionIn(entries: readonly JudgedEntry[]): ConfusionCell[] {
  const cells = new Map<
    string,
    { truth: number | null; found: number | null; count: number; photos: Set<number> }
  >();
  entries.forEach(({ judged, shownFrom }, index) => {
    if (!judged) return;
    const predictions = thingsAt(judged.places, shownFrom);
    for (const { truth, prediction } of photoOutcomes({ truths: judged.labels, predictions })) {
      const [of, as] = [truth?.classId ?? null, prediction?.classId ?? null];
      const key = `${of} ${as}`;
      const cell = cells.get(key) ?? { truth: of, found: as, count: 0, photos: new Set() };
      cell.count++;
      cell.photos.add(index);
      cells.set(key, cell);
    }
  });
  return [...cells.values()]
    .map(({ photos, ...cell }) => ({ ...cell, photos: [...photos] }))
    .sort((a, b) => b.count - a.count);
}

function judgesOf(entries: readonly JudgedEntry[]): Judge[] {
  const judges = new Map<string, Judge>();
  for (const { chosen, judged } of entries) {
    if (!judged) continue;
    const none = Object.fromEntries(ACQUAINTANCES.map((one) => [one, 0])) as Judge["photos"];
    const judge = judges.get(chosen.modelId) ?? { modelId: chosen.modelId, photos: none };
    judge.photos[chosen.acquaintance]++;
    judges.set(chosen.modelId, judge);
  }
  return [...judges.values()];
}

export interface FoundErrors {
  readonly report: DataErrorReport;
  readonly summary: DataErrorSummary;
}

/** Everything that may be wrong in a version, worst first, and how its classes are spread and go together with other things. */
export function findDataErrors(
  { entries, mapModelId, failed }: JudgedVersion,
  compared: ComparedPhotos,
): FoundErrors {
  const labels = doubtsOfLabels(entries);
  const outliers = compared.outliers.map(({ index, score }) =>
    ofPhoto("outlier", entries[index]!.photo.sha256, score),
  );
  const all = [...labels.doubts, ...doubtsOfCopies(entries, compared), ...outliers];
  const doubts = [...new Map(all.map((doubt) => [doubt.id, doubt])).values()].sort(
    (a, b) => b.score - a.score,
  );
  const judges = judgesOf(entries);
  const boxes = new Map<number, number>();
  for (const { photo } of entries)
    for (const { classId } of photo.boxes) boxes.set(classId, (boxes.get(classId) ?? 0) + 1);
  const balance = balanceOf(boxes);
  const found = Object.fromEntries(
    DOUBT_KINDS.map((kind) => [kind, doubts.filter((doubt) => doubt.kind === kind).length]),
  ) as DataErrorSummary["found"];
  return {
    report: {
      schema: 1,
      judges,
      mapModelId,
      doubts,
      photos: entries.map(({ photo, chosen, judged }, index) => ({
        sha256: photo.sha256,
        judge: judged ? judges.findIndex(({ modelId }) => modelId === chosen.modelId) : null,
        acquaintance: chosen.acquaintance,
        at: (compared.at.get(index) as [number, number] | undefined) ?? null,
        nearest: [...(compared.nearest.get(index) ?? [])],
      })),
      balance: balance ? { ...balance, rare: [...balance.rare] } : null,
      links: linksOf(entries, compared),
      confusion: confusionIn(entries),
    },
    summary: {
      photos: entries.length,
      labels: [...boxes.values()].reduce((sum, count) => sum + count, 0),
      failed,
      unjudgedNames: labels.unjudgedNames,
      judges,
      found,
    },
  };
}
