import { cosineDistance, noveltyOf, priorityOf, rarityOf } from "@/lib/core/review/signals";
import { connection } from "@/server/db/transaction";
import { recordSignals } from "./record-signals";
import {
  countLabelledByClass,
  readClassIds,
  readFeatures,
  readWaiting,
  updateOrder,
  type WaitingRow,
} from "./repository";

/** The head of the queue is kept exact; photos that enter it later are updated before. */
const HEAD = 200;
/** Smaller changes move no photo. */
const NOTICEABLE = 0.005;

function noveltyBeside(
  row: WaitingRow,
  labelled: { readonly modelId: string | null; readonly features: readonly number[] | null } | undefined,
): number | null {
  if (!labelled?.features || !row.features || labelled.modelId !== row.modelId) return row.novelty;
  const beside = noveltyOf(cosineDistance(labelled.features, row.features));
  return Math.min(row.novelty ?? 1, beside);
}

/**
 * After a photo became labelled: its classes are less rare and what looks like it less new, so the head of the queue
 * is reordered.
 */
export async function refreshBeside(photoId: string): Promise<void> {
  const [waiting, labelled, classIds] = await Promise.all([
    readWaiting(connection(), HEAD),
    readFeatures(connection(), photoId),
    readClassIds(connection(), photoId),
  ]);
  const all = new Set(waiting.flatMap((row) => row.classIds));
  const photosByClass = await countLabelledByClass(connection(), [...all]);
  const held = new Set(classIds);
  for (const row of waiting) {
    const novelty = noveltyBeside(row, labelled);
    const rarity = row.classIds.some((id) => held.has(id))
      ? rarityOf(row.classIds, photosByClass)
      : row.rarity;
    const priority = priorityOf({ ...row, novelty, rarity });
    const isNoticeable =
      Math.abs(priority - row.priority) >= NOTICEABLE || (novelty === null) !== (row.novelty === null);
    if (isNoticeable) await updateOrder(connection(), { photoId: row.photoId, novelty, rarity, priority });
  }
}

/** After a photo stopped being labelled: the head of the queue is worked out again. */
export async function refreshHead(): Promise<void> {
  for (const { photoId } of await readWaiting(connection(), 50)) await recordSignals(photoId);
}
