import { cosineDistance } from "../../review/signals";

/** What a photo holds of a feature: a number, or one of its names; undefined where that is not known of it. */
export type PhotoValue = number | string | undefined;

/** A feature's values before and now, counted in the same places. */
export interface ColumnBars {
  readonly kind: "numbers" | "names";
  /** `name` is a name, or "from–to". */
  readonly bars: readonly { readonly name: string; readonly reference: number; readonly current: number }[];
  readonly referenceRows: number;
  readonly currentRows: number;
}

/** A place with few detections says little: half of one is added to each side. */
const PRIOR = 0.5;

const edgesOf = (bar: { readonly name: string } | undefined) => (bar?.name ?? "").split("–").map(Number);

function barOf({ kind, bars }: ColumnBars, value: Exclude<PhotoValue, undefined>) {
  if (kind === "names") return bars.find(({ name }) => name === String(value));
  const [first = 0, last = 0] = [edgesOf(bars[0])[0], edgesOf(bars.at(-1))[1]];
  // what lies outside all places was seen by nobody; a place reaches up to where the next begins
  if (Number(value) < first || Number(value) > last) return undefined;
  return [...bars].reverse().find((bar) => (edgesOf(bar)[0] ?? 0) <= Number(value));
}

/**
 * How much more often values like this one are now than before, as the logarithm of the two shares' ratio; 0 where nothing
 * is known of the photo or of such values, and where they have become rarer: a photo of what vanished teaches nothing new.
 */
export function movedTowards(column: ColumnBars, value: PhotoValue): number {
  if (value === undefined) return 0;
  const bar = barOf(column, value);
  if (!bar) return 0;
  const places = column.bars.length * PRIOR;
  const now = (bar.current + PRIOR) / (column.currentRows + places);
  const before = (bar.reference + PRIOR) / (column.referenceRows + places);
  return Math.max(0, Math.log(now / before));
}

export interface Candidate {
  readonly id: string;
  /** By drifting column: what the photo holds of it. */
  readonly values: Readonly<Record<string, PhotoValue>>;
  /** The model's pooled features; null where they are not known. */
  readonly features: readonly number[] | null;
}

export interface Chosen {
  readonly id: string;
  /** The drifting column that the photo is of most. */
  readonly column: string;
}

/** A photo as like one that is chosen as this adds nothing. */
const ALIKE = 0.02;

/**
 * Photos of what has drifted, most telling first and no two alike: each next one has the largest product of how much it is of
 * what moved and how far its features lie from those chosen before. Photos without features count as half as far.
 * @param columns drifting columns by name
 * @param budget at most this many
 * @returns fewer where no more photos are of what moved
 */
export function choosePhotos(
  candidates: readonly Candidate[],
  columns: Readonly<Record<string, ColumnBars>>,
  budget: number,
): readonly Chosen[] {
  let open = candidates.flatMap(({ id, values, features }) => {
    const moved = Object.entries(columns).map(
      ([column, bars]) => [column, movedTowards(bars, values[column])] as const,
    );
    const weight = moved.reduce((sum, [, one]) => sum + one, 0);
    const [most] = [...moved].sort(([, a], [, b]) => b - a);
    return weight > 0 && most ? [{ id, features, weight, column: most[0], distance: 1 }] : [];
  });
  const chosen: Chosen[] = [];
  while (chosen.length < budget && open.length > 0) {
    const next = open.reduce((best, one) =>
      one.weight * one.distance > best.weight * best.distance ? one : best,
    );
    if (next.distance < ALIKE) break;
    chosen.push({ id: next.id, column: next.column });
    open = open.flatMap((one) => {
      if (one === next) return [];
      const isKnown = one.features && next.features && one.features.length === next.features.length;
      const away = isKnown ? cosineDistance(one.features ?? [], next.features ?? []) : 0.5;
      return [{ ...one, distance: Math.min(one.distance, away) }];
    });
  }
  return chosen;
}
