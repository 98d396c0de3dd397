import { randomUUID } from "node:crypto";
import type { Correction } from "@/lib/contracts/corrections";
import type { Review, ReviewInput } from "@/lib/contracts/review";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { holdSharedPhoto, newestOfHeld, saveFix, takeBackFix } from "@/server/corrections/service";
import { type Transaction, transaction } from "@/server/db/transaction";
import { giveOpinion, type Outcome } from "../opinions/give";
import {
  findOpinion,
  moveOpinions,
  type OpinionRow,
  readOpinions,
  removeOpinion,
} from "../opinions/repository";
import { isSecondWanted } from "../opinions/wanted";
import { recordSignalsIn } from "../signals/record-signals";
import { refreshBeside, refreshHead } from "../signals/refresh-waiting";
import { type DecisionRow, findReview, findStanding, insertReview, type NewReview } from "./repository";

function toReview({ reviewerId: _, createdAt, ...row }: DecisionRow): Review {
  return { ...row, createdAt: createdAt.toISOString(), opinion: null };
}

async function add(queries: Transaction, review: NewReview): Promise<Review> {
  const added = await insertReview(queries, review);
  if (added === "conflict") throw new AppError("request/conflict");
  return toReview(added);
}

/** A fix is a separate revision by the reviewer, and the verdict is about that revision. */
async function fix(
  queries: Transaction,
  who: Who,
  {
    photoId,
    correctionId,
    labels,
  }: Pick<Extract<ReviewInput, { verdict: "fixed" }>, "photoId" | "correctionId" | "labels">,
): Promise<string> {
  const saved = await saveFix(queries, who, { photoId, id: correctionId, labels });
  // a fix of what another has decided meanwhile is refused
  if (await findStanding(queries, correctionId)) throw new AppError("request/conflict");
  return saved.id;
}

/**
 * Writes the verdict on a held photo's newest correction.
 * @throws AppError request/conflict (saved or decided since), request/invalid (a box outside the photo)
 */
export async function writeVerdict(
  queries: Transaction,
  who: Who,
  about: { readonly id: string; readonly photoId: string; readonly correctionId: string },
  outcome: Outcome,
): Promise<Review> {
  const { id, photoId } = about;
  const { verdict } = outcome;
  const correctionId =
    verdict === "fixed" ? await fix(queries, who, { ...about, labels: outcome.labels }) : about.correctionId;
  const reason = verdict === "rejected" ? outcome.reason : "";
  const reviewerId = who.userId;
  const added = await add(queries, { id, reviewerId, photoId, correctionId, verdict, reason, after: null });
  if (verdict === "fixed") await recordSignalsIn(queries, photoId);
  return added;
}

const otherId = () =>
  new AppError("request/invalid", { facts: { field: "id: it belongs to another decision" } });

/** The decision with this id, if already stored. @throws AppError request/invalid when another has that id */
async function findDecision(
  queries: Transaction,
  userId: string,
  { id, photoId, verdict }: ReviewInput,
): Promise<Review | undefined> {
  if (id === undefined) return undefined;
  const [review, opinion] = [await findReview(queries, id), await findOpinion(queries, id)];
  const known = review ? { ...review, userId: review.reviewerId } : opinion;
  if (!known) return undefined;
  if (known.photoId !== photoId || known.userId !== userId || known.verdict !== verdict) throw otherId();
  if (review) return toReview(review);
  return opinion && (await toOpinionReview(queries, opinion));
}

async function toOpinionReview(queries: Transaction, opinion: OpinionRow): Promise<Review> {
  const { id, photoId, correctionId, verdict, reason, createdAt } = opinion;
  const isAlone = (await readOpinions(queries, correctionId)).length < 2;
  const newest = await newestOfHeld(queries, photoId);
  const isOpen = newest?.id === correctionId && !(await findStanding(queries, correctionId));
  const state = isAlone ? "first" : isOpen ? "differs" : "agreed";
  return { id, photoId, correctionId, verdict, reason, createdAt: createdAt.toISOString(), opinion: state };
}

/** The correction that was looked at, which is still the newest and undecided. @throws AppError request/conflict */
async function undecided(queries: Transaction, looked: ReviewInput): Promise<Correction> {
  const newest = await newestOfHeld(queries, looked.photoId);
  if (newest?.id !== looked.correctionId || (await findStanding(queries, looked.correctionId)))
    throw new AppError("request/conflict");
  return newest;
}

