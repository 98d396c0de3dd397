import { randomUUID } from "node:crypto";
import type { Review, ReviewInput } from "@/lib/contracts/review";
import { AppError } from "@/lib/core/errors";
import { holdSharedPhoto, saveFix, takeBackFix } from "@/server/corrections/service";
import { type Queries, transaction } from "@/server/db/transaction";
import { recordSignalsIn } from "../signals/record-signals";
import { refreshBeside, refreshHead } from "../signals/refresh-waiting";
import { type DecisionRow, findReview, findStanding, insertReview, type NewReview } from "./repository";

function toReview({ reviewerId: _, createdAt, ...row }: DecisionRow): Review {
  return { ...row, createdAt: createdAt.toISOString() };
}

async function add(queries: Queries, review: NewReview): Promise<Review> {
  const added = await insertReview(queries, review);
  if (added === "conflict") throw new AppError("request/conflict");
  return toReview(added);
}

/** A fix is a separate revision by the reviewer, and the verdict is about that revision. */
async function fix(
  queries: Queries,
  reviewerId: string,
  { photoId, correctionId, labels }: Extract<ReviewInput, { verdict: "fixed" }>,
): Promise<string> {
  const saved = await saveFix(queries, reviewerId, { photoId, id: correctionId, labels });
  // a fix of what another has decided meanwhile is refused
  if (await findStanding(queries, correctionId)) throw new AppError("request/conflict");
  return saved.id;
}

/** The decision with this id, if already stored. @throws AppError request/invalid when another has that id */
async function findDecision(
  queries: Queries,
  reviewerId: string,
  { id, photoId, verdict }: ReviewInput,
): Promise<Review | undefined> {
  const known = id === undefined ? undefined : await findReview(queries, id);
  if (!known) return undefined;
  const isSame = known.photoId === photoId && known.reviewerId === reviewerId && known.verdict === verdict;
  if (isSame) return toReview(known);
  throw new AppError("request/invalid", { facts: { field: "id: it belongs to another decision" } });
}

function decide(reviewerId: string, input: ReviewInput): Promise<Review> {
  const { photoId, verdict, id = randomUUID() } = input;
  return transaction(async (queries) => {
    await holdSharedPhoto(queries, photoId);
    const known = await findDecision(queries, reviewerId, input);
    if (known) return known;
    const correctionId = verdict === "fixed" ? await fix(queries, reviewerId, input) : input.correctionId;
    const reason = verdict === "rejected" ? input.reason : "";
    const added = await add(queries, { id, reviewerId, photoId, correctionId, verdict, reason, after: null });
    if (verdict === "fixed") await recordSignalsIn(queries, photoId);
    return added;
  });
}

/** The queue is reordered after a decision: if that fails the decision stays, and the next one corrects the order. */
async function follow(task: Promise<void>): Promise<void> {
  await task.catch((error: unknown) => console.warn("review: the queue was not put in order:", error));
}

/**
 * Records a reviewer's decision about the newest correction of a shared photo, all of it or nothing.
 * @throws AppError request/not-found (private or gone), request/conflict (saved or decided again since it was shown),
 * request/invalid (a box outside the photo)
 */
export async function review(reviewerId: string, input: ReviewInput): Promise<Review> {
  const added = await decide(reviewerId, input);
  if (input.verdict !== "rejected") await follow(refreshBeside(input.photoId));
  return added;
}

/**
 * Takes a decision back: the photo waits again, and after a fix with the boxes it had before.
 * @throws AppError request/not-found, request/conflict when something newer has been said or saved since
 */
export async function undoReview(reviewerId: string, photoId: string, reviewId: string): Promise<void> {
  const verdict = await transaction(async (queries) => {
    await holdSharedPhoto(queries, photoId);
    const given = await findReview(queries, reviewId);
    if (!given || given.photoId !== photoId) throw new AppError("request/not-found");
    const { correctionId } = given;
    const word = { verdict: "withdrawn", reason: "", after: reviewId } as const;
    await add(queries, { id: randomUUID(), reviewerId, photoId, correctionId, ...word });
    if (given.verdict === "fixed") await takeBackFix(queries, reviewerId, { photoId, id: correctionId });
    await recordSignalsIn(queries, photoId);
    return given.verdict;
  });
  if (verdict !== "rejected") await follow(refreshHead());
}
