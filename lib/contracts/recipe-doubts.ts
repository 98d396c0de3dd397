import { z } from "zod";
import { ingredientSchema } from "./recipes";

const slug = z.string().min(1).max(80);

/** An ingredient line of an own recipe that a person has yet to look at. */
export const doubtSchema = z.object({
  slug,
  title: z.string(),
  /** Its place among the recipe's ingredients. */
  place: z.number().int().min(0).max(200),
  /** How it was read. */
  ingredient: ingredientSchema,
  /** Foods it may mean, the likeliest first. */
  candidates: z.array(z.string()),
});
export type Doubt = z.infer<typeof doubtSchema>;

export const doubtListSchema = z.object({
  doubts: z.array(doubtSchema),
  /** Recipes with doubts beyond these. */
  hasMore: z.boolean(),
});

const lineKeySchema = z.object({
  slug,
  place: z.number().int().min(0).max(200),
  /** The line as it was written, so that no other line is answered. */
  original: z.string().max(400),
});

/** The reading is right; it is another food; or it stays as its words, with no food that Forage knows. */
export const doubtAnswerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("right") }),
  z.object({ kind: z.literal("food"), foodId: slug }),
  z.object({ kind: z.literal("text") }),
]);
export type DoubtAnswer = z.infer<typeof doubtAnswerSchema>;

export const settleDoubtsSchema = z.object({
  lines: z.array(lineKeySchema).min(1).max(2000),
  answer: doubtAnswerSchema,
});
export type SettleDoubts = z.infer<typeof settleDoubtsSchema>;

/** Lines as they were before an answer. */
export const restoreDoubtsSchema = z.object({
  lines: z
    .array(lineKeySchema.extend({ ingredient: ingredientSchema }))
    .min(1)
    .max(2000),
});
export type RestoreDoubts = z.infer<typeof restoreDoubtsSchema>;
