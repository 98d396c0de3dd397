import { z } from "zod";
import { boxSchema, classIdSchema, sha256Schema } from "./box";
import { correctionSchema } from "./corrections";

export const photoIdInputSchema = z.object({ photoId: z.uuid() });

/** A stored photo. `width` and `height` are px after EXIF orientation, as every box of it is measured. */
export const photoSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** Of the stored, re-encoded file. */
  sha256: sha256Schema,
  bytes: z.number().int().positive(),
  /** Since when its owner lets it be used for training; null while it is private. */
  sharedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});
export type Photo = z.infer<typeof photoSchema>;

/** Answer of `POST /api/v1/photos`. `alreadyStored` is true when this owner had saved the same photo before. */
export const uploadedPhotoSchema = z.object({
  photoId: z.uuid(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  sha256: sha256Schema,
  alreadyStored: z.boolean(),
});
export type UploadedPhoto = z.infer<typeof uploadedPhotoSchema>;

/** Body of `POST /api/v1/photos/fetch`; the answer is the picture's bytes, which are not stored. */
export const fetchPhotoInputSchema = z.object({ url: z.string().min(1).max(4_096) });

export const libraryListInputSchema = z.object({
  /** From the last answer's `nextCursor`. */
  cursor: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(100).default(40),
  /** Photos holding any of these classes. */
  classIds: z.array(classIdSchema).max(500).default([]),
  /** Part of a class's name, display name or synonym, or of the photo's file name; empty matches all. */
  search: z.string().trim().max(100).default(""),
  /** Saved at this time or later. */
  from: z.iso.datetime().optional(),
  /** Saved before this time. */
  until: z.iso.datetime().optional(),
});
export type LibraryListInput = z.input<typeof libraryListInputSchema>;

/** Query of `GET /api/v1/photos`: as above, each as text. */
export const libraryQuerySchema = libraryListInputSchema.omit({ classIds: true, limit: true }).extend({
  limit: z.coerce.number().int().min(1).max(100).default(40),
  /** Photos with this class. */
  classId: z.coerce.number().int().min(0).max(65_535).optional(),
});

export const classCountSchema = z.object({ classId: classIdSchema, count: z.number().int().positive() });

/** A box that stands in a correction, as a picture of it needs it. */
export const standingBoxSchema = z.object({
  classId: classIdSchema,
  box: boxSchema,
  state: z.enum(["detected", "drawn", "confirmed", "edited"]),
});
export type StandingBox = z.infer<typeof standingBoxSchema>;

export const libraryItemSchema = photoSchema.extend({
  /** Boxes in the newest correction: the person's, and the model's that nobody deleted. */
  boxes: z.array(standingBoxSchema),
  classCounts: z.array(classCountSchema),
  boxCount: z.number().int().min(0),
  /** How many of those a person drew, moved or relabelled. */
  editedCount: z.number().int().min(0),
  revisions: z.number().int().min(0),
  modelId: z.string().nullable(),
  /** When the photo or its newest correction was saved. */
  savedAt: z.iso.datetime(),
});
export type LibraryItem = z.infer<typeof libraryItemSchema>;

export const libraryPageSchema = z.object({
  items: z.array(libraryItemSchema),
  nextCursor: z.string().nullable(),
  /** Photos matching the search, over all pages. */
  total: z.number().int().min(0),
  /** Classes found in this owner's whole library, most frequent first: what the filter can offer. */
  classes: z.array(classCountSchema),
});
export type LibraryPage = z.infer<typeof libraryPageSchema>;

/** A photo reopened: the newest correction restores the editor as it was saved. */
export const libraryEntrySchema = z.object({ photo: photoSchema, latest: correctionSchema.nullable() });
export type LibraryEntry = z.infer<typeof libraryEntrySchema>;

/** Lets a photo be used for training, or takes that back. */
export const shareInputSchema = z.object({ photoId: z.uuid(), isShared: z.boolean() });

/** The setting for new photos, and how many of the owner's photos are shared. */
export const sharingSchema = z.object({
  byDefault: z.boolean(),
  shared: z.number().int().min(0),
  private: z.number().int().min(0),
});
export type Sharing = z.infer<typeof sharingSchema>;

export const shareAllInputSchema = z.object({ isShared: z.boolean() });
/** For photos saved from now on. */
export const shareByDefaultInputSchema = z.object({ byDefault: z.boolean() });

/** Address of a stored photo's picture, relative to the app. */
export function photoImageUrl(photoId: string, size: "thumb" | "full"): string {
  return `/api/v1/photos/${photoId}/image?size=${size}`;
}
