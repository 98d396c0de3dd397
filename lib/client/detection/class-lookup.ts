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

/** A class as every model and person of this Forage has it. */
export interface RegisteredClass {
  readonly id: number;
  readonly displayName: string;
  readonly kind: ClassKind;
}

/**
 * @param manifest null while it loads: names are then to come
 * @param registered classes that a person may have named a box with though this model has never learnt them; undefined
 *   while they load, null where nobody can be asked: such a class is then shown by its number
 */
export function createClassLookup(
  manifest: ModelManifest | null,
  registered: readonly RegisteredClass[] | null | undefined,
): ClassLookup {
  const byId = new Map<number, RegisteredClass>(
    [...(registered ?? []), ...(manifest?.classes ?? [])].map((entry) => [entry.id, entry]),
  );
  const isComplete = manifest !== null && registered !== undefined;
  const leaves = manifest?.calibration?.condition;
  // one page says all its names in words, or none
  const hasWords = manifest?.reading?.words.hold === true;
  return {
    all: manifest?.classes ?? [],
    nameOf: (classId) => byId.get(classId)?.displayName ?? (isComplete ? `#${classId}` : NAME_TO_COME),
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
