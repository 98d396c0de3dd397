import type { DatasetManifest } from "@/lib/contracts/dataset-manifest";
import type { ClassBoxCount, VersionSummary } from "@/lib/contracts/dataset-versions";
import { countTogether } from "@/lib/core/datasets/check-classes";
import type { Split } from "@/lib/core/datasets/split";

const TOP_PAIRS = 20;

type BySplit = Record<Split, number>;
const none = (): BySplit => ({ train: 0, val: 0, test: 0 });

function tallyClasses({ classes, photos }: DatasetManifest): ClassBoxCount[] {
  const boxes = new Map<number, BySplit>();
  const seenIn = new Map<number, number>();
  for (const photo of photos) {
    for (const { classId } of photo.boxes) {
      const counts = boxes.get(classId) ?? none();
      counts[photo.split]++;
      boxes.set(classId, counts);
    }
    for (const classId of new Set(photo.boxes.map((box) => box.classId))) {
      seenIn.set(classId, (seenIn.get(classId) ?? 0) + 1);
    }
  }
  return classes.flatMap(({ id, name, displayName, kind }) => {
    const counts = boxes.get(id);
    return counts ? [{ id, name, displayName, kind, photos: seenIn.get(id) ?? 0, boxes: counts }] : [];
  });
}

function tallySources(photos: DatasetManifest["photos"]): VersionSummary["sources"] {
  const sources = new Map<string, { photos: BySplit; heldOut: number }>();
  for (const photo of photos) {
    const entry = sources.get(photo.source) ?? { photos: none(), heldOut: 0 };
    if (photo.heldOutFor) entry.heldOut++;
    else entry.photos[photo.split]++;
    sources.set(photo.source, entry);
  }
  return [...sources]
    .map(([source, entry]) => ({ source, ...entry }))
    .toSorted((a, b) => (a.source < b.source ? -1 : 1));
}

/** Counts of a version, photos held out left aside. */
export function summariseManifest(
  manifest: DatasetManifest,
  gate: Pick<VersionSummary, "errors" | "warnings" | "waived" | "excluded">,
): VersionSummary {
  const used = manifest.photos.filter(({ heldOutFor }) => heldOutFor === null);
  const splits = none();
  for (const { split } of used) splits[split]++;
  const { errors, warnings, waived, excluded } = gate;
  return {
    photos: used.length,
    boxes: used.reduce((sum, photo) => sum + photo.boxes.length, 0),
    splits,
    heldOut: manifest.photos.length - used.length,
    excluded,
    sources: tallySources(manifest.photos),
    classes: tallyClasses({ ...manifest, photos: used }),
    together: countTogether(used.map((photo) => photo.boxes.map(({ classId }) => classId))).slice(
      0,
      TOP_PAIRS,
    ),
    errors,
    warnings,
    waived,
  };
}
