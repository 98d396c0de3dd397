import type { z } from "zod";
import type { DatasetManifest, ManifestPhoto } from "@/lib/contracts/dataset-manifest";
import type { ChangedPhoto, diffInputSchema, VersionDiff } from "@/lib/contracts/dataset-versions";
import { diffVersionBoxes, isSameBoxes, type VersionBoxDiff } from "@/lib/core/datasets/diff-versions";
import type { Split } from "@/lib/core/datasets/split";
import { connection } from "@/server/db/transaction";
import { deletedPhotos, readVersionManifest } from "./read-version";
import { findImages } from "./repository";

type Change = Omit<ChangedPhoto, "image" | "isDeleted">;

interface Compared {
  readonly changes: readonly Change[];
  readonly same: number;
  /** Zero changes, for photos that are the same. */
  readonly keptBoxes: number;
}

const splitOf = (photo: ManifestPhoto | undefined): Split | null =>
  photo && photo.heldOutFor === null ? photo.split : null;

/** A photo that is held out is in neither training nor a measure: a comparison ignores it. */
function comparePhoto(before: ManifestPhoto | undefined, after: ManifestPhoto | undefined): Change {
  const [splitBefore, splitAfter] = [splitOf(before), splitOf(after)];
  const photo = after ?? before;
  if (!photo) throw new RangeError("a photo of neither version");
  const boxes = diffVersionBoxes(
    splitBefore === null ? [] : (before?.boxes ?? []),
    splitAfter === null ? [] : (after?.boxes ?? []),
  );
  const { sha256, name, width, height, source } = photo;
  const shown = { sha256, name, width, height, source, splitBefore, splitAfter, boxes: plain(boxes) };
  if (splitBefore === null) return { ...shown, change: "added" };
  if (splitAfter === null) return { ...shown, change: "removed" };
  return { ...shown, change: isSameBoxes(boxes) ? "split" : "changed" };
}

const plain = ({ added, removed, relabelled, moved, kept }: VersionBoxDiff): Change["boxes"] => ({
  added: [...added],
  removed: [...removed],
  relabelled: [...relabelled],
  moved: [...moved],
  kept: [...kept],
});

const isUnchanged = (one: Change) => one.change === "split" && one.splitBefore === one.splitAfter;

function comparePhotos(before: DatasetManifest, after: DatasetManifest): Compared {
  const [first, second] = [before, after].map(
    ({ photos }) => new Map(photos.map((one) => [one.sha256, one])),
  );
  const contents = new Set([...(first?.keys() ?? []), ...(second?.keys() ?? [])]);
  const all = [...contents]
    .toSorted()
    .map((sha256) => comparePhoto(first?.get(sha256), second?.get(sha256)))
    .filter(({ splitBefore, splitAfter }) => splitBefore !== null || splitAfter !== null);
  const changes = all.filter((one) => !isUnchanged(one));
  const same = all.filter(isUnchanged);
  return {
    changes,
    same: same.length,
    keptBoxes: same.reduce((sum, { boxes }) => sum + boxes.kept.length, 0),
  };
}

function countBoxes(manifest: DatasetManifest): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { boxes, heldOutFor } of manifest.photos) {
    if (heldOutFor !== null) continue;
    for (const { classId } of boxes) counts.set(classId, (counts.get(classId) ?? 0) + 1);
  }
  return counts;
}

function compareClasses(before: DatasetManifest, after: DatasetManifest): VersionDiff["classes"] {
  const [first, second] = [countBoxes(before), countBoxes(after)];
  const oldNames = new Map(before.classes.map(({ id, displayName }) => [id, displayName]));
  const newNames = new Map(after.classes.map(({ id, displayName }) => [id, displayName]));
  return [...new Set([...first.keys(), ...second.keys()])]
    .toSorted((a, b) => a - b)
    .map((id) => {
      const [oldName, name] = [oldNames.get(id), newNames.get(id) ?? oldNames.get(id) ?? String(id)];
      return {
        id,
        displayName: name,
        nameBefore: oldName !== undefined && oldName !== name ? oldName : null,
        before: first.get(id) ?? 0,
        after: second.get(id) ?? 0,
      };
    });
}

function tally({ changes, same, keptBoxes }: Compared): Pick<VersionDiff, "photos" | "boxes"> {
  const those = (change: Change["change"]) => changes.filter((one) => one.change === change).length;
  const boxes = (kind: keyof Change["boxes"]) =>
    changes.reduce((sum, one) => sum + one.boxes[kind].length, 0);
  return {
    photos: {
      added: those("added"),
      removed: those("removed"),
      changed: those("changed"),
      split: those("split"),
      same,
    },
    boxes: {
      added: boxes("added"),
      removed: boxes("removed"),
      relabelled: boxes("relabelled"),
      moved: boxes("moved"),
      kept: boxes("kept") + keptBoxes,
    },
  };
}

/** Photos whose boxes changed teach most of a diff; then those that came, went, and moved between splits. */
const ORDER = { changed: 0, added: 1, removed: 2, split: 3 } as const;

/**
 * What changed from one version to another, a page of photos at a time.
 * @throws AppError request/not-found, dataset/damaged
 */
export async function diffVersions(input: z.output<typeof diffInputSchema>): Promise<VersionDiff> {
  const { cursor, limit, change } = input;
  const [before, after] = await Promise.all([
    readVersionManifest(input.before),
    readVersionManifest(input.after),
  ]);
  const compared = comparePhotos(before, after);
  const wanted = compared.changes
    .filter((one) => change === undefined || one.change === change)
    .toSorted((a, b) => ORDER[a.change] - ORDER[b.change]);
  const page = wanted.slice(cursor, cursor + limit);
  const [images, goneBefore, goneAfter] = await Promise.all([
    findImages(
      connection(),
      page.map(({ sha256 }) => sha256),
    ),
    deletedPhotos(input.before),
    deletedPhotos(input.after),
  ]);
  const items = page.map((one) => {
    const isDeleted = goneBefore.has(one.sha256) || goneAfter.has(one.sha256);
    return { ...one, isDeleted, image: isDeleted ? null : (images.get(one.sha256) ?? null) };
  });
  const nextCursor = cursor + limit < wanted.length ? cursor + limit : null;
  return { ...tally(compared), classes: compareClasses(before, after), items, nextCursor };
}
