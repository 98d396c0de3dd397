import { setImmediate as nextTurn } from "node:timers/promises";
import { z } from "zod";
import { boxSchema, classIdSchema, scoreSchema } from "@/lib/contracts/box";
import { type Place, placesOf } from "@/lib/core/data-errors/places";
import { AppError, isAppError } from "@/lib/core/errors";
import { connection } from "@/server/db/transaction";
import { detectPixels, releaseNetwork } from "@/server/detection/service";
import { decodePhoto } from "@/server/media/service";
import { championId, type ResolvedModel, resolveModel } from "@/server/models/service";
import { getFileStore } from "@/server/storage/service";
import { findLooked, insertLook, readLooks } from "./repository";

export interface PhotoToLookAt {
  readonly photoId: string;
  readonly sha256: string;
}

export interface LookOptions {
  readonly signal: AbortSignal;
  /** Called after each look that was made now. */
  readonly onLook: () => void;
}

/** What a model saw of a photo. */
export interface Look {
  readonly places: readonly Place[];
  /** Empty when the model has none. */
  readonly features: readonly number[];
}

const placesSchema = z.array(
  z.object({
    box: boxSchema,
    classes: z.array(z.object({ classId: classIdSchema, score: scoreSchema })).min(1),
  }),
);

const rounded = (value: number, digits: number) => Number(value.toFixed(digits));

/** As they are kept: tenths of a px and ten-thousandths of a score say enough. */
const toKept = (places: readonly Place[]): Place[] =>
  places.flatMap(({ box, classes }) => {
    const [x1, y1, x2, y2] = [box.x1, box.y1, box.x2, box.y2].map((edge) => rounded(edge, 1));
    const edges = { x1: x1!, y1: y1!, x2: x2!, y2: y2! };
    if (edges.x2 <= edges.x1 || edges.y2 <= edges.y1) return [];
    return [
      { box: edges, classes: classes.map(({ classId, score }) => ({ classId, score: rounded(score, 4) })) },
    ];
  });

async function look({ photoId, sha256 }: PhotoToLookAt, model: ResolvedModel): Promise<void> {
  const bytes = await (await getFileStore()).read(sha256);
  const { rgba, width, height } = await decodePhoto(bytes, { isStored: true });
  // as the network scored it: what a page makes of its scores is measured on the very sets that are judged
  const { candidates, features } = await detectPixels(rgba, { width, height }, { model, asScored: true });
  const places = toKept(placesOf(candidates));
  await insertLook(connection(), { photoId, modelId: model.id, places, features: Array.from(features) });
}

/** Photos that a model has not looked at, in the given order. */
export async function unlooked(
  modelId: string,
  photos: readonly PhotoToLookAt[],
): Promise<readonly PhotoToLookAt[]> {
  const done = await findLooked(
    connection(),
    modelId,
    photos.map(({ photoId }) => photoId),
  );
  return photos.filter(({ photoId }) => !done.has(photoId));
}

/**
 * Lets a model look at photos and keeps what it saw, each at once, so that a cancelled job has lost nothing.
 * @returns how many could not be read
 * @throws AppError model/…, detection/…; detection/cancelled when aborted
 */
export async function lookAt(
  modelId: string,
  photos: readonly PhotoToLookAt[],
  { signal, onLook }: LookOptions,
): Promise<number> {
  if (photos.length === 0) return 0;
  const model = await resolveModel(modelId);
  let failed = 0;
  try {
    for (const photo of photos) {
      if (signal.aborted) throw new AppError("detection/cancelled", { cause: signal.reason });
      try {
        await look(photo, model);
      } catch (error) {
        // the photo's own fault; any other error would hit the next one too
        if (!isAppError(error) || !/^(photo|storage)\//.test(error.code)) throw error;
        failed++;
      }
      onLook();
      await nextTurn();
    }
  } finally {
    if (modelId !== (await championId().catch(() => undefined))) await releaseNetwork(modelId);
  }
  return failed;
}

/** What a model saw of each photo, by photo id. */
export async function keptLooks(
  modelId: string,
  photos: readonly PhotoToLookAt[],
): Promise<ReadonlyMap<string, Look>> {
  const looks = new Map<string, Look>();
  const ids = photos.map(({ photoId }) => photoId);
  for await (const { photoId, places, features } of readLooks(connection(), modelId, ids))
    looks.set(photoId, { places: placesSchema.parse(places), features });
  return looks;
}
