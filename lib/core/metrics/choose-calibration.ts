import {
  type CalibrationTable,
  calibrate,
  fitIsotonic,
  fitTemperature,
  type Judged,
  type Reliability,
  reliability,
} from "./calibration";

const METHODS = { temperature: fitTemperature, isotonic: fitIsotonic } as const;
export type CalibrationMethod = keyof typeof METHODS;

export interface ChosenCalibration {
  readonly method: CalibrationMethod;
  /** Fitted to all groups. */
  readonly table: CalibrationTable;
  readonly before: Reliability;
  /** Each group judged by a table that had not seen it. */
  readonly after: Reliability;
}

const FOLDS = 5;

/**
 * Calibrates by the method that does better on predictions it was not fitted to.
 * @param groups predictions of one photo together, so that no photo is on both sides
 * @throws RangeError when fewer than two groups hold a prediction
 */
export function chooseCalibration(groups: readonly (readonly Judged[])[]): ChosenCalibration {
  const filled = groups.filter((group) => group.length > 0);
  if (filled.length < 2) throw new RangeError("predictions on two photos at least");
  const judged = filled.flat();
  const tried = (Object.keys(METHODS) as CalibrationMethod[]).map((method) => ({
    method,
    after: reliability(crossCalibrated(filled, method)),
  }));
  const { method, after } = tried.reduce((best, other) =>
    other.after.logLoss < best.after.logLoss ? other : best,
  );
  return { method, table: METHODS[method](judged), before: reliability(judged), after };
}

/** Every prediction with the likelihood a table of the other folds gives it. */
function crossCalibrated(groups: readonly (readonly Judged[])[], method: CalibrationMethod): Judged[] {
  const folds = Math.min(FOLDS, groups.length);
  return Array.from({ length: folds }, (_, fold) => {
    const isHeld = (index: number) => index % folds === fold;
    const table = METHODS[method](groups.filter((__, index) => !isHeld(index)).flat());
    return groups
      .filter((__, index) => isHeld(index))
      .flat()
      .map(({ score, isRight }) => ({ score: calibrate(table, score), isRight }));
  }).flat();
}
