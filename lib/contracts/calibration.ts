import { z } from "zod";

const fraction = z.number().min(0).max(1);

const tableSchema = z
  .object({ scores: z.array(fraction).min(1).max(100), probabilities: z.array(fraction).min(1).max(100) })
  .refine(({ scores, probabilities }) => scores.length === probabilities.length, {
    message: "as many probabilities as scores",
  });

const errorsSchema = z.object({
  /** Expected calibration error of the scores as they are, and through the table. */
  before: fraction,
  after: fraction,
});

/** How often a model's leaf scores are right, measured on photos it was not trained on. */
export const calibrationSchema = z.object({
  method: z.enum(["temperature", "isotonic"]),
  measuredOn: z.array(
    z.object({ set: z.string(), split: z.string(), photos: z.number().int(), leaves: z.number().int() }),
  ),
  /** Lowest score that was looked at, and the overlap above which two boxes of a class are one. */
  floor: fraction,
  iou: fraction,
  /** How often a leaf box of a score names the plant's condition, and its species, rightly. */
  condition: tableSchema,
  species: tableSchema,
  /** What the species' table was fitted to; the best class of a box where an older calibration does not say. */
  speciesFrom: z.enum(["best", "sum"]).optional(),
  errors: z.object({ condition: errorsSchema, species: errorsSchema }),
  /** Where the pooled features of leaf photos lie; a photo beyond `limit` is unlike what the model learnt leaves from. */
  known: z
    .object({ mean: z.array(z.number()), deviation: z.array(z.number().positive()), limit: z.number() })
    .nullable(),
});
export type Calibration = z.infer<typeof calibrationSchema>;
