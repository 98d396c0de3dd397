import type { TrainablePhoto } from "@/lib/contracts/review";
import { type Assignment, type AssignOptions, assignSplits } from "@/lib/core/datasets/assign-splits";
import { nearDuplicatePairs, type PhotoPrint } from "@/lib/core/datasets/near-duplicates";
import { connection } from "@/server/db/transaction";
import { trainablePhotos } from "@/server/review/trainable/trainable-photos";
import type { ParallelOptions } from "../in-parallel";
import type { Inspection } from "../inspect-photo";
import { inspectStored, keptInspections } from "../inspections/inspections";
import { readSplits, type SplitRow } from "./repository";

/** A photo that may be in the next version, looked at, with its place. */
export interface GatheredPhoto extends TrainablePhoto {
  readonly inspection: Inspection;
  readonly assignment: Assignment;
}

/**
 * The split for new photos that came without one. Corrections mostly train; a set that came without splits gets
 * a test set of its own.
 */
const sharesOf: AssignOptions["sharesOf"] = (source) =>
  source === "corrections" ? { train: 0.85, val: 0.15, test: 0 } : { train: 0.8, val: 0.1, test: 0.1 };

/**
 * Every photo that may be trained on and is not excluded, decoded or remembered, with its split.
 * @param excluded SHA-256 of photos that a person left out
 */
export async function gatherPhotos(
  excluded: ReadonlySet<string>,
  options: ParallelOptions,
): Promise<readonly GatheredPhoto[]> {
  const photos: TrainablePhoto[] = [];
  for await (const photo of trainablePhotos()) if (!excluded.has(photo.sha256)) photos.push(photo);
  const inspections = await inspectStored(
    photos.map(({ sha256 }) => sha256),
    options,
  );
  const assignments = await assign(photos, inspections);
  return photos.map((photo, index) => {
    const [inspection, assignment] = [inspections.get(photo.sha256), assignments[index]];
    if (!inspection || !assignment) throw new RangeError(`photo ${photo.sha256} was not looked at`);
    return { ...photo, inspection, assignment };
  });
}

/** Assigns with the photos that were in test or validation before and are kept out now: their copies follow them. */
async function assign(
  photos: readonly TrainablePhoto[],
  inspections: ReadonlyMap<string, Inspection>,
): Promise<readonly Assignment[]> {
  const before = await readSplits(connection());
  const here = new Set(photos.map(({ sha256 }) => sha256));
  const past = [...before.values()].filter(({ sha256, split }) => !here.has(sha256) && split !== "train");
  const kept = await keptInspections(past.map(({ sha256 }) => sha256));
  const all = [
    ...photos.map(({ sha256, source, importedSplit }) => ({ sha256, source, importedSplit })),
    ...past.map(({ sha256, source }) => ({ sha256, source, importedSplit: null })),
  ];
  const prints = all.map(({ sha256 }) => printOf(inspections.get(sha256) ?? kept.get(sha256)));
  const placed = all.map((photo) => ({ ...photo, before: toAssignment(before.get(photo.sha256)) }));
  return assignSplits(placed, pairsOf(prints), { sharesOf }).slice(0, photos.length);
}

function printOf(inspection: Inspection | undefined): PhotoPrint | undefined {
  return inspection?.isReadable ? inspection.print : undefined;
}

function toAssignment(row: SplitRow | undefined): Assignment | undefined {
  return row && { split: row.split, groupKey: row.groupKey, heldOutFor: row.heldOutFor };
}

/** Near-duplicates among the photos that have a print, by index into all of them. */
function pairsOf(prints: readonly (PhotoPrint | undefined)[]): { first: number; second: number }[] {
  const known = prints.flatMap((print, index) => (print ? [{ print, index }] : []));
  return nearDuplicatePairs(known.map(({ print }) => print)).map(({ first, second }) => ({
    first: known[first]!.index,
    second: known[second]!.index,
  }));
}

/**
 * A photo's boxes under today's classes; an unknown class keeps its id and is found by the checks.
 * @param standing of `standingClassIds`
 */
export function boxesByStandingClass(
  boxes: TrainablePhoto["boxes"],
  standing: ReadonlyMap<number, number>,
): TrainablePhoto["boxes"] {
  return boxes.map(({ classId, box }) => ({ classId: standing.get(classId) ?? classId, box }));
}
