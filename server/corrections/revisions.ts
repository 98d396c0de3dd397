import type { Correction, Revision } from "@/lib/contracts/corrections";
import { compareBoxes, tallyErrors } from "@/lib/core/corrections/compare-boxes";
import { standingBoxes } from "@/lib/core/corrections/standing-boxes";
import { whoChanged } from "@/lib/core/corrections/who-changed";
import { connection } from "@/server/db/transaction";
import { type ReviewRow, readRevisions, readVerdicts } from "./repository";

function toReview(row: ReviewRow | undefined): Revision["review"] {
  if (!row || row.verdict === "withdrawn") return null;
  return { ...row, verdict: row.verdict, createdAt: row.createdAt.toISOString() };
}

/** A photo's whole history, newest first: who, when, which model, what changed, what it says the model got wrong. */
export async function revisionsOf(photoId: string): Promise<readonly Revision[]> {
  const rows = await readRevisions(connection(), photoId);
  const verdicts = await readVerdicts(
    connection(),
    rows.map(({ correction }) => correction.id),
  );
  return rows.map(({ correction, author }, index) => {
    const { byPerson, byModel } = whoChanged(toBefore(correction, rows[index + 1]?.correction), correction);
    return {
      correction,
      author,
      changes: byPerson,
      modelChanges: byModel,
      errors: [...tallyErrors(compareBoxes(correction.modelBoxes, standingBoxes(correction)))],
      review: toReview(verdicts.get(correction.id)),
    };
  });
}

/** What a state is compared with: the one before; for the first one, the model's boxes. */
function toBefore(correction: Correction, before: Correction | undefined): Correction {
  return before ?? { ...correction, labels: [] };
}