/** A decision where a second opinion is wanted: it is kept apart, and what both agree on becomes the verdict. */
async function decideApart(queries: Transaction, who: Who, id: string, input: ReviewInput): Promise<Review> {
  const correction = await undecided(queries, input);
  const { outcome } = await giveOpinion(queries, who.userId, { id, correction, input });
  if (outcome) await writeVerdict(queries, who, { ...input, id: randomUUID() }, outcome);
  const opinion = await findOpinion(queries, id);
  if (!opinion) throw new RangeError("insert returned nothing");
  return toOpinionReview(queries, opinion);
}

function decide(who: Who, input: ReviewInput): Promise<Review> {
  const { photoId, id = randomUUID() } = input;
  return transaction(async (queries) => {
    await holdSharedPhoto(queries, who.teamId, photoId);
    const known = await findDecision(queries, who.userId, input);
    if (known) return known;
    if (await isSecondWanted(queries, who, input)) return decideApart(queries, who, id, input);
    return writeVerdict(queries, who, { id, photoId, correctionId: input.correctionId }, input);
  });
}

/** The queue is reordered after a decision: if that fails the decision stays, and the next one corrects the order. */
async function follow(task: Promise<void>): Promise<void> {
  await task.catch((error: unknown) => console.warn("review: the queue was not put in order:", error));
}

/**
 * Records a reviewer's decision about the newest correction of a photo that the team shares, all of it or nothing. Where
 * two people are to review it, the decision is an opinion, and the photo is decided once both agree.
 * @throws AppError request/not-found (private, gone or another team's), request/conflict (saved or decided again since it
 * was shown), request/invalid (a box outside the photo)
 */
export async function review(who: Who, input: ReviewInput): Promise<Review> {
  const added = await decide(who, input);
  const isDecided = added.opinion === null || added.opinion === "agreed";
  if (input.verdict !== "rejected" && isDecided) await follow(refreshBeside(input.photoId));
  return added;
}

/** Withdraws a verdict in force on a held photo; after a fix its boxes are those from before, and opinions on them stay. */
async function withdraw(queries: Transaction, who: Who, given: DecisionRow): Promise<void> {
  const { photoId, correctionId } = given;
  const word = { verdict: "withdrawn", reason: "", after: given.id } as const;
  await add(queries, { id: randomUUID(), reviewerId: who.userId, photoId, correctionId, ...word });
  if (given.verdict === "fixed") {
    const { restored, earlierId } = await takeBackFix(queries, who, { photoId, id: correctionId });
    await moveOpinions(queries, earlierId, restored.id);
  }
  await recordSignalsIn(queries, photoId);
}

/**
 * Takes one's own opinion back while it is the only one. Once both are in both stay, since their people have seen the other's; what
 * they agreed on is taken back, and is settled by hand.
 */
async function takeBackOpinion(
  queries: Transaction,
  who: Who,
  { id, photoId, correctionId, userId }: OpinionRow,
): Promise<void> {
  if (userId !== who.userId) throw new AppError("request/not-found");
  const both = await readOpinions(queries, correctionId);
  if (both.length < 2) return removeOpinion(queries, id);
  const newest = await newestOfHeld(queries, photoId);
  const standing = newest && (await findStanding(queries, newest.id));
  if (!standing || both.at(-1)?.id !== id || standing.reviewerId !== userId)
    throw new AppError("request/conflict");
  await withdraw(queries, who, standing);
}

/**
 * Takes a decision back: the photo waits again, and after a fix with the boxes it had before.
 * @throws AppError request/not-found, request/conflict when something newer has been said or saved since
 */
export async function undoReview(who: Who, photoId: string, reviewId: string): Promise<void> {
  const verdict = await transaction(async (queries) => {
    await holdSharedPhoto(queries, who.teamId, photoId);
    const given = await findReview(queries, reviewId);
    const opinion = given ? undefined : await findOpinion(queries, reviewId);
    if ((given ?? opinion)?.photoId !== photoId) throw new AppError("request/not-found");
    if (given) await withdraw(queries, who, given);
    else if (opinion) await takeBackOpinion(queries, who, opinion);
    return given?.verdict ?? opinion?.verdict;
  });
  if (verdict !== "rejected") await follow(refreshHead());
}
