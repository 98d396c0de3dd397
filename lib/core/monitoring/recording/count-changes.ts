import type { Label } from "../../editor/types";
import type { Box } from "../../geometry/box";

/** What a person did with the model's boxes of one photo. `kept`, `deleted`, `renamed` and `moved` are all of the model's boxes. */
export interface Changes {
  readonly kept: number;
  readonly added: number;
  readonly deleted: number;
  readonly renamed: number;
  readonly moved: number;
}

const isSame = (a: Box<"source">, b: Box<"source">) =>
  a.x1 === b.x1 && a.y1 === b.y1 && a.x2 === b.x2 && a.y2 === b.y2;

/**
 * Counts what a person changed when they saved. A box that was renamed and moved counts as renamed.
 * @param modelBoxes how many boxes of the model were shown, those that the person took over among them
 * @param labels the person's boxes; not mutated
 */
export function countChanges(modelBoxes: number, labels: readonly Label[]): Changes {
  let [added, deleted, renamed, moved] = [0, 0, 0, 0];
  for (const { origin, state, classId, box } of labels) {
    if (origin.by === "person") {
      if (state !== "deleted") added++;
    } else if (state === "deleted") deleted++;
    else if (classId !== origin.classId) renamed++;
    else if (!isSame(box, origin.box)) moved++;
  }
  const kept = Math.max(0, modelBoxes - deleted - renamed - moved);
  return { kept, added, deleted, renamed, moved };
}
