import { type CorrectedBoxes, standingBoxes } from "../corrections/standing-boxes";
import type { StageBox } from "../editor/document";
import type { Label } from "../editor/types";

/** Written where a correction has model's boxes and no model's name. */
const NO_MODEL_ID = "unknown/0";

type ModelBox = Pick<CorrectedBoxes["modelBoxes"][number], "box" | "score" | "classId">;

function fromModel(
  { box, score, classId }: ModelBox,
  modelId: string | null,
  id: string,
  isKept: boolean,
): Label {
  return {
    id,
    box,
    classId,
    origin: { by: "model", modelId: modelId ?? NO_MODEL_ID, score, box, classId },
    state: isKept ? "confirmed" : "deleted",
  };
}

/**
 * The labels of a correction in which exactly the chosen boxes stand: each becomes a person's label, and the model's boxes
 * that would stand beside them become deleted ones. The model's boxes themselves stay as they were.
 * @param base the correction both people looked at
 * @param chosen boxes that stood in either opinion about it
 * @returns labels with ids of their own
 */
export function settledLabels(
  { modelId, modelBoxes }: Omit<CorrectedBoxes, "labels">,
  chosen: readonly StageBox[],
): readonly Label[] {
  const taken = new Set<string>();
  const kept = chosen.map(({ label, detection, box, classId }, index): Label => {
    const id = label && !taken.has(label.id) ? label.id : `settled:${index}`;
    taken.add(id);
    if (label) return { ...label, id };
    if (detection) return fromModel(detection, modelId, id, true);
    return { id, box, classId, origin: { by: "person" }, state: "drawn" };
  });
  const strays = standingBoxes({ modelId, modelBoxes, labels: kept }).flatMap(({ detection }) =>
    detection ? [detection] : [],
  );
  return [
    ...kept,
    ...strays.map((stray, index) => fromModel(stray, modelId, `settled:gone:${index}`, false)),
  ];
}
