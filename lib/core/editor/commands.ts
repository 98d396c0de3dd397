import { SAME_OBJECT_IOU } from "../detection/fold-alternatives";
import type { Box, Size } from "../geometry/box";
import { intersectionOverUnion } from "../geometry/iou";
import { type EditorDocument, type ModelBoxes, type ShownBox, stageBoxes } from "./document";
import { hasSameEdges, limitBox, limitMove, moveBox } from "./limits";
import type { Label, LabelOrigin, LabelState } from "./types";
import type { Point } from "./viewport";

/** What a command acts on: the boxes as shown, and the model they may have to be taken from. */
export interface CommandTarget {
  readonly photo: Size;
  readonly model: ModelBoxes;
  readonly boxes: readonly ShownBox[];
}

type Change = Partial<Pick<Label, "box" | "classId">> & { readonly state?: LabelState };

function originOf(target: ShownBox, model: ModelBoxes): LabelOrigin {
  const { detection } = target;
  if (!detection) return { by: "person" };
  const { score, box, classId } = detection;
  return { by: "model", modelId: model.modelId, score, box, classId };
}

/** A model's label back at the model's own box and class is one that a person approved as it was. */
function stateAfter(label: Label, change: Change): LabelState {
  if (change.state) return change.state;
  const { origin } = label;
  if (origin.by === "person") return "drawn";
  const box = change.box ?? label.box;
  const classId = change.classId ?? label.classId;
  return classId === origin.classId && hasSameEdges(box, origin.box) ? "confirmed" : "edited";
}

function isNoChange(label: Label, change: Change): boolean {
  const sameBox = !change.box || hasSameEdges(change.box, label.box);
  const sameClass = change.classId === undefined || change.classId === label.classId;
  return sameBox && sameClass && (!change.state || change.state === label.state);
}

function isNoTouch(target: ShownBox, change: Change): boolean {
  const sameBox = !change.box || hasSameEdges(change.box, target.box);
  const sameClass = change.classId === undefined || change.classId === target.classId;
  return sameBox && sameClass && !change.state;
}

/** Takes a model's box over as a label: same id, its origin kept, its candidate claimed. */
function claim(document: EditorDocument, target: ShownBox, model: ModelBoxes): EditorDocument {
  const { detection } = target;
  if (!detection) throw new RangeError(`No label and no detection behind the box ${target.id}`);
  const label: Label = {
    id: target.id,
    box: target.box,
    classId: detection.classId,
    origin: originOf(target, model),
    state: "confirmed",
  };
  return {
    ...document,
    labels: [...document.labels, label],
    claims: { ...document.claims, [label.id]: { run: model.run, candidate: detection.candidate } },
  };
}

/** A box without a name stays one until it is given a class: then it is a label, under the same id. */
function changeUnnamed(document: EditorDocument, { id }: ShownBox, to: Change): EditorDocument {
  const own = document.unnamed.find((each) => each.id === id);
  if (!own) return document;
  const others = document.unnamed.filter((each) => each.id !== id);
  if (to.state === "deleted") return { ...document, unnamed: others };
  const box = to.box ?? own.box;
  if (to.classId !== undefined) {
    const label: Label = { id, box, classId: to.classId, origin: { by: "person" }, state: "drawn" };
    return { ...document, labels: [...document.labels, label], unnamed: others };
  }
  if (hasSameEdges(box, own.box)) return document;
  return { ...document, unnamed: document.unnamed.map((each) => (each.id === id ? { id, box } : each)) };
}

function change(document: EditorDocument, target: ShownBox, to: Change, model: ModelBoxes): EditorDocument {
  if (target.state === "unnamed") return changeUnnamed(document, target, to);
  const known = document.labels.some((label) => label.id === target.id);
  if (!known && isNoTouch(target, to)) return document;
  // moved without a name, it is the person's box from now on, and still has none
  if (target.state === "unknown" && to.box && to.classId === undefined)
    return { ...document, unnamed: [...document.unnamed, { id: target.id, box: to.box }] };
  const owned = known ? document : claim(document, target, model);
  const label = owned.labels.find((each) => each.id === target.id);
  if (!label || (known && isNoChange(label, to))) return document;
  const next: Label = { ...label, ...to, state: stateAfter(label, to) };
  return { ...owned, labels: owned.labels.map((each) => (each.id === next.id ? next : each)) };
}

function changeAll(
  document: EditorDocument,
  target: CommandTarget,
  to: (box: ShownBox) => Change,
): EditorDocument {
  return target.boxes.reduce((result, box) => change(result, box, to(box), target.model), document);
}

export interface NewBox {
  readonly id: string;
  readonly box: Box<"source">;
  readonly classId: number;
}

/** Adds a box a person drew and has not named, clipped to the photo and at least the minimum size. */
export function drawUnnamed(
  document: EditorDocument,
  drawn: Pick<NewBox, "id" | "box">,
  photo: Size,
): EditorDocument {
  const box = { id: drawn.id, box: limitBox(drawn.box, photo) };
  return { ...document, unnamed: [...document.unnamed, box] };
}

/** Adds a box a person drew and named, clipped to the photo and at least the minimum size. */
export function drawBox(document: EditorDocument, drawn: NewBox, photo: Size): EditorDocument {
  const label: Label = {
    ...drawn,
    box: limitBox(drawn.box, photo),
    origin: { by: "person" },
    state: "drawn",
  };
  return { ...document, labels: [...document.labels, label] };
}

