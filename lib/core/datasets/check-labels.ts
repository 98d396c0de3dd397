import type { Box, Size } from "../geometry/box";
import { checkBox, type NormalisedClassBox } from "./check-box";
import { type Finding, finding } from "./finding";
import type { PhotoLabels } from "./formats/labelled-set";

export interface LabelCheck {
  readonly findings: readonly Finding[];
  /** Class index of each box that can be used, in file order. */
  readonly classes: readonly number[];
}

export interface CheckedLabels {
  /** Its name in findings, and its size in px, which decides what is absurd. */
  readonly photo: { readonly name: string; readonly size: Size };
  readonly labels: PhotoLabels;
  /** Class index of a name that labels use; undefined for one that is no class of the set. */
  readonly indexOf: (name: string) => number | undefined;
}

/** Findings on what a photo's labels hold besides boxes. */
export function checkRows({ boxes, rows }: PhotoLabels, photo: string): Finding[] {
  const polygons = boxes.filter(({ shape }) => shape === "polygon").length;
  return [
    ...(polygons > 0 ? [finding("label-polygon", [photo], { count: polygons })] : []),
    ...(rows && rows.keypoints > 0 ? [finding("label-keypoints", [photo], { count: rows.keypoints })] : []),
    ...(rows && rows.scores > 0 ? [finding("label-score", [photo], { count: rows.scores })] : []),
  ];
}

const inFractions = ({ x1, y1, x2, y2 }: Box<"source">, { width, height }: Size): Box<"normalised"> => {
  return { x1: x1 / width, y1: y1 / height, x2: x2 / width, y2: y2 / height };
};

/** Checks the labels of one photo, whatever format they came in. Findings name the line where there are lines. */
export function checkLabels({ photo, labels, indexOf }: CheckedLabels): LabelCheck {
  const findings: Finding[] = [];
  const used: NormalisedClassBox[] = [];
  for (const { name, box, line } of labels.boxes) {
    const note = (code: Finding["code"], facts: Finding["facts"]) =>
      findings.push(
        line === undefined
          ? { ...finding(code, [photo.name], facts), region: box }
          : finding(code, [photo.name], facts, line),
      );
    const classed = { classIndex: indexOf(name) ?? -1, box: inFractions(box, photo.size) };
    const isClass = (index: number) => index >= 0;
    if (checkBox(classed, { photo: photo.size, isClass, note, before: used })) used.push(classed);
  }
  const faults = labels.faults
    ? labels.faults.map(({ code, facts, line }) => finding(code, [photo.name], facts, line))
    : labels.problems.map((text) => finding("label-syntax", [photo.name], { text }));
  const repeated = (labels.rows?.repeated ?? []).map((line) =>
    finding("label-duplicate", [photo.name], {}, line),
  );
  return {
    findings: [...faults, ...findings, ...repeated, ...checkRows(labels, photo.name)],
    classes: used.map(({ classIndex }) => classIndex),
  };
}
