import type { Correction } from "@/lib/contracts/corrections";
import { compareBoxes, tallyErrors } from "@/lib/core/corrections/compare-boxes";
import { standingBoxes } from "@/lib/core/corrections/standing-boxes";
import {
  noveltyOf,
  personDisagreement,
  priorityOf,
  rarityOf,
  type Signals,
  uncertaintyOf,
} from "@/lib/core/review/signals";
import { connection, type Queries } from "@/server/db/transaction";
import { distanceToLabelled } from "./nearest-labelled";
import { countLabelledByClass, readFeatures, readNewest, writeSignals } from "./repository";

/** Features known of a photo, and the model that made them. */
interface KnownFeatures {
  readonly modelId: string;
  readonly features: number[];
}

async function featuresOf(
  queries: Queries,
  { photoId, modelId }: Correction,
  fresh: readonly number[] | undefined,
): Promise<KnownFeatures | null> {
  if (modelId && fresh && fresh.length > 0) return { modelId, features: [...fresh] };
  const known = await readFeatures(queries, photoId);
  return known?.modelId && known.features ? { modelId: known.modelId, features: known.features } : null;
}

async function noveltyOfPhoto(
  queries: Queries,
  photoId: string,
  known: KnownFeatures | null,
): Promise<number | null> {
  if (!known) return null;
  const distance = await distanceToLabelled(queries, photoId, known.modelId, known.features);
  return distance === null ? null : noveltyOf(distance);
}

/**
 * Works out what the review queue orders a photo by, from its newest correction, and keeps it. Part of each save.
 * @param fresh the model's pooled features, when the page sent them; else those known from before
 */
export async function recordSignalsIn(
  queries: Queries,
  photoId: string,
  fresh?: readonly number[],
): Promise<void> {
  const correction = await readNewest(queries, photoId);
  if (!correction) return;
  const standing = standingBoxes(correction);
  const comparison = compareBoxes(correction.modelBoxes, standing);
  const { confidence, confidenceByClass } = correction.filter;
  const unspoken = standing.flatMap(({ state, score, classId }) =>
    state === "detected" && score !== undefined
      ? [{ score, threshold: confidenceByClass[classId] ?? confidence }]
      : [],
  );
  const classIds = [...new Set(standing.map(({ classId }) => classId))];
  const known = await featuresOf(queries, correction, fresh);
  const signals: Signals = {
    disagreement: personDisagreement(comparison),
    uncertainty: uncertaintyOf(unspoken),
    rarity: rarityOf(classIds, await countLabelledByClass(queries, classIds)),
    novelty: await noveltyOfPhoto(queries, photoId, known),
  };
  await writeSignals(queries, {
    photoId,
    revision: correction.revision,
    modelId: known?.modelId ?? correction.modelId,
    errors: tallyErrors(comparison),
    ...signals,
    priority: priorityOf(signals),
    features: known?.features ?? null,
  });
}

/** As `recordSignalsIn`, in its own transaction: for what a save did not write, or what depends on other photos. */
export function recordSignals(photoId: string): Promise<void> {
  return recordSignalsIn(connection(), photoId);
}
