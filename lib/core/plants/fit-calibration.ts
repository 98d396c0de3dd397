import type { Judged } from "../metrics/calibration";
import { type CalibrationMethod, chooseCalibration } from "../metrics/choose-calibration";
import { featureSpread, spreadDistance } from "../metrics/feature-spread";
import {
  type FoundBox,
  type LeafCalibration,
  type LeafClass,
  type SpeciesFrom,
  speciesScore,
} from "./read-leaves";

/** A labelled photo as the model saw it. */
export interface SeenPhoto {
  /** What the model found, of whatever kind. */
  readonly boxes: readonly FoundBox[];
  /** Classes that the photo's labels name. */
  readonly truths: readonly number[];
  /** Pooled features; empty when the model has none. */
  readonly features: ArrayLike<number>;
}

export interface FittedCalibration extends LeafCalibration {
  readonly speciesFrom: SpeciesFrom;
  readonly method: CalibrationMethod;
  readonly errors: Readonly<
    Record<"condition" | "species", { readonly before: number; readonly after: number }>
  >;
}

/** Of the two, the sum answers more validation photos at the same share of wrong answers. */
const SPECIES_FROM: SpeciesFrom = "sum";
/** This part of the leaf photos it is measured on counts as like them. */
const LIKE_SHARE = 0.98;
/** Fewer leaf photos say too little about where leaf photos lie. */
const FEWEST_FOR_SPREAD = 30;

/**
 * Calibrates leaf scores on labelled photos. A leaf box is right when its photo's labels name its class, or its species; on a
 * photo without a labelled leaf every leaf box is wrong. Photos without leaves belong among them: without them every
 * leaf score belongs to a known plant.
 * @throws RangeError when fewer than two photos have a leaf box
 */
export function fitCalibration(
  photos: readonly SeenPhoto[],
  classes: readonly LeafClass[],
): FittedCalibration {
  const condition = chooseCalibration(photos.map((photo) => judgeBoxes(photo, classes, "condition")));
  const species = chooseCalibration(
    photos.map((photo) => judgeBoxes(photo, classes, "species", SPECIES_FROM)),
  );
  const round = (value: number) => Number(value.toFixed(4));
  const errors = ({ before, after }: typeof condition) => ({
    before: round(before.expectedCalibrationError),
    after: round(after.expectedCalibrationError),
  });
  return {
    method: condition.method,
    condition: condition.table,
    species: species.table,
    speciesFrom: SPECIES_FROM,
    errors: { condition: errors(condition), species: errors(species) },
    known: fitKnown(photos, classes),
  };
}

/**
 * The leaf boxes of a photo, each with whether its photo's labels say the same.
 * @param speciesFrom what stands for a species; the score of the box's own class if absent
 */
export function judgeBoxes(
  { boxes, truths }: Pick<SeenPhoto, "boxes" | "truths">,
  classes: readonly LeafClass[],
  what: "condition" | "species",
  speciesFrom?: SpeciesFrom,
): Judged[] {
  const meanings = new Map(classes.map((entry) => [entry.classId, entry]));
  const species = new Set(truths.map((id) => meanings.get(id)?.species));
  return boxes.flatMap((box) => {
    const meaning = meanings.get(box.classId);
    if (!meaning) return [];
    if (what === "condition") return [{ score: box.score, isRight: truths.includes(box.classId) }];
    const isRight = species.has(meaning.species);
    return [{ score: speciesScore(box, meanings, speciesFrom), isRight }];
  });
}

function fitKnown(photos: readonly SeenPhoto[], classes: readonly LeafClass[]): LeafCalibration["known"] {
  const leafIds = new Set(classes.map(({ classId }) => classId));
  const vectors = photos
    .filter(({ truths, features }) => features.length > 0 && truths.some((id) => leafIds.has(id)))
    .map(({ features }) => features);
  if (vectors.length < FEWEST_FOR_SPREAD) return null;
  const spread = featureSpread(vectors);
  const distances = vectors.map((vector) => spreadDistance(spread, vector)).sort((a, b) => a - b);
  const limit = distances[Math.ceil(LIKE_SHARE * distances.length) - 1]!;
  return { ...spread, limit: Number(limit.toFixed(4)) };
}
