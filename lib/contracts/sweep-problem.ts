import type { ErrorCode, ErrorFacts } from "@/lib/core/errors";
import { combinationsOf, isRange, type Sweep, type SweepParameter, valuesOf } from "./sweep";
import { type TrainingValueName, type TrainingValues, trainingValuesSchema } from "./training-values";

/** A grid of more is asked to be smaller, or drawn from. */
export const GRID_LIMIT = 500;
const RUNS_LIMIT = 1_000;
const HOURS_LIMIT = 10_000;

/** What must be the same for all trials, or is no single value: trials measured on different photos say nothing of each other. */
const FIXED: readonly TrainingValueName[] = ["validationPhotos", "sourceRepeats", "invertedShare"];
const INTEGERS: readonly TrainingValueName[] = ["batch", "imagePx", "photosPerEpoch", "frozenLayers", "seed"];

/** Values that a sweep may vary; the trainer last: few vary it. */
export const SWEEP_VALUES = [
  ...(Object.keys(trainingValuesSchema.shape) as TrainingValueName[]).filter(
    (name) => name !== "trainer" && !FIXED.includes(name),
  ),
  "trainer" as const,
];
export const isWholeNumber = (name: string): boolean => (INTEGERS as readonly string[]).includes(name);

export interface SweepProblem {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;
}

const fits = (name: TrainingValueName, value: unknown): boolean =>
  trainingValuesSchema.shape[name].safeParse(value).success && value !== undefined;

function rangeProblem(
  name: TrainingValueName,
  { from, to, step, scale }: Extract<SweepParameter, { from: number }>,
): SweepProblem | null {
  const wrong = [from, to].find((value) => !fits(name, value));
  if (wrong !== undefined) return { code: "sweep/bad-value", facts: { parameter: name, value: wrong } };
  if (from >= to || (step !== null && (step <= 0 || from + step > to + 1e-12)))
    return { code: "sweep/empty-range", facts: { parameter: name, from, to, step: step ?? "none" } };
  if (scale === "log" && (from <= 0 || step !== null))
    return { code: "sweep/bad-log", facts: { parameter: name } };
  const between = step === null ? [] : (valuesOf({ from, to, step, scale }) ?? []);
  const odd = between.find((value) => !fits(name, value));
  if (odd !== undefined) return { code: "sweep/bad-value", facts: { parameter: name, value: odd } };
  // drawn anywhere between the ends, a value would not be a multiple of 32
  if (name === "imagePx" && step === null) return { code: "sweep/needs-step", facts: { parameter: name } };
  return null;
}

function parameterProblem(name: string, parameter: SweepParameter): SweepProblem | null {
  const known = SWEEP_VALUES.find((one) => one === name);
  if (!known)
    return {
      code: (FIXED as readonly string[]).includes(name) ? "sweep/fixed-parameter" : "sweep/unknown-parameter",
      facts: { parameter: name, names: SWEEP_VALUES.join(", ") },
    };
  if (isRange(parameter)) return rangeProblem(known, parameter);
  if (parameter.values.length === 0) return { code: "sweep/no-values", facts: { parameter: name } };
  const wrong = parameter.values.find((value) => !fits(known, value));
  return wrong === undefined ? null : { code: "sweep/bad-value", facts: { parameter: name, value: wrong } };
}

function budgetProblem({ budget: { runs, hours }, method }: Sweep): SweepProblem | null {
  if ((runs !== null && runs <= 0) || (hours !== null && !(hours > 0)))
    return { code: "sweep/no-budget", facts: {} };
  if (runs === null && hours === null && method !== "grid") return { code: "sweep/no-budget", facts: {} };
  if ((runs ?? 0) > RUNS_LIMIT || (hours ?? 0) > HOURS_LIMIT)
    return { code: "sweep/budget-too-large", facts: { runs: RUNS_LIMIT, hours: HOURS_LIMIT } };
  return null;
}

function gridProblem(sweep: Sweep): SweepProblem | null {
  if (sweep.method !== "grid") return null;
  const open = Object.entries(sweep.parameters).find(([, parameter]) => valuesOf(parameter) === null);
  if (open) return { code: "sweep/needs-step", facts: { parameter: open[0] } };
  const count = combinationsOf(sweep) ?? 0;
  if (count > GRID_LIMIT) return { code: "sweep/grid-too-large", facts: { count, limit: GRID_LIMIT } };
  const { runs } = sweep.budget;
  if (runs !== null && runs < count) return { code: "sweep/grid-not-whole", facts: { count, runs } };
  return null;
}

/** What is wrong with a sweep, the first thing of several; null when it can begin. */
export function sweepProblem(sweep: Sweep): SweepProblem | null {
  const parameters = Object.entries(sweep.parameters);
  if (parameters.length === 0) return { code: "sweep/no-parameters", facts: {} };
  for (const [name, parameter] of parameters) {
    const problem = parameterProblem(name, parameter);
    if (problem) return problem;
  }
  return budgetProblem(sweep) ?? gridProblem(sweep);
}

/** What trials are measured on must be there. */
export function measuringProblem(validationPhotos: number): SweepProblem | null {
  return validationPhotos > 0 ? null : { code: "sweep/no-validation", facts: {} };
}

const CURVE_PHOTOS = 120;

/** A trial that may end early is measured after each epoch: with the config's number of photos, or 120 where it says none. */
export function measuredValues(values: TrainingValues, sweep: Sweep): TrainingValues {
  return sweep.pruning && !values.validationPhotos ? { ...values, validationPhotos: CURVE_PHOTOS } : values;
}
