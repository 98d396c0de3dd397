import {
  type CalibrationTable,
  calibrate,
  fitIsotonic,
  fitTemperature,
  type Judged,
  reliability,
} from "./calibration";
import { type CalibrationMethod, chooseCalibration } from "./choose-calibration";

/** The boxes of one set: those of a photo together, so that no photo is on both sides. */
export interface JudgedSet {
  readonly set: string;
  readonly photos: readonly (readonly Judged[])[];
}

export interface NameErrors {
  readonly set: string;
  readonly boxes: number;
  /** Expected calibration error of the bare scores, and through a table fitted to all other sets. */
  readonly before: number;
  readonly after: number;
}

export interface FittedNames {
  readonly method: CalibrationMethod;
  readonly table: CalibrationTable;
  readonly sets: readonly NameErrors[];
}

const FIT = { temperature: fitTemperature, isotonic: fitIsotonic } as const;
/** A set with fewer boxes says too little about the error. */
const FEWEST_BOXES = 20;

/**
 * How often a box of a score is named rightly, fitted to several sets. Each set is judged by a table that the other sets
 * made: what to expect in a kitchen that is in none of them.
 * @throws RangeError when fewer than two photos hold a box
 */
export function fitNames(sets: readonly JudgedSet[]): FittedNames {
  const { method, table } = chooseCalibration(sets.flatMap(({ photos }) => photos));
  const errors = sets.flatMap(({ set, photos }): NameErrors[] => {
    const judged = photos.flat();
    const others = sets.filter((other) => other.set !== set).flatMap((other) => other.photos.flat());
    if (judged.length < FEWEST_BOXES || others.length < FEWEST_BOXES) return [];
    const elsewhere = FIT[method](others);
    const after = judged.map(({ score, isRight }) => ({ score: calibrate(elsewhere, score), isRight }));
    return [{ set, boxes: judged.length, before: errorOf(judged), after: errorOf(after) }];
  });
  return { method, table, sets: errors };
}

const errorOf = (judged: readonly Judged[]) =>
  Number(reliability(judged).expectedCalibrationError.toFixed(4));
