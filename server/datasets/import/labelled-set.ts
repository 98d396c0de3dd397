import type { SetFormat } from "@/lib/core/datasets/formats/known-formats";
import type { OpenedSet } from "@/lib/core/datasets/formats/opened-set";

/** A set with the format that it was read as. */
export interface LabelledSet extends OpenedSet {
  readonly format: SetFormat;
}
