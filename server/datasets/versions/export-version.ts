import type { DatasetManifest } from "@/lib/contracts/dataset-manifest";
import type { ExportFormat } from "@/lib/core/datasets/formats/known-formats";
import { AppError } from "@/lib/core/errors";
import { type ExportPhoto, writeExport } from "../export/write-export";
import type { ParallelOptions } from "../in-parallel";
import { deletedPhotos, getVersion, readVersionManifest } from "./read-version";
import { type WrittenSet, writeTrainingSet } from "./write-training-set";

/** Writes a version as a YOLO set to train on; see `writeTrainingSet`. @throws AppError request/not-found too */
export async function exportTrainingSet(
  number: number,
  folder: string,
  options: ParallelOptions = {},
): Promise<WrittenSet> {
  const { manifestSha256 } = await getVersion(number);
  const [manifest, deleted] = await Promise.all([readVersionManifest(number), deletedPhotos(number)]);
  return writeTrainingSet({ number, manifestSha256, manifest, deleted }, folder, options);
}

/**
 * Writes only the frozen test sets of a version, each under `sets/<source>` as `exportTrainingSet` does: what the gate
 * measures on.
 * @throws AppError request/not-found, dataset/folder-not-empty, dataset/damaged, detection/cancelled, storage/…
 */
export async function exportFrozenSets(
  number: number,
  folder: string,
  options: ParallelOptions = {},
): Promise<WrittenSet> {
  const { manifestSha256 } = await getVersion(number);
  const [whole, deleted] = await Promise.all([readVersionManifest(number), deletedPhotos(number)]);
  const manifest = { ...whole, photos: whole.photos.filter(({ split }) => split === "test") };
  return writeTrainingSet({ number, manifestSha256, manifest, deleted }, folder, options);
}

async function* exportPhotos(photos: DatasetManifest["photos"]): AsyncGenerator<ExportPhoto> {
  for (const { boxes, ...photo } of photos) {
    yield {
      ...photo,
      boxes: boxes.map(({ classId, x, y, width, height }) => {
        return { classId, box: { x1: x, y1: y, x2: x + width, y2: y + height } };
      }),
    };
  }
}

/**
 * Writes a version in any format that is written, with the writers every export uses. What is held out or deleted is left
 * out.
 * @throws AppError request/not-found, dataset/damaged, export/folder-not-empty, detection/cancelled, storage/…
 */
export async function exportVersion(
  number: number,
  format: ExportFormat,
  folder: string,
  { onProgress, signal }: ParallelOptions = {},
): Promise<Omit<WrittenSet, "sets">> {
  const { manifestSha256 } = await getVersion(number);
  const [manifest, deleted] = await Promise.all([readVersionManifest(number), deletedPhotos(number)]);
  const used = manifest.photos.filter(({ heldOutFor }) => heldOutFor === null);
  const photos = used.filter(({ sha256 }) => !deleted.has(sha256));
  const written = await writeExport(exportPhotos(photos), {
    classes: manifest.classes,
    format,
    target: { kind: "folder", path: folder },
    ...(signal ? { signal } : {}),
    onPhoto: (done) => onProgress?.(done, photos.length),
  });
  if (written.missing.length > 0) {
    const what = `${written.missing.length} of its photos are gone, the first ${written.missing[0]}`;
    throw new AppError("dataset/damaged", { facts: { version: number, what } });
  }
  const bySplit = (split: string) => photos.filter((photo) => photo.split === split).length;
  return {
    folder,
    version: number,
    manifestSha256,
    photos: written.photos,
    boxes: written.boxes,
    splits: { train: bySplit("train"), val: bySplit("val"), test: bySplit("test") },
    deleted: used.length - photos.length,
    heldOut: manifest.photos.length - used.length,
  };
}
