import type { Box } from "../geometry/box";

/** Who drew a label and what it was before: a correction can always be told from a detection. */
export type LabelOrigin =
  | { readonly by: "person" }
  | {
      readonly by: "model";
      readonly modelId: string;
      readonly score: number;
      /** The box and class as the model gave them. */
      readonly box: Box<"source">;
      readonly classId: number;
    };

/** How a person left a model's box. `confirmed` is untouched but approved. */
export type LabelState = "drawn" | "confirmed" | "edited" | "deleted";

/**
 * A box a person owns: drawn, confirmed, moved, relabelled or deleted. Sliders and re-runs never change it; a
 * deleted one stays as a tombstone so that a re-run does not bring the model's box back.
 */
export interface Label {
  readonly id: string;
  readonly box: Box<"source">;
  readonly classId: number;
  readonly origin: LabelOrigin;
  readonly state: LabelState;
}
