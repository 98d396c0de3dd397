import { randomUUID } from "node:crypto";
import type { Correction, CorrectionInput } from "@/lib/contracts/corrections";
import { AppError } from "@/lib/core/errors";
import type { Box } from "@/lib/core/geometry/box";
import { getPhoto } from "@/server/photos/service";
import { appendCorrection, readHistory, readLatest } from "./repository";
import { tallyClasses } from "./tally";

/** Rounding of a browser's arithmetic, px. */
const EDGE_TOLERANCE_PX = 0.5;

function checkInside(
  boxes: readonly Box[],
  photo: { readonly width: number; readonly height: number },
): void {
  const outside = boxes.find(
    (box) => box.x2 > photo.width + EDGE_TOLERANCE_PX || box.y2 > photo.height + EDGE_TOLERANCE_PX,
  );
  if (outside) {
    const { x1, y1, x2, y2 } = outside;
    throw new AppError("request/invalid", {
      facts: {
        field: `box ${x1} ${y1} ${x2} ${y2} lies outside the photo of ${photo.width} × ${photo.height} px`,
      },
    });
  }
}

/**
 * Appends one save to a photo's history; nothing earlier changes.
 * @throws AppError request/not-found (no such photo of this author), request/invalid (a box outside the photo)
 */
export async function saveCorrection(authorId: string, input: CorrectionInput): Promise<Correction> {
  const photo = await getPhoto(authorId, input.photoId);
  checkInside(
    [...input.modelBoxes, ...input.labels].map(({ box }) => box),
    photo,
  );
  const classes = tallyClasses(input);
  const saved = await appendCorrection({ id: randomUUID(), authorId, input, classes });
  // deleted in between
  if (!saved) throw new AppError("request/not-found");
  return saved;
}

/** All saves of a photo, newest first. @throws AppError request/not-found */
export async function correctionHistory(ownerId: string, photoId: string): Promise<readonly Correction[]> {
  await getPhoto(ownerId, photoId);
  return readHistory(photoId);
}

/** The newest save of a photo, null before the first. @throws AppError request/not-found */
export async function latestCorrection(ownerId: string, photoId: string): Promise<Correction | null> {
  await getPhoto(ownerId, photoId);
  return (await readLatest(photoId)) ?? null;
}
