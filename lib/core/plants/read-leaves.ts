import type { ClassScore } from "../detection/types";
import type { Box } from "../geometry/box";
import { type CalibrationTable, calibrate } from "../metrics/calibration";
import { type FeatureSpread, spreadDistance } from "../metrics/feature-spread";
import { groupLeaves, type Leaf, type LeafBox } from "./leaves";

export interface LeafClass {
  readonly classId: number;
  readonly species: string;
  readonly condition: string;
}

/** A box as it stands on a photo. */
export interface FoundBox {
  readonly box: Box<"source">;
  readonly classId: number;
  readonly score: number;
  /** A person drew, moved, renamed or confirmed it. */
  readonly isPersons: boolean;
  /** What else the model says of it; absent where only its name is known. */
  readonly others?: readonly ClassScore[] | undefined;
}

/**
 * What a species' table was fitted to: the score of the box's own class, or the scores of all classes of the species in
 * one box together. A leaf that may be one of three diseases of the tomato is surely a tomato's.
 */
export type SpeciesFrom = "best" | "sum";

/** A model's calibration, as far as reading leaves needs it. */
export interface LeafCalibration {
  readonly condition: CalibrationTable;
  readonly species: CalibrationTable;
  /** Absent: "best". */
  readonly speciesFrom?: SpeciesFrom | undefined;
  readonly known: (FeatureSpread & { readonly limit: number }) | null;
}

/** What is read off one photo of a plant. */
export interface PhotoReading {
  readonly leaves: readonly Leaf[];
  /** Its pooled features lie beyond those of the leaf photos the model was calibrated on. */
  readonly isUnlike: boolean;
}

/** The leaf classes among a model's. */
export function leafClassesOf(
  classes: readonly {
    readonly id: number;
    readonly kind: string;
    readonly species?: string | undefined;
    readonly condition?: string | undefined;
  }[],
): LeafClass[] {
  return classes.flatMap(({ id, kind, species, condition }) =>
    kind === "leaf" && species && condition ? [{ classId: id, species, condition }] : [],
  );
}

export interface LeafReader {
  readonly classes: readonly LeafClass[];
  /** Undefined: scores are used as they are. */
  readonly calibration: LeafCalibration | undefined;
}

/**
 * Reads the leaves off one photo's boxes; boxes of other kinds are skipped.
 * @param features the photo's pooled features; undefined or empty when there are none
 */
export function readLeaves(
  boxes: readonly FoundBox[],
  { classes, calibration }: LeafReader,
  features?: ArrayLike<number>,
): PhotoReading {
  const meanings = new Map(classes.map((entry) => [entry.classId, entry]));
  const found = boxes.flatMap((box): LeafBox[] => {
    const meaning = meanings.get(box.classId);
    if (!meaning || !(box.score > 0)) return [];
    const { species, condition } = meaning;
    const sureOf = (table: CalibrationTable | undefined, score: number) => {
      if (box.isPersons) return 1;
      return table ? calibrate(table, score) : Math.min(1, score);
    };
    const sure = sureOf(calibration?.condition, box.score);
    const ofSpecies = speciesScore(box, meanings, calibration?.speciesFrom);
    const speciesSure = Math.max(sure, sureOf(calibration?.species, ofSpecies));
    return [{ box: box.box, isPersons: box.isPersons, species, condition, sure, speciesSure }];
  });
  return { leaves: groupLeaves(found), isUnlike: isUnlike(calibration, features) };
}

/** How much a box speaks for the species of its own class, at most 1. */
export function speciesScore(
  { classId, score, others = [] }: Pick<FoundBox, "classId" | "score" | "others">,
  meanings: ReadonlyMap<number, LeafClass>,
  from: SpeciesFrom = "best",
): number {
  if (from === "best") return score;
  const species = meanings.get(classId)?.species;
  const own = others.filter((other) => meanings.get(other.classId)?.species === species);
  return own.reduce((sum, other) => Math.min(1, sum + other.score), score);
}

function isUnlike(
  calibration: LeafCalibration | undefined,
  features: ArrayLike<number> | undefined,
): boolean {
  const known = calibration?.known;
  if (!known || !features || features.length !== known.mean.length) return false;
  return spreadDistance(known, features) > known.limit;
}

/** One answer out of several photos of one plant: unlike only when every photo with leaves is. */
export function allUnlike(photos: readonly PhotoReading[]): boolean {
  const seen = photos.filter(({ leaves }) => leaves.length > 0);
  return seen.length > 0 && seen.every((photo) => photo.isUnlike);
}
