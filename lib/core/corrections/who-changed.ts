import type { StageBox } from "../editor/document";
import { diffBoxes } from "./diff-boxes";
import { type CorrectedBoxes, standingBoxes } from "./standing-boxes";

/** How many boxes came, went, changed their class or moved. */
export interface ChangeCounts {
  readonly added: number;
  readonly removed: number;
  readonly relabelled: number;
  readonly moved: number;
}

export interface WhoChanged {
  /** Drawn, deleted, renamed and moved by hand. */
  readonly byPerson: ChangeCounts;
  /** What another run of a model, or other thresholds, made of untouched boxes. */
  readonly byModel: ChangeCounts;
}

type Kind = keyof ChangeCounts;

const isTouched = ({ state }: StageBox) => state !== "detected";

/**
 * Tells what a person did between two states of a photo from what a model did. A box that stands as the model gave it,
 * before and after, is the model's; so is one that is gone without a person having deleted it.
 */
export function whoChanged(before: CorrectedBoxes, after: CorrectedBoxes): WhoChanged {
  const diff = diffBoxes(standingBoxes(before), standingBoxes(after));
  const gone = goneByHand(diff.removed, after);
  const isHand = (pair: { readonly model: StageBox; readonly standing: StageBox }) =>
    pair.standing.state === "drawn" ||
    pair.standing.state === "edited" ||
    (isTouched(pair.model) && isTouched(pair.standing));
  const both: Record<Kind, readonly boolean[]> = {
    added: diff.added.map(isTouched),
    removed: diff.removed.map((box) => gone.has(box)),
    relabelled: diff.relabelled.map(isHand),
    moved: diff.moved.map(isHand),
  };
  const count = (kind: Kind, byPerson: boolean) => both[kind].filter((one) => one === byPerson).length;
  const countsOf = (byPerson: boolean): ChangeCounts => ({
    added: count("added", byPerson),
    removed: count("removed", byPerson),
    relabelled: count("relabelled", byPerson),
    moved: count("moved", byPerson),
  });
  return { byPerson: countsOf(true), byModel: countsOf(false) };
}

/** Boxes of the earlier state that a person took away: their own, and the model's that a deleted label speaks for. */
function goneByHand(removed: readonly StageBox[], after: CorrectedBoxes): ReadonlySet<StageBox> {
  const tombstones = after.labels.filter(({ state }) => state === "deleted");
  const stillHidden = (box: StageBox) => {
    const modelBoxes = [{ box: box.box, classId: box.classId, score: box.score ?? 0 }];
    return standingBoxes({ modelId: after.modelId, modelBoxes, labels: tombstones }).length === 0;
  };
  return new Set(removed.filter((box) => isTouched(box) || stillHidden(box)));
}
