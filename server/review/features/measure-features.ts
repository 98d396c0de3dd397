import type { FeaturesJobResult } from "@/lib/contracts/review";
import { isAppError } from "@/lib/core/errors";
import { ownTeam } from "@/server/db/own-team";
import { connection, transaction } from "@/server/db/transaction";
import { detectPixels } from "@/server/detection/service";
import { decodePhoto } from "@/server/media/service";
import { championId, type ResolvedModel, resolveModel } from "@/server/models/service";
import { getFileStore } from "@/server/storage/service";
import { recordSignalsIn } from "../signals/record-signals";
import { refreshHead } from "../signals/refresh-waiting";
import { readFeatures } from "../signals/repository";
import { countWithout, holdPhoto, listWithout, writeFeatures } from "./repository";

const PAGE = 100;

/** Shared photos of the team the champion has no features of; 0 while there is no champion. */
export async function countUnmeasured(teamId: string): Promise<number> {
  const modelId = await championId().catch(() => undefined);
  return modelId === undefined ? 0 : countWithout(connection(), modelId, teamId);
}

async function measure(
  photo: { readonly id: string; readonly sha256: string },
  model: ResolvedModel,
): Promise<void> {
  const { rgba, width, height } = await decodePhoto(await (await getFileStore()).read(photo.sha256), {
    isStored: true,
  });
  const { features } = await detectPixels(rgba, { width, height }, { model });
  await transaction(async (queries) => {
    await holdPhoto(queries, photo.id);
    if (!(await readFeatures(queries, photo.id))) await recordSignalsIn(queries, photo.id);
    await writeFeatures(queries, photo.id, model.id, Array.from(features));
  });
}

export interface MeasureOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Runs the champion on every shared photo without its features, then orders the head of the queue by
 * them. A photo that cannot be read is counted and left out.
 * @throws AppError model/…, detection/… ; the signal's reason when aborted
 */
export async function measureAll({ signal, onProgress }: MeasureOptions): Promise<FeaturesJobResult> {
  const model = await resolveModel(await championId());
  const modelId = model.id;
  const total = await countWithout(connection(), modelId, ownTeam());
  let [measured, failed] = [0, 0];
  let after: string | null = null;
  for (;;) {
    const page: Awaited<ReturnType<typeof listWithout>> = await listWithout(
      connection(),
      modelId,
      after,
      PAGE,
    );
    for (const photo of page) {
      signal.throwIfAborted();
      try {
        await measure(photo, model);
        measured++;
      } catch (error) {
        // the photo's own fault; any other error would hit the next one too
        if (!isAppError(error) || !/^(photo|storage)\//.test(error.code)) throw error;
        failed++;
      }
      onProgress(measured + failed, total);
    }
    after = page.at(-1)?.id ?? null;
    if (after === null) break;
  }
  await refreshHead();
  return { measured, failed };
}
