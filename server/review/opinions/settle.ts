import { randomUUID } from "node:crypto";
import type { Correction } from "@/lib/contracts/corrections";
import type { SettleInput } from "@/lib/contracts/opinions";
import type { Review } from "@/lib/contracts/review";
import type { Who } from "@/lib/contracts/who";
import { diffBoxes } from "@/lib/core/corrections/diff-boxes";
import { AppError } from "@/lib/core/errors";
import { compareOpinions, settledBoxes } from "@/lib/core/review/compare-opinions";
import { settledLabels } from "@/lib/core/review/settled-labels";
import { holdSharedPhoto, newestOfHeld } from "@/server/corrections/service";
import { transaction } from "@/server/db/transaction";
import { writeVerdict } from "../queue/decide";
import { boxesOf } from "./boxes-of";
import type { Outcome } from "./give";
import { readOpinions } from "./repository";

type Both = Awaited<ReturnType<typeof readOpinions>>;

function outcomeOf(input: SettleInput, correction: Correction, [first, second]: Both): Outcome {
  if (input.verdict === "rejected") return input;
  const { modelId, modelBoxes } = correction;
  const of = (labels: unknown) => boxesOf({ modelId, modelBoxes, labels });
  const comparison = compareOpinions(of(first?.labels), of(second?.labels));
  if (input.takes.length !== comparison.differences.length) throw new AppError("request/conflict");
  const chosen = settledBoxes(comparison, input.takes, input.agreed);
  const { added, removed, relabelled, moved } = diffBoxes(of(correction.labels), chosen);
  if (added.length + removed.length + relabelled.length + moved.length === 0) return { verdict: "accepted" };
  return { verdict: "fixed", labels: [...settledLabels(correction, chosen)] };
}

/**
 * Settles what two people see differently: what was chosen becomes the photo's verdict, and may be trained on.
 * @throws AppError request/not-found, request/conflict when the photo was saved or decided meanwhile, or these are not its two
 * opinions
 */
export function settle(who: Who, input: SettleInput): Promise<Review> {
  const { photoId } = input;
  return transaction(async (queries) => {
    await holdSharedPhoto(queries, who.teamId, photoId);
    const newest = await newestOfHeld(queries, photoId);
    const both = newest ? await readOpinions(queries, newest.id) : [];
    if (!newest || both.length !== 2 || both[0]?.id !== input.first || both[1]?.id !== input.second)
      throw new AppError("request/conflict");
    const about = { id: randomUUID(), photoId, correctionId: newest.id };
    return writeVerdict(queries, who, about, outcomeOf(input, newest, both));
  });
}
