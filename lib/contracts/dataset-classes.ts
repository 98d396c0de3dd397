import { z } from "zod";
import { classIdSchema } from "./box";
import { classKindSchema, modelClassSchema } from "./model-manifest";

/** A class as the registry knows it: what a model's manifest says of it, and where its boxes count after a merge. */
export const datasetClassSchema = modelClassSchema.extend({
  /** The class that this one was merged into; null when it was not merged. */
  mergedInto: classIdSchema.nullable(),
});
export type DatasetClass = z.infer<typeof datasetClassSchema>;

/** In Unicode's composed form: a Mac writes names decomposed. */
const nameSchema = z.string().normalize("NFC").trim().min(1).max(80);

export const addClassInputSchema = z.object({
  name: nameSchema.toLowerCase(),
  displayName: nameSchema.optional(),
  kind: classKindSchema,
  species: nameSchema.optional(),
  condition: nameSchema.optional(),
  synonyms: z.array(nameSchema).max(20).default([]),
});
export type AddClassInput = z.input<typeof addClassInputSchema>;

export const mergeClassInputSchema = z.object({ classId: classIdSchema, intoId: classIdSchema });
export const unmergeClassInputSchema = z.object({ classId: classIdSchema });

export const renameClassInputSchema = z.object({
  classId: classIdSchema,
  name: nameSchema.toLowerCase(),
  displayName: nameSchema.optional(),
});
export type RenameClassInput = z.input<typeof renameClassInputSchema>;
