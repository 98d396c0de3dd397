import type { CorrectionInput } from "@/lib/contracts/corrections";
import { standingBoxes } from "@/lib/core/corrections/standing-boxes";
import type { ClassTally } from "./repository";

/** The boxes that stand in a correction, counted by class. */
export function tallyClasses(correction: CorrectionInput): readonly ClassTally[] {
  const tallies = new Map<number, { boxCount: number; editedCount: number }>();
  for (const { classId, state } of standingBoxes(correction)) {
    const tally = tallies.get(classId) ?? { boxCount: 0, editedCount: 0 };
    tally.boxCount++;
    if (state === "drawn" || state === "edited") tally.editedCount++;
    tallies.set(classId, tally);
  }
  return [...tallies]
    .map(([classId, tally]) => ({ classId, ...tally }))
    .toSorted((a, b) => a.classId - b.classId);
}
