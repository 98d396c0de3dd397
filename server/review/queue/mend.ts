import { randomUUID } from "node:crypto";
import type { Correction, CorrectionInput } from "@/lib/contracts/corrections";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { holdSharedPhoto, newestOfHeld, saveFix, takeBackFix } from "@/server/corrections/service";
import { type Transaction, transaction } from "@/server/db/transaction";
import { isSecondWanted } from "../opinions/wanted";
import { recordSignalsIn } from "../signals/record-signals";
import { refreshBeside } from "../signals/refresh-waiting";
import { readTrainableId } from "../trainable/repository";
import { findReview, insertReview } from "./repository";

export interface MendPhoto {
  /** Of the decision: one that is known is this one, and changes nothing. */
  readonly id: string;
  readonly photoId: string;
  /** The labels that are to stand, from those that do. @throws AppError when there is nothing to mend */
  readonly labelsFrom: (newest: Correction) => CorrectionInput["labels"];
}

/** The newest correction, when training may learn from it: what nobody has reviewed is not accepted by a mend on top. */
async function trainable(queries: Transaction, photoId: string): Promise<Correction> {
  const newest = await newestOfHeld(queries, photoId);
  if (!newest) throw new AppError("request/not-found");
  if ((await readTrainableId(queries, photoId)) !== newest.id) throw new AppError("doubt/waits-for-review");
  return newest;
}

async function decided(
  queries: Transaction,
  who: Who,
  of: Omit<MendPhoto, "labelsFrom">,
  correctionId: string,
) {
  const { id, photoId } = of;
  const review = { id, photoId, correctionId, reviewerId: who.userId, reason: "", after: null };
  const added = await insertReview(queries, { ...review, verdict: "fixed" });
  if (added === "conflict") throw new AppError("request/conflict");
}

/**
 * A reviewer's mend of a photo that training learns from: a correction by them, reviewed by them, so that the next version
 * has it. Where two people are to review the photo it waits for them.
 * @returns the decision's id; null where it waits for review
 * @throws AppError request/not-found (private, gone or another team's), doubt/waits-for-review, request/invalid (a box outside
 * the photo), and what `labelsFrom` throws
 */
export async function mendPhoto(who: Who, { id, photoId, labelsFrom }: MendPhoto): Promise<string | null> {
  const reviewId = await transaction(async (queries) => {
    await holdSharedPhoto(queries, who.teamId, photoId);
    const known = await findReview(queries, id);
    if (known) {
      if (known.photoId === photoId && known.reviewerId === who.userId) return id;
      throw new AppError("request/invalid", { facts: { field: "id: it belongs to another decision" } });
    }
    const newest = await trainable(queries, photoId);
    const labels = labelsFrom(newest);
    const isForTwo = await isSecondWanted(queries, who, { photoId, correctionId: newest.id });
    const saved = await saveFix(queries, who, { photoId, id: newest.id, labels });
    if (!isForTwo) await decided(queries, who, { id, photoId }, saved.id);
    await recordSignalsIn(queries, photoId);
    return isForTwo ? null : id;
  });
  await refreshBeside(photoId).catch((error: unknown) =>
    console.warn("review: the queue was not put in order:", error),
  );
  return reviewId;
}

/**
 * Takes a mend back: the boxes from before stand again, and count as they did.
 * @throws AppError request/not-found, request/conflict when something newer has been saved since
 */
export function undoMend(who: Who, photoId: string, reviewId: string): Promise<void> {
  return transaction(async (queries) => {
    await holdSharedPhoto(queries, who.teamId, photoId);
    const mend = await findReview(queries, reviewId);
    if (mend?.photoId !== photoId || mend.verdict !== "fixed") throw new AppError("request/not-found");
    const { restored } = await takeBackFix(queries, who, { photoId, id: mend.correctionId });
    const added = await insertReview(queries, {
      ...{ id: randomUUID(), photoId, correctionId: restored.id, reviewerId: who.userId },
      ...{ verdict: "accepted", reason: "", after: null },
    });
    if (added === "conflict") throw new AppError("request/conflict");
    await recordSignalsIn(queries, photoId);
  });
}
