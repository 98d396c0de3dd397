import { type Box, boxArea, intersectionOverUnion, type Size } from "../geometry/box";
import { type Finding, finding } from "./finding";
import { parseYoloLine, type YoloLabel } from "./yolo-line";

export interface LabelCheck {
  readonly findings: readonly Finding[];
  /** The labels that can be used, in file order. */
  readonly labels: readonly YoloLabel[];
}

/** Export rounding: a coordinate this far outside 0..1 is not worth a word. */
const ROUNDING = 1e-3;
/** A box longer than this against its width, or the other way round, is more likely a slip than a food. */
const MAX_ASPECT = 20;
/** Two boxes of one class that overlap more are one box saved twice. */
const SAME_BOX_IOU = 0.95;

/**
 * Checks one label file.
 * @param photo its name in findings, and its size in px, which decides what is absurd
 */
export function checkLabels(
  text: string,
  photo: { readonly name: string; readonly size: Size },
  classCount: number,
): LabelCheck {
  const findings: Finding[] = [];
  const labels: YoloLabel[] = [];
  const lines = text.split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const note: Note = (code, facts) => findings.push(finding(code, [photo.name], facts, index + 1));
    const label = parseYoloLine(line);
    if (!label) note("label-syntax", { text: line.slice(0, 80) });
    else if (isUsable(label, { photo: photo.size, classCount, note, before: labels })) labels.push(label);
  }
  const polygons = labels.filter((label) => label.shape === "polygon").length;
  if (polygons > 0) findings.push(finding("label-polygon", [photo.name], { count: polygons }));
  return { findings, labels };
}

type Note = (code: Finding["code"], facts: Finding["facts"]) => void;

interface LabelContext {
  readonly photo: Size;
  readonly classCount: number;
  readonly note: Note;
  readonly before: readonly YoloLabel[];
}

function isUsable(label: YoloLabel, { photo, classCount, note, before }: LabelContext): boolean {
  const { box, classIndex } = label;
  if (classIndex >= classCount) {
    note("label-class-unknown", { class: classIndex, classes: classCount });
    return false;
  }
  if (boxArea(box) === 0) {
    note("label-no-area", {});
    return false;
  }
  if (box.x2 <= 0 || box.y2 <= 0 || box.x1 >= 1 || box.y1 >= 1) {
    note("label-outside-photo", {});
    return false;
  }
  const beyond = Math.max(-box.x1, -box.y1, box.x2 - 1, box.y2 - 1);
  if (beyond > ROUNDING) note("label-out-of-range", { beyond: Number(beyond.toFixed(4)) });
  const aspect = aspectOf(box, photo);
  if (aspect > MAX_ASPECT) note("label-aspect", { aspect: Number(aspect.toFixed(1)) });
  const twin = before.findIndex(
    (other) => other.classIndex === classIndex && intersectionOverUnion(other.box, box) > SAME_BOX_IOU,
  );
  if (twin >= 0) {
    note("label-duplicate", { class: classIndex });
    return false;
  }
  return true;
}

/** The longer edge against the shorter, in px. */
function aspectOf(box: Box<"normalised">, photo: Size): number {
  const width = (box.x2 - box.x1) * photo.width;
  const height = (box.y2 - box.y1) * photo.height;
  return Math.max(width, height) / Math.min(width, height);
}
