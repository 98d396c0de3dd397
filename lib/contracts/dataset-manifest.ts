import { z } from "zod";
import { SPLITS } from "@/lib/core/datasets/split";
import { classIdSchema, sha256Schema } from "./box";
import { datasetClassSchema } from "./dataset-classes";

export const splitSchema = z.enum(SPLITS);

/** A box in source px; its class is in the manifest's list and was not merged. */
export const manifestBoxSchema = z.object({
  classId: classIdSchema,
  x: z.number(),
  y: z.number(),
  width: z.number().min(0),
  height: z.number().min(0),
});
export type ManifestBox = z.infer<typeof manifestBoxSchema>;

export const manifestPhotoSchema = z.object({
  /** Of the stored file, its name in storage. */
  sha256: sha256Schema,
  photoId: z.uuid().nullable(),
  name: z.string(),
  contentType: z.enum(["image/jpeg", "image/png"]),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  split: splitSchema,
  /** SHA-256 of the test photo this one looks nearly the same as: it is in no export, neither trains nor measures. */
  heldOutFor: sha256Schema.nullable(),
  /** Name of the set it came with, or "corrections". */
  source: z.string().min(1),
  correctionId: z.uuid().nullable(),
  boxes: z.array(manifestBoxSchema),
});
export type ManifestPhoto = z.infer<typeof manifestPhotoSchema>;

/**
 * A data-set version, whole: every class by id and every photo by SHA-256. The SHA-256 of its canonical JSON is the
 * version's identity.
 */
export const datasetManifestSchema = z.object({
  schema: z.literal(1),
  classes: z.array(datasetClassSchema),
  photos: z.array(manifestPhotoSchema),
});
export type DatasetManifest = z.infer<typeof datasetManifestSchema>;

/** Coordinates are kept to this many digits after the point: far finer than any format, and the same everywhere. */
const DIGITS = 4;
const rounded = (value: number) => Number(value.toFixed(DIGITS)) + 0;

function compareBoxes(a: ManifestBox, b: ManifestBox): number {
  return a.classId - b.classId || a.x - b.x || a.y - b.y || a.width - b.width || a.height - b.height;
}

/**
 * A manifest's canonical text: keys in schema order, classes by id, photos by SHA-256, boxes by class and place. Equal
 * contents give equal text, whatever order they came in.
 */
export function canonicalManifest({ classes, photos }: Omit<DatasetManifest, "schema">): string {
  const boxes = (all: readonly ManifestBox[]) =>
    all
      .map((box) => ({
        classId: box.classId,
        x: rounded(box.x),
        y: rounded(box.y),
        width: rounded(box.width),
        height: rounded(box.height),
      }))
      .toSorted(compareBoxes);
  const manifest: DatasetManifest = {
    schema: 1,
    classes: classes
      .map((one) => datasetClassSchema.parse(one))
      .toSorted((a, b) => a.id - b.id)
      .map(({ species, condition, synonyms, ...rest }) => ({
        id: rest.id,
        name: rest.name,
        displayName: rest.displayName,
        kind: rest.kind,
        ...(species === undefined ? {} : { species }),
        ...(condition === undefined ? {} : { condition }),
        synonyms: synonyms.toSorted(),
        mergedInto: rest.mergedInto,
      })),
    photos: photos
      .toSorted((a, b) => (a.sha256 < b.sha256 ? -1 : 1))
      .map((photo) => ({
        sha256: photo.sha256,
        photoId: photo.photoId,
        name: photo.name,
        contentType: photo.contentType,
        width: photo.width,
        height: photo.height,
        split: photo.split,
        heldOutFor: photo.heldOutFor,
        source: photo.source,
        correctionId: photo.correctionId,
        boxes: boxes(photo.boxes),
      })),
  };
  return `${JSON.stringify(manifest)}\n`;
}
