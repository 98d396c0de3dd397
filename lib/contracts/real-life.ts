import { z } from "zod";

const share = z.number().min(0).max(1);

const surestSchema = z.object({ photos: z.number().int(), right: z.number().int(), share });
const boxesSchema = z.object({
  photos: z.number().int(),
  truths: z.number().int(),
  /** Boxes with a name, and those that are "some food". */
  shown: z.number().int(),
  unnamed: z.number().int(),
  /** Of shown boxes. */
  precision: share,
  /** Of true boxes. */
  recall: share,
  precisionWithoutNames: share,
  recallWithoutNames: share,
});
const noFoodSchema = z.object({
  photos: z.number().int(),
  /** Photos on which anything is shown. */
  withBox: z.number().int(),
  withName: z.number().int(),
  withFood: z.number().int(),
  share,
});

const figuresSchema = z.object({
  /** Photos of one class: the surest box has it. */
  surest: surestSchema.optional(),
  /** Sets with several boxes a photo. */
  boxes: boxesSchema.optional(),
  /** Of these, the photos with two classes or more. */
  severalClasses: boxesSchema.optional(),
  noFood: noFoodSchema.optional(),
});
export type RealLifeFigures = z.infer<typeof figuresSchema>;

/** The line that `forage eval --real-life` writes. */
export const realLifeSchema = z.object({
  folder: z.string(),
  model: z.string(),
  splits: z.array(z.string()),
  conf: share,
  iou: share,
  sets: z.array(
    figuresSchema.extend({
      set: z.string(),
      kind: z.enum(["no food", "one box a photo", "boxed"]),
      photos: z.number().int(),
      /** The set's names that the model has no class for: their boxes count as missed. */
      unmapped: z.array(z.string()),
    }),
  ),
  /** All sets' photos together. */
  all: figuresSchema,
  failed: z.array(z.object({ photo: z.string(), message: z.string() })),
});
export type RealLifeLine = z.infer<typeof realLifeSchema>;
