import { z } from "zod";
import { ERROR_CODES } from "../core/errors";

/** Why a picture could not be fetched. */
export const recipePictureProblemSchema = z.object({
  code: z.enum(ERROR_CODES),
  facts: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});

/** A picture of an own recipe, as its page shows it. The files are at `/api/v1/recipes/SLUG/picture`. */
export const recipePictureSchema = z.object({
  id: z.number().int(),
  /** `waiting` to be fetched, `kept`, or `failed` to be fetched. */
  state: z.enum(["waiting", "kept", "failed"]),
  /** px; null unless it is kept */
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  /** The page it is credited to; null for a person's own photo. */
  creditUrl: z.string().nullable(),
  problem: recipePictureProblemSchema.nullable(),
});
export type RecipePicture = z.infer<typeof recipePictureSchema>;

/** What an upload of a picture answers: its id, and that of the one it replaces. */
export const addedPictureSchema = z.object({ id: z.number().int(), before: z.number().int().nullable() });

/** Address of a recipe's picture; it changes with the picture. */
export function pictureAddress(slug: string, pictureId: number, size: "thumb" | "full"): string {
  return `/api/v1/recipes/${slug}/picture?size=${size}&id=${pictureId}`;
}
