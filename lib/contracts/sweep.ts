import { z } from "zod";

export const SWEEP_METHODS = ["grid", "random", "tpe"] as const;
export type SweepMethod = (typeof SWEEP_METHODS)[number];

/** A value drawn between two ends, both included. */
const rangeSchema = z.strictObject({
  from: z.number(),
  to: z.number(),
  /** Values are this far apart; needed for a grid. */
  step: z.number().nullable().default(null),
  /** Along which it is drawn: 0.001 to 0.1 is best drawn along "log". */
  scale: z.enum(["linear", "log"]).default("linear"),
});
/** One of some values. */
const choicesSchema = z.strictObject({ values: z.array(z.union([z.string().max(60), z.number()])) });
export const sweepParameterSchema = z.union([choicesSchema, rangeSchema]);
export type SweepParameter = z.infer<typeof sweepParameterSchema>;

/** Many trainings that differ in some values of one config; `sweep-problem.ts` says what else must hold. */
export const sweepSchema = z.strictObject({
  method: z.enum(SWEEP_METHODS).default("tpe"),
  /** By the names of a config's values. */
  parameters: z.record(z.string(), sweepParameterSchema),
  /** No further trial begins when either is used up; a grid needs none. */
  budget: z
    .strictObject({
      runs: z.number().int().nullable().default(null),
      /** Hours of training, all trials together: two side by side use it up twice as fast. */
      hours: z.number().nullable().default(null),
    })
    .prefault({}),
  /** A trial ends early when an epoch is below the median of the trials before it; null lets all go to their end. */
  pruning: z
    .strictObject({
      /** So many trials go to their end first. */
      startAfterTrials: z.number().int().min(1).max(1_000).default(4),
      /** And of each trial so many epochs. */
      startAfterEpochs: z.number().int().min(0).max(1_000).default(1),
    })
    .nullable()
    .default({ startAfterTrials: 4, startAfterEpochs: 1 }),
  /** Trials side by side at most; null is as many as the machine has room for. */
  parallel: z.number().int().min(1).max(64).nullable().default(null),
  seed: z.number().int().min(0).max(1_000_000).default(0),
});
export type Sweep = z.output<typeof sweepSchema>;
export type AskedSweep = z.input<typeof sweepSchema>;

export const isRange = (parameter: SweepParameter): parameter is z.infer<typeof rangeSchema> =>
  "from" in parameter;

/** Values of a range with a step, its end included where a step lands on it; rounded as they are written, 0.3 and not 0.30000000000000004. */
function stepsOf({ from, to, step }: z.infer<typeof rangeSchema>): readonly number[] | null {
  if (step === null || step <= 0 || to < from) return null;
  const count = Math.floor((to - from) / step + 1e-9) + 1;
  if (count > 100_000) return null;
  return Array.from({ length: count }, (_, i) => Number((from + i * step).toPrecision(12)));
}

/** What a parameter can be, where that can be counted; null for a range without a step. */
export function valuesOf(parameter: SweepParameter): readonly (string | number)[] | null {
  return isRange(parameter) ? stepsOf(parameter) : parameter.values;
}

/** How many configs a sweep can draw; null without end. */
export function combinationsOf({ parameters }: Pick<Sweep, "parameters">): number | null {
  let count = 1;
  for (const parameter of Object.values(parameters)) {
    const values = valuesOf(parameter);
    if (values === null) return null;
    count *= new Set(values).size;
  }
  return count;
}

/** As the run's request has it: the parameters of a grid are lists, so that they are worked out here alone. */
export function expandedSweep(sweep: Sweep): Sweep {
  if (sweep.method !== "grid") return sweep;
  const parameters = Object.fromEntries(
    Object.entries(sweep.parameters).map(([name, parameter]) => {
      return [name, { values: [...new Set(valuesOf(parameter) ?? [])] }];
    }),
  );
  return { ...sweep, parameters };
}
