import { z } from "zod";

const fraction = z.number().min(0).max(1);
const count = z.number().int().min(0);

const confidenceFiguresSchema = z.object({
  confidence: fraction,
  /** Named foods shown, and those that the photo's labels name. */
  shown: count,
  right: count,
  /** Labelled foods, and those found under their own name. */
  foods: count,
  found: count,
  /** Photos without food, and those that show anything; versions measured before this was counted have neither. */
  noFood: count.optional(),
  noFoodShown: count.optional(),
});

/**
 * How a model version's candidates are read, and what was measured of it by `forage calibrate --foods`, on photos the model was not
 * trained on. What is told of a set comes from a rule that the other sets made.
 */
export const readingSchema = z.object({
  split: z.string(),
  measuredOn: z.array(z.object({ set: z.string(), photos: count })),
  /** How strongly a photo of food lowers the scores of leaves, and the other way round. */
  scene: z.object({
    weight: z.number().min(0).max(10),
    photos: count,
    wrongKindBefore: count,
    wrongKindAfter: count,
    rightBefore: count,
    rightLost: z.number().int(),
  }),
  /** How likely a food's name is right, and the likelihood below which it is "some food". */
  naming: z.object({
    offset: z.number(),
    score: z.number(),
    lead: z.number(),
    company: z.number(),
    from: fraction,
    right: count,
    rightLost: count,
    wrong: count,
    wrongUnnamed: count,
    hiddenFoods: count,
    hidden: count,
    hiddenUnnamed: count,
    noFood: count,
    noFoodUnnamed: count,
  }),
  /** Whether a page says "sure", "likely" and "maybe": where they did not hold, it shows scores. */
  words: z.object({
    hold: z.boolean(),
    sets: z.array(
      z.object({
        set: z.string(),
        boxes: count,
        right: fraction,
        /** Expected calibration error of the scores, and of the likelihoods. */
        before: fraction,
        after: fraction,
        sure: count,
        sureRight: count,
      }),
    ),
  }),
  /** A page's default threshold; also in the manifest's `defaults`. */
  confidence: z.object({
    costOfWrong: z.number().positive(),
    chosen: confidenceFiguresSchema,
    usual: confidenceFiguresSchema,
  }),
});
export type ModelReading = z.infer<typeof readingSchema>;
