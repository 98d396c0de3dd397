import { z } from "zod";
import { TAKES } from "@/lib/core/review/compare-opinions";
import { correctionSchema, labelsSchema } from "./corrections";
import { rejectReasonSchema, reviewVerdictSchema } from "./review";

export const opinionSchema = z.object({
  id: z.uuid(),
  userId: z.uuid(),
  /** The person's name. */
  by: z.string(),
  verdict: reviewVerdictSchema,
  reason: z.string(),
  labels: labelsSchema,
  createdAt: z.iso.datetime(),
});
export type Opinion = z.infer<typeof opinionSchema>;

/** Two opinions about one correction, the earlier first. Nobody is shown one before both are in. */
export const opinionPairSchema = z.object({
  photoId: z.uuid(),
  name: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  correction: correctionSchema,
  first: opinionSchema,
  second: opinionSchema,
  /** False once it is settled, or the photo was saved again. */
  isOpen: z.boolean(),
});
export type OpinionPairView = z.infer<typeof opinionPairSchema>;

export const toSettleSchema = z.array(
  z.object({ photoId: z.uuid(), name: z.string(), people: z.array(z.string()), since: z.iso.datetime() }),
);

const settleSchema = z.object({ photoId: z.uuid(), first: z.uuid(), second: z.uuid() });

export const settleInputSchema = z.discriminatedUnion("verdict", [
  settleSchema.extend({
    verdict: z.literal("boxes"),
    /** For each difference, in the order of `compareOpinions`. */
    takes: z.array(z.enum(TAKES)).max(4_000),
    /** Whose box is kept where both agree. */
    agreed: z.enum(["first", "second"]),
  }),
  settleSchema.extend({ verdict: z.literal("rejected"), reason: rejectReasonSchema }),
]);
export type SettleInput = z.infer<typeof settleInputSchema>;
