import type { ClassKind, ModelClass, ModelManifest } from "@/lib/contracts/model-manifest";
import { howSure, type Sureness } from "@/lib/core/detection/how-sure";
import { calibrate } from "@/lib/core/metrics/calibration";

/** Names and kinds of the model's classes, by stable id. */
export interface ClassLookup {
  readonly all: readonly ModelClass[];
  nameOf(classId: number): string;
  kindOf(classId: number): ClassKind;
  /** In which word a score of a class is said; undefined where the model was not calibrated: its scores stay numbers. */
  surenessOf(classId: number, score: number): Sureness | undefined;
}

/** @param manifest null while it loads: classes are then shown by number */
export function createClassLookup(manifest: ModelManifest | null): ClassLookup {
  const byId = new Map(manifest?.classes.map((entry) => [entry.id, entry]));
  return {
    all: manifest?.classes ?? [],
    nameOf: (classId) => byId.get(classId)?.displayName ?? `#${classId}`,
    kindOf: (classId) => byId.get(classId)?.kind ?? "ingredient",
    surenessOf: (classId, score) => {
      // one page says all its scores in words, or none
      if (!manifest?.nameCalibration) return undefined;
      const isLeaf = byId.get(classId)?.kind === "leaf";
      const table = isLeaf ? manifest.calibration?.condition : manifest.nameCalibration.table;
      return table && howSure(calibrate(table, score), isLeaf);
    },
  };
}
