import type { ClassKind, ModelClass, ModelManifest } from "@/lib/contracts/model-manifest";

/** Names and kinds of the model's classes, by stable id. */
export interface ClassLookup {
  readonly all: readonly ModelClass[];
  nameOf(classId: number): string;
  kindOf(classId: number): ClassKind;
}

/** @param manifest null while it is on its way: classes then go by number */
export function createClassLookup(manifest: ModelManifest | null): ClassLookup {
  const byId = new Map(manifest?.classes.map((entry) => [entry.id, entry]));
  return {
    all: manifest?.classes ?? [],
    nameOf: (classId) => byId.get(classId)?.displayName ?? `#${classId}`,
    kindOf: (classId) => byId.get(classId)?.kind ?? "ingredient",
  };
}