/** Moves boxes together, stopping where the first meets the photo's edge; sizes stay. */
export function moveBoxes(document: EditorDocument, target: CommandTarget, by: Point): EditorDocument {
  if (target.boxes.length === 0) return document;
  const boxes = target.boxes.map((each) => each.box);
  const allowed = limitMove(boxes, by, target.photo);
  if (allowed.x === 0 && allowed.y === 0) return document;
  return changeAll(document, target, ({ box }) => ({ box: moveBox(box, allowed) }));
}

/** Gives boxes new edges (a finished resize or a number field). Ids without an entry stay. */
export function placeBoxes(
  document: EditorDocument,
  target: CommandTarget,
  places: ReadonlyMap<string, Box<"source">>,
): EditorDocument {
  return changeAll(document, target, ({ id, box }) => {
    const place = places.get(id);
    return place && !hasSameEdges(place, box) ? { box: limitBox(place, target.photo) } : {};
  });
}

/** Moves the right and bottom edge by source px, not past the minimum size or the photo. */
export function growBoxes(document: EditorDocument, target: CommandTarget, by: Point): EditorDocument {
  const grown = target.boxes.map(({ id, box }): [string, Box<"source">] => {
    const x2 = Math.max(box.x2 + by.x, box.x1 + 1);
    const y2 = Math.max(box.y2 + by.y, box.y1 + 1);
    const limited = limitBox({ ...box, x2, y2 }, target.photo);
    // What is too thin grows to the right and down, so that holding the key does not push the box along.
    const width = limited.x2 - limited.x1;
    const height = limited.y2 - limited.y1;
    const x1 = Math.min(box.x1, target.photo.width - width);
    const y1 = Math.min(box.y1, target.photo.height - height);
    return [id, { x1, y1, x2: x1 + width, y2: y1 + height }];
  });
  return placeBoxes(document, target, new Map(grown));
}

/** The model's boxes of other classes on the object of a box: one object is not two things. */
function rivalsOf(document: EditorDocument, model: ModelBoxes, own: Box<"source">): ShownBox[] {
  return stageBoxes(document, model).filter(
    ({ state, box }) => state === "detected" && intersectionOverUnion(box, own) >= SAME_OBJECT_IOU,
  );
}

/**
 * Gives boxes a class. One that is named for the first time speaks for its object: what the model called it goes, with a
 * tombstone, in the same step.
 */
export function relabelBoxes(
  document: EditorDocument,
  target: CommandTarget,
  classId: number,
): EditorDocument {
  const named = changeAll(document, target, () => ({ classId }));
  return target.boxes
    .filter(({ state }) => state === "unnamed" || state === "unknown")
    .reduce((result, { box }) => {
      const boxes = rivalsOf(result, target.model, box);
      return deleteBoxes(result, { ...target, boxes });
    }, named);
}

/** Approves the model's boxes as they are; a box a person drew or changed is approved already and stays. */
export function confirmBoxes(document: EditorDocument, target: CommandTarget): EditorDocument {
  const untouched = target.boxes.filter((box) => box.state === "detected");
  return changeAll(document, { ...target, boxes: untouched }, () => ({ state: "confirmed" }));
}

/** A model's box leaves a tombstone, so that no slider or re-run brings it back; one a person drew is gone. */
export function deleteBoxes(document: EditorDocument, target: CommandTarget): EditorDocument {
  const buried = changeAll(document, target, () => ({ state: "deleted" }));
  if (buried === document) return document;
  const labels = buried.labels.filter((label) => label.state !== "deleted" || label.origin.by === "model");
  return labels.length === buried.labels.length ? buried : { ...buried, labels };
}

/**
 * Copies boxes as drawn ones, all moved by the same way, stopping at the photo's edge. The copy of a box without a
 * name has none either.
 * @param copy one new id a box, in the order of `target.boxes`, and the way in source px
 */
export function duplicateAt(
  document: EditorDocument,
  target: CommandTarget,
  copy: { readonly ids: readonly string[]; readonly by: Point },
): EditorDocument {
  if (target.boxes.length === 0) return document;
  const boxes = target.boxes.map((each) => each.box);
  const by = limitMove(boxes, copy.by, target.photo);
  return target.boxes.reduce((result, { box, classId, state }, index) => {
    const id = copy.ids[index];
    if (id === undefined) throw new RangeError("A copy needs an id for every box");
    const drawn = { id, classId, box: moveBox(box, by) };
    return state === "unnamed" || state === "unknown"
      ? drawUnnamed(result, drawn, target.photo)
      : drawBox(result, drawn, target.photo);
  }, document);
}

/** Copies boxes a third of their common size further on, or back where the photo ends. */
export function duplicateBoxes(
  document: EditorDocument,
  target: CommandTarget,
  ids: readonly string[],
): EditorDocument {
  const edge = (pick: (box: Box<"source">) => number) => target.boxes.map(({ box }) => pick(box));
  const step = (lows: readonly number[], highs: readonly number[], room: number) => {
    const low = Math.min(...lows);
    const high = Math.max(...highs);
    const by = Math.min(...highs.map((to, index) => to - (lows[index] ?? 0))) / 3;
    if (high + by <= room) return by;
    return low - by >= 0 ? -by : 0;
  };
  const by = {
    x: step(
      edge((box) => box.x1),
      edge((box) => box.x2),
      target.photo.width,
    ),
    y: step(
      edge((box) => box.y1),
      edge((box) => box.y2),
      target.photo.height,
    ),
  };
  return duplicateAt(document, target, { ids, by });
}
