import { z } from "zod";

/** Parameters of a job that imports a collection. */
export const recipeImportParamsSchema = z.object({ fileId: z.uuid(), name: z.string().max(200) });
export type RecipeImportParams = z.infer<typeof recipeImportParamsSchema>;

/** Result of importing a collection. */
export const recipeImportResultSchema = z.object({
  /** Items read so far; a resumed run skips that many. */
  read: z.number().int(),
  added: z.number().int(),
  /** The person has the very same recipe. */
  known: z.number().int(),
  /** Added recipes with lines to look at. */
  toCheck: z.number().int(),
  failed: z.number().int(),
  /** Where the first of them are. */
  failures: z.array(z.string()),
  /** Recipes that came with a picture, or with the address of one. */
  pictures: z.number().int().default(0),
  /** Pictures in the file that could not be read; their recipes are whole. */
  picturesFailed: z.number().int().default(0),
  pictureFailures: z.array(z.string()).default([]),
});
export type RecipeImportResult = z.infer<typeof recipeImportResultSchema>;
