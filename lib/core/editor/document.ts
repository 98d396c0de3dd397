import { namedOnly } from "../detection/filter";
import type { ClassScore, Detection } from "../detection/types";
import type { Box } from "../geometry/box";
import { intersectionOverUnion } from "../geometry/iou";
import type { Label, LabelState } from "./types";

/** Which candidate of which run a label was taken from: identity while that run lives. */
export interface Claim {
  readonly run: string;
  readonly candidate: number;
}

/** A box a person drew and has not named yet. It is not a label: never saved, counted or used for recipes. */
export interface UnnamedBox {
  readonly id: string;
  readonly box: Box<"source">;
}

/** Used where a class id is required and there is none yet. No class has it, and no contract accepts it. */
export const UNNAMED_CLASS = -1;
/** The same for "some food, which?": a box of the model whose name it does not say. */
export const UNKNOWN_CLASS = -2;

/** All a person owns on one photo. Never mutated: each command returns a new one, or the same when nothing changed. */
export interface EditorDocument {
  /** Live labels and tombstones (`state: "deleted"`), oldest first. */
  readonly labels: readonly Label[];
  /** By label id; only for labels taken from a run of this session. */
  readonly claims: Readonly<Record<string, Claim>>;
  /** Drawn and not named yet, oldest first. */
  readonly unnamed: readonly UnnamedBox[];
}

const NONE: readonly ClassScore[] = [];

export const EMPTY_DOCUMENT: EditorDocument = { labels: [], claims: {}, unnamed: [] };

/** What the model says now, after the sliders. `run` names one inference: sliders keep it, a re-run changes it. */
export interface ModelBoxes {
  readonly detections: readonly Detection[];
  readonly modelId: string;
  readonly run: string;
}

export const NO_MODEL: ModelBoxes = { detections: [], modelId: "", run: "" };

/** One box that stands and counts: a live label, or a model's box nobody has touched. */
export interface StageBox {
  /** Stays the same when a model's box becomes a label. */
  readonly id: string;
  readonly box: Box<"source">;
  readonly classId: number;
  readonly state: "detected" | Exclude<LabelState, "deleted">;
  /** The model's score; undefined for a box a person drew. */
  readonly score: number | undefined;
  /** How likely the model's name is right; undefined where that was not measured, and once a person has decided. */
  readonly likelihood?: number | undefined;
  readonly label: Label | undefined;
  readonly detection: Detection | undefined;
  /**
   * What else the object may be, the likeliest first: offered until a person has said what it is, never counted.
   */
  readonly alternatives: readonly ClassScore[];
}

/**
 * One box on the stage: what counts, and what waits for a name and counts for nothing. `unnamed` a person drew; `unknown` is
 * some food to the model, and its alternatives begin with the likeliest name.
 */
export interface ShownBox extends Omit<StageBox, "state"> {
  /** `UNNAMED_CLASS` in the state `unnamed`, `UNKNOWN_CLASS` in the state `unknown`, and there alone. */
  readonly classId: number;
  readonly state: StageBox["state"] | "unnamed" | "unknown";
}

/** A model's box of a new run is the one a label came from at or above this overlap with the original box. */
export const RERUN_MATCH_IOU = 0.5;
/** A model's box that a live label of the same class already covers this well would only be shown twice. */
export const COVERED_IOU = 0.75;

/** The id under which a model's box is shown, and which its label takes over. */
export function detectionId(run: string, candidate: number): string {
  return `model:${run}:${candidate}`;
}

/** All classes a model's box gives its object: another run may put first what was second before. */
function namesOf({ classId, alternatives = [] }: Detection): readonly number[] {
  return [classId, ...alternatives.map((each) => each.classId)];
}

function isClaimedBy(label: Label, detection: Detection, claim: Claim | undefined, run: string): boolean {
  const names = namesOf(detection);
  if (label.origin.by === "model") {
    if (claim?.run === run) {
      if (claim.candidate === detection.candidate) return true;
    } else if (
      names.includes(label.origin.classId) &&
      intersectionOverUnion(label.origin.box, detection.box) >= RERUN_MATCH_IOU
    ) {
      return true;
    }
  }
  return (
    label.state !== "deleted" &&
    names.includes(label.classId) &&
    intersectionOverUnion(label.box, detection.box) >= COVERED_IOU
  );
}

