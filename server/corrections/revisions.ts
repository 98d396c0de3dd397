import type { Correction, Revision } from "@/lib/contracts/corrections";
import { type ClassedBox, compareBoxes, tallyErrors } from "@/lib/core/corrections/compare-boxes";
import { diffBoxes } from "@/lib/core/corrections/diff-boxes";
import { standingBoxes } from "@/lib/core/corrections/standing-boxes";
import { type ReviewRow, readRevisions, readVerdicts } from "./repository";

function changesOf(correction: Correction, before: Correction | undefined): Revision["changes"] {
  const earlier: readonly ClassedBox[] = before ? standingBoxes(before) : correction.modelBoxes;
  const { added, removed, relabelled, moved } = diffBoxes(earlier, standingBoxes(correction));
  return {
    added: added.length,
    removed: removed.length,
    relabelled: relabelled.length,
    moved: moved.length,
  };
}

function toReview(row: ReviewRow | undefined): Revision["review"] {
  if (!row || row.verdict === "withdrawn") return null;
  return { ...row, verdict: row.verdict, createdAt: row.createdAt.toISOString() };
}

/** A photo's whole history, newest first: who, when, which model, what changed, what it says the model got wrong. */
export async function revisionsOf(photoId: string): Promise<readonly Revision[]> {
  const rows = await readRevisions(photoId);
  const verdicts = await readVerdicts(rows.map(({ correction }) => correction.id));
  return rows.map(({ correction, author }, index) => ({
    correction,
    author,
    changes: changesOf(correction, rows[index + 1]?.correction),
    errors: [...tallyErrors(compareBoxes(correction.modelBoxes, standingBoxes(correction)))],
    review: toReview(verdicts.get(correction.id)),
  }));
}
