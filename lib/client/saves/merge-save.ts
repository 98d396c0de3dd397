import type { SaveConflict } from "@/lib/contracts/corrections";
import { type ChosenBox, type Merge, mergeBoxes } from "@/lib/core/corrections/merge-boxes";
import { mergedBoxes } from "@/lib/core/corrections/merged-boxes";
import { standingBoxes } from "@/lib/core/corrections/standing-boxes";
import type { WaitingSave } from "./waiting-save";

type Correction = WaitingSave["correction"];

/** Where a save and what somebody else saved since agree, and where they differ. */
export function mergeSave(mine: Correction, { base, newest }: SaveConflict): Merge {
  return mergeBoxes(base && standingBoxes(base), standingBoxes(mine), standingBoxes(newest));
}

/** True when the chosen boxes are what is saved already. */
export function isTheirs(chosen: readonly ChosenBox[], { newest }: SaveConflict): boolean {
  return chosen.every(({ side }) => side === "theirs") && chosen.length === standingBoxes(newest).length;
}

/** The save in which the chosen boxes stand, on top of what somebody else saved. */
export function mergedSave(
  save: WaitingSave,
  { newest }: SaveConflict,
  { id, chosen }: { readonly id: string; readonly chosen: readonly ChosenBox[] },
): WaitingSave {
  const boxes = mergedBoxes(chosen, save.correction, newest);
  return {
    ...save,
    id,
    photo: null,
    libraryId: newest.photoId,
    baseId: newest.id,
    unanswered: [],
    correction: {
      ...save.correction,
      modelId: save.correction.modelId ?? newest.modelId,
      backend: save.correction.backend ?? newest.backend,
      modelBoxes: boxes.modelBoxes.map(({ alternatives, ...box }) => ({
        ...box,
        ...(alternatives ? { alternatives: alternatives.map((each) => ({ ...each })) } : {}),
      })),
      labels: [...boxes.labels],
    },
    showsSaved: true,
  };
}
