import { setImmediate as nextTurn } from "node:timers/promises";
import { createFeatureSpace, nearestTo } from "@/lib/core/data-errors/feature-space";
import { outliersOf } from "@/lib/core/data-errors/outliers";
import { principalPlane } from "@/lib/core/data-errors/principal-plane";
import { type DuplicatePair, nearDuplicatePairs } from "@/lib/core/datasets/near-duplicates";
import { AppError } from "@/lib/core/errors";
import { keptInspections } from "@/server/datasets/inspections/inspections";
import type { JudgedEntry } from "./judged-version";

/** Neighbours that are kept of each photo, and over which its distance is measured. */
const NEIGHBOURS = 12;
/** Photos that are compared before other work may go on. */
const AT_ONCE = 50;

export interface ComparedPhotos {
  /** By index of the entry. */
  readonly at: ReadonlyMap<number, readonly [number, number]>;
  readonly nearest: ReadonlyMap<number, readonly number[]>;
  readonly outliers: readonly { readonly index: number; readonly score: number }[];
  readonly copies: readonly DuplicatePair[];
  /** Mean grey of each photo, 0 to 255; those that were not measured are absent. */
  readonly brightness: ReadonlyMap<number, number>;
}

interface CompareOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

async function inFeatures(entries: readonly JudgedEntry[], { signal, onProgress }: CompareOptions) {
  const known = entries.flatMap(({ features }, index) => (features ? [{ features, index }] : []));
  const at = new Map<number, readonly [number, number]>();
  const nearest = new Map<number, readonly number[]>();
  if (known.length < 2) return { at, nearest, outliers: [] };
  const space = createFeatureSpace(known.map(({ features }) => features));
  const distances: number[] = [];
  for (let row = 0; row < known.length; row++) {
    const found = nearestTo(space, row, NEIGHBOURS);
    distances.push(found.reduce((sum, { distance }) => sum + distance, 0) / found.length);
    nearest.set(
      known[row]!.index,
      found.map(({ index }) => known[index]!.index),
    );
    if (row % AT_ONCE > 0) continue;
    if (signal.aborted) throw new AppError("detection/cancelled", { cause: signal.reason });
    onProgress(row, known.length);
    await nextTurn();
  }
  principalPlane(space).points.forEach(({ x, y }, row) => {
    at.set(known[row]!.index, [Number(x.toFixed(3)), Number(y.toFixed(3))]);
  });
  const outliers = outliersOf(distances).map(({ index, score }) => ({ index: known[index]!.index, score }));
  return { at, nearest, outliers };
}

/** Compares the photos of a version with one another: by what the champion sees in them, and by their pixels. */
export async function comparePhotos(
  entries: readonly JudgedEntry[],
  options: CompareOptions,
): Promise<ComparedPhotos> {
  const features = await inFeatures(entries, options);
  const inspections = await keptInspections(entries.map(({ photo }) => photo.sha256));
  const readable = entries.flatMap(({ photo }, index) => {
    const inspection = inspections.get(photo.sha256);
    return inspection?.isReadable ? [{ inspection, index }] : [];
  });
  const pairs = nearDuplicatePairs(readable.map(({ inspection }) => inspection.print));
  return {
    ...features,
    copies: pairs.map(({ first, second, bits }) => {
      return { first: readable[first]!.index, second: readable[second]!.index, bits };
    }),
    brightness: new Map(readable.map(({ inspection, index }) => [index, inspection.statistics.mean])),
  };
}
