import { MAX_BOXES } from "@/lib/contracts/corrections";
import type { EarlierBoxes, KnownPhotos } from "@/lib/contracts/dataset-import";
import type { Who } from "@/lib/contracts/who";
import { standingBoxes } from "@/lib/core/corrections/standing-boxes";
import { goneBoxes, newBoxes, sameBoxes } from "@/lib/core/datasets/join-boxes";
import type { Label } from "@/lib/core/editor/types";
import { AppError } from "@/lib/core/errors";
import type { ClassedBox } from "@/lib/core/geometry/box";
import { latestCorrectionIn, saveCorrectionIn } from "@/server/corrections/service";
import type { Transaction } from "@/server/db/transaction";
import { recordSignalsIn } from "@/server/review/signals/record-signals";

export interface KeepBoxes {
  readonly who: Who;
  readonly photoId: string;
  readonly boxes: readonly ClassedBox[];
  /** What happens to the boxes that the photo already has. */
  readonly knownPhotos: () => KnownPhotos;
  /** How far edges of the same box may differ, px: the rounding of the set's format. */
  readonly within: number;
}

export interface KeptBoxes {
  readonly outcome: "new" | "known" | "changed";
  readonly earlier: EarlierBoxes;
}

const NO_FILTER = {
  confidence: 0,
  iou: 1,
  confidenceByClass: {},
  hiddenClasses: [],
  maxDetections: MAX_BOXES,
};
const NONE: EarlierBoxes = { kept: 0, gone: 0, added: 0 };

function toLabels(boxes: readonly ClassedBox[], prefix: string): Label[] {
  return boxes.map(({ classId, box }, index) => ({
    id: `${prefix}-${index + 1}`,
    box,
    classId,
    origin: { by: "person" },
    state: "drawn",
  }));
}

async function saveBoxes(
  queries: Transaction,
  { who, photoId, boxes, knownPhotos, within }: KeepBoxes,
): Promise<KeptBoxes> {
  const save = (correction: Parameters<typeof saveCorrectionIn>[2]) =>
    saveCorrectionIn(queries, who, correction);
  const latest = await latestCorrectionIn(queries, who.teamId, photoId);
  const fresh = { photoId, modelId: null, backend: null, filter: NO_FILTER, modelBoxes: [] };
  if (!latest) {
    await save({ ...fresh, labels: toLabels(boxes, "import"), baseId: null });
    return { outcome: "new", earlier: NONE };
  }
  const standing = standingBoxes(latest);
  if (sameBoxes(standing, boxes, within)) return { outcome: "known", earlier: NONE };
  const prefix = `import-${latest.revision + 1}`;
  if (knownPhotos() === "replace") {
    await save({ ...fresh, labels: toLabels(boxes, prefix), baseId: latest.id });
    const gone = goneBoxes(standing, boxes, within).length;
    const kept = standing.length - gone;
    return { outcome: "changed", earlier: { kept, gone, added: boxes.length - kept } };
  }
  const added = newBoxes(standing, boxes);
  if (added.length === 0) return { outcome: "known", earlier: NONE };
  if (standing.length + added.length > MAX_BOXES) {
    const reason = `with those that are here it would have more than ${MAX_BOXES} boxes`;
    throw new AppError("import/unreadable-labels", { facts: { reason } });
  }
  const { modelId, backend, filter, modelBoxes } = latest;
  // the model's boxes and a person's changes stay as they are
  const labels = [...latest.labels, ...toLabels(added, prefix)];
  await save({ photoId, modelId, backend, filter, modelBoxes, labels, baseId: latest.id });
  return { outcome: "changed", earlier: { kept: standing.length, gone: 0, added: added.length } };
}

/**
 * Keeps a set's boxes of one photo as its newest correction, as part of a transaction. What the photo had before stays
 * in its history.
 * @throws AppError import/unreadable-labels when the photo would have too many boxes
 */
export async function keepBoxesIn(queries: Transaction, options: KeepBoxes): Promise<KeptBoxes> {
  const kept = await saveBoxes(queries, options);
  if (kept.outcome === "changed") await recordSignalsIn(queries, options.photoId);
  return kept;
}