/**
 * True when a label or tombstone already speaks for a model's box: by candidate in the same run, by class and
 * IoU ≥ 0.5 with the original box in another run, or because a live label of its class covers it.
 * Depends on that one detection and the document alone, so a slider cannot make another box come or go.
 */
export function isClaimed(document: EditorDocument, detection: Detection, run: string): boolean {
  return document.labels.some((label) => isClaimedBy(label, detection, document.claims[label.id], run));
}

/** Still open: a person moved the box, but did not say what is in it. */
function isUndecided({ state, origin, classId }: Label): boolean {
  return state === "edited" && origin.by === "model" && origin.classId === classId;
}

function labelBox(label: Label, detection: Detection | undefined): StageBox[] {
  if (label.state === "deleted") return [];
  const score = label.origin.by === "model" ? label.origin.score : undefined;
  return [
    {
      id: label.id,
      box: label.box,
      classId: label.classId,
      state: label.state,
      score,
      label,
      detection: undefined,
      alternatives: isUndecided(label) ? (detection?.alternatives ?? NONE) : NONE,
    },
  ];
}

function detectionBox(detection: Detection, run: string): StageBox {
  return {
    id: detectionId(run, detection.candidate),
    box: detection.box,
    classId: detection.classId,
    state: "detected",
    score: detection.score,
    likelihood: detection.likelihood,
    label: undefined,
    detection,
    alternatives: detection.alternatives ?? NONE,
  };
}

/** Some food without a name: what the model would have called it comes first among what is offered. */
function unknownBox(detection: Detection, run: string): ShownBox {
  const { classId, score, alternatives = NONE } = detection;
  return {
    ...detectionBox(detection, run),
    classId: UNKNOWN_CLASS,
    state: "unknown",
    score: undefined,
    likelihood: undefined,
    alternatives: [{ classId, score }, ...alternatives],
  };
}

/** The model's boxes that no label, tombstone or box without a name speaks for. */
function freeDetections(document: EditorDocument, model: ModelBoxes): Detection[] {
  const taken = new Set([...document.labels, ...document.unnamed].map(({ id }) => id));
  return model.detections.filter(
    (detection) =>
      !isClaimed(document, detection, model.run) && !taken.has(detectionId(model.run, detection.candidate)),
  );
}

/**
 * Everything that stands on one photo and counts: live labels, then the model's unclaimed boxes. Boxes without a name
 * are not among them.
 * @returns ids are unique; boxes in source px; labels exactly as the person left them
 */
export function stageBoxes(document: EditorDocument, model: ModelBoxes): StageBox[] {
  const byCandidate = new Map(model.detections.map((detection) => [detection.candidate, detection]));
  const owned = document.labels.flatMap((label) => {
    const claim = document.claims[label.id];
    return labelBox(label, claim?.run === model.run ? byCandidate.get(claim.candidate) : undefined);
  });
  const free = namedOnly(freeDetections(document, model));
  return [...owned, ...free.map((detection) => detectionBox(detection, model.run))];
}

/** The boxes that wait for a name, as the stage shows them: those a person drew, then those the model gives none. */
export function unnamedBoxes(document: EditorDocument, model: ModelBoxes): ShownBox[] {
  const unknown = freeDetections(document, model)
    .filter(({ isUnknown }) => isUnknown)
    .map((detection) => unknownBox(detection, model.run));
  return [...document.unnamed.map(drawnWithoutName), ...unknown];
}

function drawnWithoutName({ id, box }: UnnamedBox): ShownBox {
  return {
    id,
    box,
    classId: UNNAMED_CLASS,
    state: "unnamed",
    score: undefined,
    label: undefined,
    detection: undefined,
    alternatives: NONE,
  };
}

/** The model's boxes alone, as it gave them: the other side of the compare toggle. */
export function modelBoxes(model: ModelBoxes): ShownBox[] {
  return model.detections.map((detection) =>
    detection.isUnknown ? unknownBox(detection, model.run) : detectionBox(detection, model.run),
  );
}
