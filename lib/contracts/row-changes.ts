import { z } from "zod";

const MOST_STEPS = 300;

/** A step on one row as a page sends it. @param values what a row holds beside its id */
export function rowStepSchema<T extends z.ZodType>(values: T) {
  return z.object({ id: z.uuid(), base: z.uuid().nullable(), put: values.nullable() });
}

/** Steps that are made together. @param step from rowStepSchema */
export function rowChangeSchema<T extends z.ZodType<{ readonly id: string }>>(step: T) {
  return z.object({
    id: z.uuid(),
    steps: z
      .array(step)
      .min(1)
      .max(MOST_STEPS)
      .refine((steps) => new Set(steps.map(({ id }) => id)).size === steps.length, {
        message: "one row twice",
      }),
  });
}
