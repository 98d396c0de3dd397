import { randomUUID } from "node:crypto";
import type { Correction, CorrectionInput, Revision } from "@/lib/contracts/corrections";
import { AppError } from "@/lib/core/errors";
import type { Box } from "@/lib/core/geometry/box";
import { getPhoto, getSharedPhoto } from "@/server/photos/service";
import { appendCorrection, readHistory, readLatest } from "./repository";
import { revisionsOf } from "./revisions";
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
  return append(await getPhoto(authorId, input.photoId), { authorId, input });
}

type Append = Omit<Parameters<typeof appendCorrection>[0], "id" | "classes">;

async function append(
  photo: { readonly width: number; readonly height: number },
  correction: Append,
): Promise<Correction> {
  const { input } = correction;
  checkInside(
    [...input.modelBoxes, ...input.labels].map(({ box }) => box),
    photo,
  );
  const saved = await appendCorrection({ ...correction, id: randomUUID(), classes: tallyClasses(input) });
  // deleted in between
  if (!saved) throw new AppError("request/not-found");
  return saved;
}

/** What of an earlier state is saved again, as it was. */
function toInput(correction: Correction): CorrectionInput {
  const { photoId, modelId, backend, filter, modelBoxes, labels } = correction;
  return { photoId, modelId, backend, filter, modelBoxes, labels };
}

async function findRevision(photoId: string, revision: number): Promise<Correction> {
  const found = (await readHistory(photoId)).find((correction) => correction.revision === revision);
  if (!found) throw new AppError("request/not-found");
  return found;
}

/**
 * Brings an earlier state back as a new revision; nothing in between is lost.
 * @throws AppError request/not-found (no such photo of this author, or no such revision)
 */
export async function restoreRevision(
  authorId: string,
  photoId: string,
  revision: number,
): Promise<Correction> {
  const photo = await getPhoto(authorId, photoId);
  const earlier = await findRevision(photoId, revision);
  return append(photo, { authorId, input: toInput(earlier), restoredFrom: revision });
}

/**
 * A reviewer's own boxes on a shared photo, on top of its newest correction; the model's boxes stay as they were.
 * @param correction the one that was looked at
 * @throws AppError request/not-found (not shared any more), request/conflict (saved anew since), request/invalid
 */
export async function saveFix(
  reviewerId: string,
  correction: Correction,
  labels: CorrectionInput["labels"],
): Promise<Correction> {
  const photo = await getSharedPhoto(correction.photoId);
  const input = { ...toInput(correction), labels };
  return append(photo, { authorId: reviewerId, input, fixes: correction.id });
}

/**
 * Brings back what stood before a reviewer's fix.
 * @param fix the newest correction of a shared photo
 * @throws AppError request/not-found, request/conflict
 */
export async function takeBackFix(reviewerId: string, fix: Correction): Promise<Correction> {
  const photo = await getSharedPhoto(fix.photoId);
  const earlier = await findRevision(fix.photoId, fix.revision - 1);
  const restoredFrom = earlier.revision;
  return append(photo, { authorId: reviewerId, input: toInput(earlier), fixes: fix.id, restoredFrom });
}

/** A photo's history as the page shows it, newest first. @throws AppError request/not-found */
export async function listRevisions(ownerId: string, photoId: string): Promise<readonly Revision[]> {
  await getPhoto(ownerId, photoId);
  return revisionsOf(photoId);
}

/** The newest correction of a shared photo, whoever owns it. @throws AppError request/not-found */
export async function latestOfShared(photoId: string): Promise<Correction> {
  await getSharedPhoto(photoId);
  const latest = await readLatest(photoId);
  if (!latest) throw new AppError("request/not-found");
  return latest;
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
