import type { ClassKind, ModelClass, ModelManifest } from "@/lib/contracts/model-manifest";
import { howSure, type Sureness } from "@/lib/core/detection/how-sure";
import { calibrate } from "@/lib/core/metrics/calibration";

/** A name the model gave: its score, and how likely it is right where that was measured. */
export interface GivenName {
  readonly classId: number;
  readonly score?: number | undefined;
  readonly likelihood?: number | undefined;
}

/** Names and kinds of the model's classes, by stable id. */
export interface ClassLookup {
  readonly all: readonly ModelClass[];
  nameOf(classId: number): string;
  kindOf(classId: number): ClassKind;
  /** The three words hold for this model version: a page says them, and no scores. */
  readonly hasWords: boolean;
  /** In which word a name is said; undefined without words, and where nothing is known of how likely it is. */
  surenessOf(name: GivenName): Sureness | undefined;
}

/** In place of a name that is still to come. */
export const NAME_TO_COME = "…";

/** @param manifest null while it loads: names are then to come; only a class that it does not have is shown by its number */
export function createClassLookup(manifest: ModelManifest | null): ClassLookup {
  const byId = new Map(manifest?.classes.map((entry) => [entry.id, entry]));
  const leaves = manifest?.calibration?.condition;
  // one page says all its names in words, or none
  const hasWords = manifest?.reading?.words.hold === true;
  return {
    all: manifest?.classes ?? [],
    nameOf: (classId) => (manifest ? (byId.get(classId)?.displayName ?? `#${classId}`) : NAME_TO_COME),
    kindOf: (classId) => byId.get(classId)?.kind ?? "ingredient",
    hasWords,
    surenessOf: ({ classId, score, likelihood }) => {
      if (!hasWords) return undefined;
      if (byId.get(classId)?.kind !== "leaf")
        return likelihood === undefined ? undefined : howSure(likelihood, false);
      return leaves && score !== undefined ? howSure(calibrate(leaves, score), true) : undefined;
    },
  };
}
