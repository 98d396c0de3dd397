import type { ClassScore } from "../detection/types";
import { type StageBox, stageBoxes } from "../editor/document";
import type { Label } from "../editor/types";
import type { Box } from "../geometry/box";

/** What a correction says of one photo: the model's boxes as they were shown, and the person's. */
export interface CorrectedBoxes {
  readonly modelId: string | null;
  readonly modelBoxes: readonly {
    readonly box: Box<"source">;
    readonly score: number;
    readonly classId: number;
    readonly alternatives?: readonly ClassScore[] | undefined;
  }[];
  readonly labels: readonly Label[];
}

/**
 * The boxes that stand in a correction: the person's live ones, and the model's that no label speaks for. The same
 * rule draws the stage.
 */
export function standingBoxes({ labels, modelBoxes, modelId }: CorrectedBoxes): StageBox[] {
  const detections = modelBoxes.map((box, candidate) => ({ ...box, candidate }));
  return stageBoxes(
    { labels, claims: {}, unnamed: [] },
    { detections, modelId: modelId ?? "", run: "saved" },
  );
}
