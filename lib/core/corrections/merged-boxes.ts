import { EMPTY_DOCUMENT, isClaimed, stageBoxes } from "../editor/document";
import type { Label } from "../editor/types";
import { isSameBox } from "./diff-boxes";
import type { ChosenBox } from "./merge-boxes";
import { type CorrectedBoxes, standingBoxes } from "./standing-boxes";

type ModelBox = CorrectedBoxes["modelBoxes"][number];

export interface MergedBoxes {
  readonly modelBoxes: readonly ModelBox[];
  readonly labels: readonly Label[];
}

const isSameDetection = (a: ModelBox, b: ModelBox) => a.classId === b.classId && isSameBox(a.box, b.box);

/** The chosen boxes' labels, each under an id of its own. */
function chosenLabels(chosen: readonly ChosenBox[]): readonly Label[] {
  const taken = new Set<string>();
  return chosen.flatMap(({ box: { label }, side }) => {
    if (!label) return [];
    const id = taken.has(label.id) ? `${label.id.slice(0, 50)}:${side}` : label.id;
    taken.add(id);
    return [{ ...label, id }];
  });
}

function uniqueIds(labels: readonly Label[]): readonly Label[] {
  const taken = new Set<string>();
  return labels.filter(({ id }) => !taken.has(id) && taken.add(id));
}

/**
 * The correction in which exactly the chosen boxes stand: the person's labels of both sides, the model's boxes that were
 * shown to me and those of theirs that stay, and deleted labels for what is gone.
 */
export function mergedBoxes(
  chosen: readonly ChosenBox[],
  mine: CorrectedBoxes,
  theirs: CorrectedBoxes,
): MergedBoxes {
  const labels = chosenLabels(chosen);
  const unspoken = chosen.flatMap(({ box }) => (box.detection ? [box.detection] : []));
  const kept = unspoken.map(
    ({ box, score, classId, alternatives }): ModelBox => ({
      ...{ box, score, classId },
      ...(alternatives ? { alternatives } : {}),
    }),
  );
  const others = mine.modelBoxes.filter((one) => !kept.some((other) => isSameDetection(one, other)));
  const modelBoxes = [...kept, ...others];
  const isWanted = (box: ModelBox) => kept.some((one) => isSameDetection(one, box));
  // a deleted label that would take a chosen box along is dropped
  const tombstones = [...mine.labels, ...theirs.labels]
    .filter(({ state }) => state === "deleted")
    .filter(
      (label) =>
        !unspoken.some((detection) => isClaimed({ ...EMPTY_DOCUMENT, labels: [label] }, detection, "merged")),
    );
  const modelId = mine.modelId ?? theirs.modelId;
  const before = uniqueIds([...labels, ...tombstones]);
  const stray = stageBoxes(
    { ...EMPTY_DOCUMENT, labels: before },
    {
      detections: modelBoxes.map((box, candidate) => ({ ...box, candidate })),
      modelId: modelId ?? "",
      run: "merged",
    },
  ).filter(({ detection }) => detection && !isWanted(detection));
  // the model's boxes that would come back although not chosen are recorded as not shown
  const standing = modelBoxes.filter(
    (one) => !stray.some(({ detection }) => detection && isSameDetection(detection, one)),
  );
  let merged: MergedBoxes = { modelBoxes: standing, labels: before };
  for (;;) {
    const missing = missingLabels(kept, { modelId, ...merged });
    if (missing.length === 0) return merged;
    merged = { modelBoxes: standing, labels: [...merged.labels, ...missing] };
  }
}

/** Labels for chosen boxes of the model's that another label hides; such a label may hide the next one. */
function missingLabels(kept: readonly ModelBox[], merged: CorrectedBoxes): readonly Label[] {
  const shown = standingBoxes(merged);
  return kept.flatMap((one, index): Label[] => {
    const { box, score, classId } = one;
    if (shown.some((other) => isSameDetection({ ...other, score }, one))) return [];
    const origin: Label["origin"] = merged.modelId
      ? { by: "model", modelId: merged.modelId, score, box, classId }
      : { by: "person" };
    return [{ id: `merged:${index}`, box, classId, origin, state: merged.modelId ? "confirmed" : "drawn" }];
  });
}
