import { z } from "zod";

export const takeoutParamsSchema = z.object({}).strict();

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
