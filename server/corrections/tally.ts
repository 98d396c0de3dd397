import type { CorrectionInput } from "@/lib/contracts/corrections";
import { stageBoxes } from "@/lib/core/editor/document";
import type { ClassTally } from "./repository";

/**
 * The boxes that stand in a correction, counted by class: the person's live ones, and the model's that no label speaks
 * for. The same rule draws the stage.
 */
export function tallyClasses({ labels, modelBoxes, modelId }: CorrectionInput): readonly ClassTally[] {
  const detections = modelBoxes.map((box, candidate) => ({ ...box, candidate }));
  const standing = stageBoxes({ labels, claims: {} }, { detections, modelId: modelId ?? "", run: "saved" });
  const tallies = new Map<number, { boxCount: number; editedCount: number }>();
  for (const { classId, state } of standing) {
    const tally = tallies.get(classId) ?? { boxCount: 0, editedCount: 0 };
    tally.boxCount++;
    if (state === "drawn" || state === "edited") tally.editedCount++;
    tallies.set(classId, tally);
  }
  return [...tallies]
    .map(([classId, tally]) => ({ classId, ...tally }))
    .toSorted((a, b) => a.classId - b.classId);
}
