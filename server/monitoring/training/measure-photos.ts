import { setImmediate as nextTurn } from "node:timers/promises";
import { TRAINING_SAMPLE, type TrainingRow } from "@/lib/contracts/training-figures";
import { AppError, isAppError } from "@/lib/core/errors";
import { detectPixels, releaseNetwork } from "@/server/detection/service";
import { decodePhoto } from "@/server/media/service";
import { championId, resolveModel } from "@/server/models/service";

/** A photo by what places it in the sample, such as its hash, and how its file is read. */
export interface PhotoToMeasure {
  readonly key: string;
  readonly read: () => Promise<Uint8Array>;
}

export interface MeasureOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * What a model finds on a sample of photos, as a page's detections tell it: those with the lowest keys.
 * @param photos in any order; not mutated
 * @returns figures of those that could be read
 * @throws AppError model/…, detection/…; detection/cancelled when aborted
 */
export async function measurePhotos(
  modelId: string,
  photos: readonly PhotoToMeasure[],
  { signal, onProgress }: MeasureOptions,
): Promise<readonly TrainingRow[]> {
  const model = await resolveModel(modelId);
  const sample = photos.toSorted((a, b) => (a.key < b.key ? -1 : 1)).slice(0, TRAINING_SAMPLE);
  const rows: TrainingRow[] = [];
  try {
    for (const [at, { read }] of sample.entries()) {
      if (signal.aborted) throw new AppError("detection/cancelled", { cause: signal.reason });
      try {
        const { rgba, width, height } = await decodePhoto(await read(), { isStored: true });
        const { figures } = await detectPixels(rgba, { width, height }, { model, describe: true });
        if (figures) {
          const { recordMs: _, ...row } = figures;
          rows.push({ ...row, sketch: row.sketch && [...row.sketch] });
        }
      } catch (error) {
        // the photo's own fault; any other error would hit the next one too
        if (!isAppError(error) || !/^(photo|storage)\//.test(error.code)) throw error;
      }
      onProgress(at + 1, sample.length);
      await nextTurn();
    }
  } finally {
    if (modelId !== (await championId().catch(() => undefined))) await releaseNetwork(modelId);
  }
  return rows;
}
