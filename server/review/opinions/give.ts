import type { Correction } from "@/lib/contracts/corrections";
import type { Opinion } from "@/lib/contracts/opinions";
import type { OpinionState, ReviewInput } from "@/lib/contracts/review";
import { AppError } from "@/lib/core/errors";
import { compareOpinions } from "@/lib/core/review/compare-opinions";
import type { Transaction } from "@/server/db/transaction";
import { boxesOf } from "./boxes-of";
import { insertOpinion, readOpinions } from "./repository";

/** A settled outcome, to be written as a review. */
export type Outcome =
  | { readonly verdict: "accepted" }
  | { readonly verdict: "rejected"; readonly reason: string }
  | { readonly verdict: "fixed"; readonly labels: Opinion["labels"] };

/** What two opinions that do not differ come to; undefined when they differ. */
export function agreedOutcome(
  correction: Correction,
  [first, second]: readonly [Opinion, Opinion],
): Outcome | undefined {
  if (first.verdict === "rejected" || second.verdict === "rejected") {
    // for two reasons or one: nobody wants it
    if (first.verdict !== second.verdict) return undefined;
    return { verdict: "rejected", reason: first.reason };
  }
  const { modelId, modelBoxes } = correction;
  const [ours, theirs] = [first, second].map(({ labels }) => boxesOf({ modelId, modelBoxes, labels }));
  if (compareOpinions(ours ?? [], theirs ?? []).differences.length > 0) return undefined;
  // who edited took the greater care
  const edited = [first, second].find(({ verdict }) => verdict === "fixed");
  return edited ? { verdict: "fixed", labels: edited.labels } : { verdict: "accepted" };
}

/**
 * Keeps one person's decision on a held photo as an opinion.
 * @returns the state of the photo, and what both agree on once they do
 * @throws AppError request/conflict when this person or two others have decided already
 */
export async function giveOpinion(
  queries: Transaction,
  userId: string,
  {
    id,
    correction,
    input,
  }: { readonly id: string; readonly correction: Correction; readonly input: ReviewInput },
): Promise<{ readonly state: OpinionState; readonly outcome?: Outcome }> {
  const before = await readOpinions(queries, correction.id);
  if (before.length >= 2 || before.some((one) => one.userId === userId))
    throw new AppError("request/conflict");
  await insertOpinion(queries, {
    id,
    photoId: input.photoId,
    correctionId: correction.id,
    userId,
    verdict: input.verdict,
    reason: input.verdict === "rejected" ? input.reason : "",
    labels: input.verdict === "fixed" ? input.labels : correction.labels,
  });
  const [first, second] = await readOpinions(queries, correction.id);
  if (!first || !second) return { state: "first" };
  const outcome = agreedOutcome(correction, [first, second]);
  return outcome ? { state: "agreed", outcome } : { state: "differs" };
}
