import { z } from "zod";
import { correctionSchema } from "./corrections";
import { datasetClassSchema } from "./dataset-classes";
import { plantDiarySchema } from "./plants";
import { cookSchema } from "./recipes";
import { weekSchema } from "./week";

/** The name of the team. Jobs of an earlier version have none. */
export const takeoutParamsSchema = z.object({ team: z.string().max(200).default("") }).strict();

/** What an archive of a team's data holds. */
export const takeoutResultSchema = z.object({
  fileName: z.string(),
  bytes: z.number(),
  /** With boxes, in the set that Forage reads again. */
  photos: z.number(),
  boxes: z.number(),
  /** That have no correction yet. */
  plainPhotos: z.number(),
  corrections: z.number(),
  recipes: z.number(),
  plants: z.number(),
  /** SHA-256 of photos whose file is gone from storage: left out, the first 500. */
  missing: z.array(z.string()),
});
export type TakeoutResult = z.infer<typeof takeoutResultSchema>;

/** Files of the archive that bringing it in reads. */
export const TAKEOUT_FILES = {
  manifest: "forage.json",
  classes: "classes.json",
  photos: "corrections.jsonl",
  recipes: "recipes.jsonl",
  pantry: "pantry.json",
  shopping: "shopping.json",
  week: "week.json",
  plants: "plants.json",
  cook: "cook.json",
} as const;

/** Of the archive's layout. A reader refuses a later one: it would leave out what it does not know. */
export const TAKEOUT_VERSION = 1;

const count = z.number().int().min(0);

/** Says whose archive it is and how much is in it, so that what is missing is noticed. */
export const takeoutManifestSchema = z.object({
  kind: z.literal("forage-takeout"),
  version: z.number().int().min(1),
  writtenAt: z.iso.datetime(),
  team: z.string().max(200),
  photos: count,
  recipes: count,
});
export type TakeoutManifest = z.infer<typeof takeoutManifestSchema>;

export const takeoutClassesSchema = z.array(datasetClassSchema).max(65_536);

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const split = z.enum(["train", "val", "test"]).nullable();

/** A photo with its saves, newest first: a line of `corrections.jsonl`. */
export const takeoutPhotoSchema = z.object({
  photoId: z.uuid(),
  name: z.string().max(1000),
  sha256,
  contentType: z.enum(["image/jpeg", "image/png"]),
  createdAt: z.iso.datetime(),
  savedAt: z.iso.datetime(),
  sharedAt: z.iso.datetime().nullable(),
  importedFrom: z.string().max(500).nullable(),
  importedSplit: split,
  /** Every labelled set it came with. */
  sources: z.array(z.object({ source: z.string().max(500), split })).max(1000),
  saves: z.array(correctionSchema).max(100_000),
});
export type TakeoutPhoto = z.infer<typeof takeoutPhotoSchema>;

/** A recipe's address and the folder it lies in. */
export const takeoutRecipeSchema = z.object({ slug: z.string().min(1).max(80), folder: z.string().max(200) });
export type TakeoutRecipe = z.infer<typeof takeoutRecipeSchema>;

export const takeoutPlantsSchema = z.object({ plants: z.array(plantDiarySchema) });
export const takeoutCookSchema = cookSchema.omit({
  stockedFoods: true,
  plannedMeals: true,
  shoppingLines: true,
});
export type TakeoutCook = z.infer<typeof takeoutCookSchema>;
export const takeoutWeekSchema = weekSchema.pick({ meals: true });

/** What an archive is brought in as, in the order it is done: later ones name earlier ones. */
export const BROUGHT_KINDS = [
  "photos",
  "saves",
  "recipes",
  "pantry",
  "shopping",
  "week",
  "plants",
  "looks",
  "likes",
  "cooked",
  "profile",
] as const;
export const broughtKindSchema = z.enum(BROUGHT_KINDS);
export type BroughtKind = z.infer<typeof broughtKindSchema>;

/** Why something of an archive is not brought in. */
export const LEFT_REASONS = [
  "file-missing",
  "file-damaged",
  "unreadable",
  "no-picture",
  "too-large",
  "boxes-outside",
  "other-saves-here",
  "class-differs",
  "unknown-food",
  "unknown-recipe",
  "meal-left-out",
  "other-answer-here",
] as const;
export const leftReasonSchema = z.enum(LEFT_REASONS);
export type LeftReason = z.infer<typeof leftReasonSchema>;

export const leftOutSchema = z.object({
  kind: broughtKindSchema,
  name: z.string(),
  reason: leftReasonSchema,
});
export type LeftOut = z.infer<typeof leftOutSchema>;

/** How much of a kind an archive holds, and what becomes of it: `found = added + known + left`. */
export const broughtCountSchema = z.object({
  kind: broughtKindSchema,
  found: count,
  /** Is added, or was. */
  added: count,
  /** Is here already, and stays as it is. */
  known: count,
  left: count,
});
export type BroughtCount = z.infer<typeof broughtCountSchema>;

export const broughtSchema = z.object({
  counts: z.array(broughtCountSchema),
  /** What is left out, the first `MOST_LEFT_OUT`. */
  leftOut: z.array(leftOutSchema),
  /** Names of classes that are not known here: they are added with the photos. */
  newClasses: z.array(z.string()),
  /** Photos that their owner lets be used for training: so they are here. */
  shared: count,
});
export type Brought = z.infer<typeof broughtSchema>;
export const MOST_LEFT_OUT = 300;

export const bringInputSchema = z.object({ uploadId: z.uuid() });
export const bringParamsSchema = bringInputSchema.extend({ label: z.string().max(300) });
export type BringParams = z.infer<typeof bringParamsSchema>;

/** What was found in an archive before any of it is written. */
export const takeoutLookSchema = broughtSchema.extend({
  writtenAt: z.iso.datetime(),
  team: z.string(),
});
export type TakeoutLook = z.infer<typeof takeoutLookSchema>;
