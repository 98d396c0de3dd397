import { z } from "zod";

const MOST_STEPS = 300;

/** A change of rows as a page sends it. @param values what a row holds beside its id */
export function rowChangeSchema<T extends z.ZodType>(values: T) {
  return z.object({
    id: z.uuid(),
    steps: z
      .array(z.object({ id: z.uuid(), base: z.uuid().nullable(), put: values.nullable() }))
      .min(1)
      .max(MOST_STEPS)
      .refine((steps) => new Set(steps.map(({ id }) => id)).size === steps.length, {
        message: "one row twice",
      }),
  });
}
