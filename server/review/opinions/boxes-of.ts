import { z } from "zod";
import { labelsSchema, modelBoxSchema, modelIdSchema } from "@/lib/contracts/corrections";
import { standingBoxes } from "@/lib/core/corrections/standing-boxes";
import type { StageBox } from "@/lib/core/editor/document";

const storedSchema = z.object({
  modelId: modelIdSchema.nullable(),
  modelBoxes: z.array(modelBoxSchema),
  labels: labelsSchema,
});

/** The boxes that stand in an opinion: its labels on the model's boxes of the correction it is about. */
export function boxesOf(opinion: {
  readonly modelId: string | null;
  readonly modelBoxes: unknown;
  readonly labels: unknown;
}): readonly StageBox[] {
  return standingBoxes(storedSchema.parse(opinion));
}
