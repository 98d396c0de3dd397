import { type CorrectedBoxes, standingBoxes } from "../corrections/standing-boxes";
import { type CommandTarget, deleteBoxes, placeBoxes, relabelBoxes } from "../editor/commands";
import { type EditorDocument, EMPTY_DOCUMENT } from "../editor/document";
import { limitBox } from "../editor/limits";
import type { Label } from "../editor/types";
import type { ClassedBox, Size } from "../geometry/box";
import type { LabelDoubtKind } from "./judge-labels";
import { isSameLabel, type KeptLabel } from "./kept-labels";

export interface Mend extends KeptLabel {
  readonly kind: LabelDoubtKind;
  readonly model: (ClassedBox & { readonly score: number }) | null;
}

interface MendOptions {
  readonly photo: Size;
  /** Of the model that judged. */
  readonly modelId: string;
  /** Of a box that is added. */
  readonly newId: string;
  /** The class that one counts as today. */
  readonly standingClass: (classId: number) => number;
}

/**
 * A photo's labels with the model's answer in place of what it doubts: another name, a box more or less, another place. Made
 * by the editor's own commands, so that it is a correction like any other.
 * @returns undefined when the label no longer stands, or nothing would change
 */
export function mendLabels(
  correction: CorrectedBoxes,
  mend: Mend,
  options: MendOptions,
): readonly Label[] | undefined {
  const { photo, standingClass } = options;
  const document: EditorDocument = { ...EMPTY_DOCUMENT, labels: correction.labels };
  const { kind, label, model } = mend;
  if (kind === "missing-box") return model ? [...document.labels, added(model, options)] : undefined;
  const boxes = standingBoxes(correction).filter(
    ({ classId, box }) => label && isSameLabel({ classId: standingClass(classId), box }, label),
  );
  const [box] = boxes;
  if (!box) return undefined;
  const detections = correction.modelBoxes.map((one, candidate) => ({ ...one, candidate }));
  const target: CommandTarget = {
    photo,
    model: { detections, modelId: correction.modelId ?? "", run: "saved" },
    boxes: [box],
  };
  const mended = change(document, target, mend);
  return mended === document ? undefined : mended.labels;
}

function change(document: EditorDocument, target: CommandTarget, { kind, model }: Mend): EditorDocument {
  if (kind === "empty-box") return deleteBoxes(document, target);
  if (!model) return document;
  if (kind === "wrong-class") return relabelBoxes(document, target, model.classId);
  return placeBoxes(document, target, new Map(target.boxes.map(({ id }) => [id, model.box])));
}

/** The model's box, approved by a person. */
function added(
  { box, classId, score }: NonNullable<Mend["model"]>,
  { photo, modelId, newId }: MendOptions,
): Label {
  const inside = limitBox(box, photo);
  return {
    id: newId,
    box: inside,
    classId,
    origin: { by: "model", modelId, score, box: inside, classId },
    state: "confirmed",
  };
}
