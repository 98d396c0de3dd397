import { createHash } from "node:crypto";
import { z } from "zod";
import type { Job } from "@/lib/contracts/jobs";
import {
  TRAINING_FIGURES_JOB,
  type TrainingFigures,
  type TrainingRow,
  trainingFiguresInputSchema,
} from "@/lib/contracts/training-figures";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { deletedPhotos, readVersionManifest } from "@/server/datasets/versions/read-version";
import { connection } from "@/server/db/transaction";
import type { JobHandler } from "@/server/jobs/job-handler";
import { enqueueJob } from "@/server/jobs/service";
import { readLineage } from "@/server/models/lineage/lineage";
import { getFileStore } from "@/server/storage/service";
import { type MeasureOptions, measurePhotos, type PhotoToMeasure } from "./measure-photos";
import * as repository from "./repository";

const resultSchema = z.object({ photos: z.number().int(), all: z.number().int() });
type Params = z.output<typeof trainingFiguresInputSchema>;
type Result = z.output<typeof resultSchema>;

/** The version that a model learnt from, where it is on this server; null for one that shipped or was brought along. */
export async function versionOf(modelId: string): Promise<number | null> {
  const lineage = await readLineage(modelId).catch(() => undefined);
  return lineage?.version?.number ?? null;
}

/** What is known of a model's training data; null where it was not looked at. */
export async function figuresOf(teamId: string, modelId: string): Promise<TrainingFigures | null> {
  const found = await repository.findFigures(connection(), { teamId, modelId });
  return found ? { ...found, madeAt: found.madeAt.toISOString() } : null;
}

async function keep(
  key: repository.FiguresKey,
  figures: { readonly version: number | null; readonly all: number; readonly rows: readonly TrainingRow[] },
): Promise<Result> {
  if (figures.rows.length === 0) throw new AppError("monitoring/no-training-data");
  await repository.writeFigures(connection(), key, figures);
  return { photos: figures.rows.length, all: figures.all };
}

/**
 * Lets a model look at photos of the version that it learnt from, and keeps the figures. Photos that were deleted since are
 * left out, as are those it was not trained on.
 * @throws AppError monitoring/no-training-data, dataset/damaged, model/…, detection/…
 */
export async function keepTrainingFigures(
  { teamId, modelId }: repository.FiguresKey,
  options: MeasureOptions,
): Promise<Result> {
  const version = await versionOf(modelId);
  if (version === null) throw new AppError("monitoring/no-training-data");
  const [manifest, deleted] = await Promise.all([readVersionManifest(version), deletedPhotos(version)]);
  const learnt = manifest.photos.filter(
    ({ sha256, split, heldOutFor }) => split === "train" && heldOutFor === null && !deleted.has(sha256),
  );
  const store = await getFileStore();
  const photos = learnt.map(
    ({ sha256 }): PhotoToMeasure => ({ key: sha256, read: () => store.read(sha256) }),
  );
  const rows = await measurePhotos(modelId, photos, options);
  return keep({ teamId, modelId }, { version, all: learnt.length, rows });
}

/**
 * The same of photos in files, for a model that learnt elsewhere.
 * @param files in any order, each by its path
 * @throws AppError monitoring/no-training-data where none can be read; model/…, detection/…
 */
export async function keepFiguresOfFiles(
  key: repository.FiguresKey,
  files: readonly { readonly path: string; readonly read: () => Promise<Uint8Array> }[],
  options: MeasureOptions,
): Promise<Result> {
  const photos = files.map(({ path, read }) => ({
    key: createHash("sha256").update(path).digest("hex"),
    read,
  }));
  const rows = await measurePhotos(key.modelId, photos, options);
  return keep(key, { version: null, all: files.length, rows });
}

/** Job "training-figures": one model's. */
export const trainingFiguresJob: JobHandler<Params, Result> = {
  kind: TRAINING_FIGURES_JOB,
  params: trainingFiguresInputSchema,
  result: resultSchema,
  run: ({ params, teamId, signal, progress }) =>
    keepTrainingFigures(
      { teamId, ...params },
      { signal, onProgress: (done, total) => progress({ done, total, unit: "photos", note: "" }) },
    ),
};

/** Looks at a model's training data. @throws AppError monitoring/no-training-data, team/quota */
export async function askTrainingFigures(modelId: string, who: Who): Promise<Job> {
  if ((await versionOf(modelId)) === null) throw new AppError("monitoring/no-training-data");
  return enqueueJob(TRAINING_FIGURES_JOB, { modelId }, who);
}
