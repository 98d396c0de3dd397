import { cosineDistance } from "@/lib/core/review/signals";
import type { Queries } from "@/server/db/transaction";
import { listLabelledFeatures, readFeaturesOf } from "./repository";

interface Kept {
  readonly updatedAtMs: number;
  readonly features: Float32Array;
}

/** Feature vectors by photo, so that each is read once. On globalThis, because a bundler may load this module twice. */
const holder = globalThis as { forageFeatures?: Map<string, Kept> };
holder.forageFeatures ??= new Map();
const kept = holder.forageFeatures;

/** At 256 numbers a photo this is 50 MB. */
const MOST_KEPT = 50_000;
const BATCH = 1_000;

/** Brings the kept vectors up to date with what is labelled now. */
async function labelledVectors(
  queries: Queries,
  modelId: string,
): Promise<ReadonlyMap<string, Float32Array>> {
  const labelled = (await listLabelledFeatures(queries, modelId)).slice(0, MOST_KEPT);
  const missing = labelled.filter(
    ({ photoId, updatedAt }) => kept.get(photoId)?.updatedAtMs !== updatedAt.getTime(),
  );
  const written = new Map(missing.map(({ photoId, updatedAt }) => [photoId, updatedAt.getTime()]));
  for (let at = 0; at < missing.length; at += BATCH) {
    const ids = missing.slice(at, at + BATCH).map(({ photoId }) => photoId);
    for (const { photoId, features } of await readFeaturesOf(queries, ids)) {
      if (features)
        kept.set(photoId, {
          updatedAtMs: written.get(photoId) ?? 0,
          features: Float32Array.from(features),
        });
    }
  }
  if (kept.size > 2 * MOST_KEPT) kept.clear();
  return new Map(
    labelled.flatMap(({ photoId }) => {
      const one = kept.get(photoId);
      return one ? [[photoId, one.features] as const] : [];
    }),
  );
}

/**
 * Cosine distance to the nearest labelled photo other than itself.
 * @param features as `modelId` made them; vectors of other models do not compare
 * @returns null when no labelled photo has comparable features
 */
export async function distanceToLabelled(
  queries: Queries,
  photoId: string,
  modelId: string,
  features: readonly number[],
): Promise<number | null> {
  let nearest = Number.POSITIVE_INFINITY;
  for (const [id, vector] of await labelledVectors(queries, modelId)) {
    if (id === photoId || vector.length !== features.length) continue;
    nearest = Math.min(nearest, cosineDistance(vector, features));
  }
  return Number.isFinite(nearest) ? nearest : null;
}
