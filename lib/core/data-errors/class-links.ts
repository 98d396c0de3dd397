import { type Association, associate } from "./association";

/** One thing of a class, and the other property's value for it: its source, how bright its photo is. */
export interface ClassedValue {
  readonly classId: number;
  readonly value: string;
}

/** A class that has one value far more often than the others have it. */
export interface StandsOut {
  readonly classId: number;
  readonly value: string;
  readonly count: number;
  /** Of the class's things, and of all. */
  readonly share: number;
  readonly shareOfAll: number;
  /** Adjusted standardised residual: standard deviations above what chance gives. */
  readonly deviations: number;
}

export interface ClassLink {
  readonly association: Association;
  /** Most surprising first. */
  readonly standsOut: readonly StandsOut[];
  /** Classes and values with too few things, which are left out. */
  readonly leftOut: { readonly classes: number; readonly values: number };
}

/** A class or value with fewer says nothing of how it goes together with others. */
export const ENOUGH_THINGS = 20;
const LEAST_DEVIATIONS = 4;
/** A class that is common anyway stands out by being much more common still. */
const LEAST_TIMES = 1.5;
const MOST_SHOWN = 12;

function countBy(values: readonly ClassedValue[], keyOf: (one: ClassedValue) => string | number) {
  const counts = new Map<string | number, number>();
  for (const one of values) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  return counts;
}

/**
 * Whether classes go together with another property, which a model may then learn in the class's place. Classes and values
 * with fewer than twenty things are left out, until all that is left has so many.
 * @returns undefined when fewer than two classes or two values are left
 */
export function linkOfClasses(values: readonly ClassedValue[]): ClassLink | undefined {
  let left = values;
  for (let before = -1; before !== left.length; ) {
    before = left.length;
    const [classes, byValue] = [countBy(left, (one) => one.classId), countBy(left, (one) => one.value)];
    left = left.filter(
      ({ classId, value }) => classes.get(classId)! >= ENOUGH_THINGS && byValue.get(value)! >= ENOUGH_THINGS,
    );
  }
  const classes = countBy(left, ({ classId }) => classId);
  const byValue = countBy(left, ({ value }) => value);
  if (classes.size < 2 || byValue.size < 2) return undefined;
  const cells = countBy(left, ({ classId, value }) => `${classId} ${value}`);
  const cell = (classId: string | number, value: string | number) => cells.get(`${classId} ${value}`) ?? 0;
  const table = [...classes.keys()].map((classId) =>
    [...byValue.keys()].map((value) => cell(classId, value)),
  );
  const standsOut = [...classes].flatMap(([classId, ofClass]) =>
    [...byValue].flatMap(([value, ofValue]): StandsOut[] => {
      const count = cell(classId, value);
      const [share, shareOfAll] = [count / ofClass, ofValue / left.length];
      const expected = ofClass * shareOfAll;
      const spread = Math.sqrt(expected * (1 - ofClass / left.length) * (1 - shareOfAll));
      const deviations = (count - expected) / spread;
      if (deviations < LEAST_DEVIATIONS || share < shareOfAll * LEAST_TIMES) return [];
      return [{ classId: Number(classId), value: String(value), count, share, shareOfAll, deviations }];
    }),
  );
  const all = { classes: countBy(values, (one) => one.classId), values: countBy(values, (one) => one.value) };
  return {
    association: associate(table),
    standsOut: standsOut.sort((a, b) => b.deviations - a.deviations).slice(0, MOST_SHOWN),
    leftOut: { classes: all.classes.size - classes.size, values: all.values.size - byValue.size },
  };
}

/**
 * Bands of equally many numbers: each number's band from 0, equal numbers in one band.
 * @param values finite
 */
export function bandsOf(values: readonly number[], count: number): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const edges = Array.from(
    { length: count - 1 },
    (_, index) => sorted[Math.floor(((index + 1) * sorted.length) / count)]!,
  );
  return values.map((value) => edges.filter((edge) => value >= edge).length);
}
