import { createHash } from "node:crypto";
import type { DatasetManifest } from "@/lib/contracts/dataset-manifest";
import { readVersionManifest } from "@/server/datasets/versions/read-version";

/** Which photos, with which boxes, a version validates and tests with: a hash for each. */
export interface VersionPhotos {
  readonly validation: { readonly key: string; readonly photos: number; readonly boxes: number };
  /** By source: the frozen sets are named after it. */
  readonly tests: ReadonlyMap<string, string>;
}

type Photo = DatasetManifest["photos"][number];

function keyOf(photos: readonly Photo[]): string {
  const hash = createHash("sha256");
  for (const { sha256, boxes } of photos) hash.update(JSON.stringify([sha256, boxes]));
  return hash.digest("hex");
}

/** From a manifest, whose photos and boxes are in one order whatever they came in. */
export function photosOf({ photos }: Pick<DatasetManifest, "photos">): VersionPhotos {
  const used = photos.filter(({ heldOutFor }) => heldOutFor === null);
  const validation = used.filter(({ split }) => split === "val");
  const tests = new Map<string, Photo[]>();
  for (const photo of used.filter(({ split }) => split === "test"))
    tests.set(photo.source, [...(tests.get(photo.source) ?? []), photo]);
  return {
    validation: {
      key: keyOf(validation),
      photos: validation.length,
      boxes: validation.reduce((sum, { boxes }) => sum + boxes.length, 0),
    },
    tests: new Map([...tests].map(([source, some]) => [source, keyOf(some)])),
  };
}

/** By version id: a version never changes. */
const known = new Map<string, Promise<VersionPhotos | null>>();
const KEPT = 200;

/** Null for a version whose manifest cannot be read: what was measured on it is comparable with nothing. */
export function photosOfVersion(id: string, number: number): Promise<VersionPhotos | null> {
  const found = known.get(id);
  if (found) return found;
  const read = readVersionManifest(number)
    .then(photosOf)
    .catch(() => {
      // it may be readable again later
      known.delete(id);
      return null;
    });
  if (known.size >= KEPT) known.clear();
  known.set(id, read);
  return read;
}
