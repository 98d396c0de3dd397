import { randomUUID } from "node:crypto";
import type { Review, ReviewInput } from "@/lib/contracts/review";
import { AppError } from "@/lib/core/errors";
import { latestOfShared, saveFix, takeBackFix } from "@/server/corrections/service";
import { recordSignals } from "../signals/record-signals";
import { refreshBeside, refreshHead } from "../signals/refresh-waiting";
import { findReview, insertReview, type NewReview, type ReviewRow } from "./repository";

function toReview({ reviewerId: _, createdAt, ...row }: ReviewRow): Review {
  return { ...row, createdAt: createdAt.toISOString() };
}

async function add(review: Omit<NewReview, "id">): Promise<Review> {
  const added = await insertReview({ ...review, id: randomUUID() });
  if (added === "gone") throw new AppError("request/not-found");
  if (added === "conflict") throw new AppError("request/conflict");
  return toReview(added);
}

/** A fix is a revision of its own, by the reviewer, and the verdict is about that one. */
async function fix(reviewerId: string, input: Extract<ReviewInput, { verdict: "fixed" }>): Promise<string> {
  const looked = await latestOfShared(input.photoId);
  if (looked.id !== input.correctionId) throw new AppError("request/conflict");
  return (await saveFix(reviewerId, looked, input.labels)).id;
}

/**
 * Records a reviewer's decision about the newest correction of a shared photo.
 * @throws AppError request/not-found (private or gone), request/conflict (saved or decided anew since it was shown),
 * request/invalid (a box outside the photo)
 */
export async function review(reviewerId: string, input: ReviewInput): Promise<Review> {
  const { photoId, verdict } = input;
  const correctionId = verdict === "fixed" ? await fix(reviewerId, input) : input.correctionId;
  const reason = verdict === "rejected" ? input.reason : "";
  const added = await add({ reviewerId, photoId, correctionId, verdict, reason, after: null });
  if (verdict === "fixed") await recordSignals(photoId);
  if (verdict !== "rejected") await refreshBeside(photoId);
  return added;
}

/**
 * Takes a decision back: the photo waits again, and after a fix with the boxes it had before.
 * @throws AppError request/not-found, request/conflict when something newer has been said or saved since
 */
export async function undoReview(reviewerId: string, photoId: string, reviewId: string): Promise<void> {
  const given = await findReview(reviewId);
  if (!given || given.photoId !== photoId) throw new AppError("request/not-found");
  const { correctionId, verdict } = given;
  await add({ reviewerId, photoId, correctionId, verdict: "withdrawn", reason: "", after: reviewId });
  if (verdict === "fixed") await takeBackFix(reviewerId, await latestOfShared(photoId));
  await recordSignals(photoId);
  if (verdict !== "rejected") await refreshHead();
}
