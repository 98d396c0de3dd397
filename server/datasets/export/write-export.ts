import type { ExportFormat } from "@/lib/core/datasets/formats/known-formats";
import type { ClassedSourceBox, ClassName } from "@/lib/core/datasets/formats/labelled-set";
import type { Split } from "@/lib/core/datasets/split";
import { AppError, isAppError } from "@/lib/core/errors";
import { dataFolder } from "@/server/storage/data-folder";
import { diskError } from "@/server/storage/disk-error";
import type { FileStore } from "@/server/storage/file-store";
import { takeRoom } from "@/server/storage/quota";
import { getFileStore } from "@/server/storage/service";
import { type ExportSink, type ExportTarget, openExportSink } from "./export-sink";
import { openLayout } from "./open-layout";

/** A photo of an export: which stored file, and its boxes in px of it. */
export interface ExportPhoto {
  readonly sha256: string;
  readonly contentType: "image/jpeg" | "image/png";
  /** File name as its owner knows it. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly split: Split | null;
  /** The set it belongs to. */
  readonly source: string;
  readonly boxes: readonly ClassedSourceBox[];
}

export interface ExportOptions {
  readonly classes: readonly ClassName[];
  readonly format: ExportFormat;
  readonly target: ExportTarget;
  readonly signal?: AbortSignal;
  /** Called after each photo. */
  readonly onPhoto?: (done: number) => void;
}

export interface WrittenExport {
  readonly photos: number;
  readonly boxes: number;
  /** SHA-256 of photos whose file is gone from storage: left out. */
  readonly missing: readonly string[];
  readonly bytes: number;
}

/** Beside the labels, one line per photo: the names that the formats cannot hold. Import reads it. */
export const NAMES_FILE = "photos.jsonl";

async function openStored(files: FileStore, sha256: string) {
  return files.open(sha256).catch((error: unknown) => {
    if (isAppError(error) && error.code === "storage/missing") return undefined;
    throw error;
  });
}

/**
 * Writes labelled photos into an archive or folder that somebody else opened, and finishes it.
 * @param isInDataFolder quotas do not apply to a folder that a person named
 * @throws as `writeExport`; the sink is left as it is
 */
export async function writeSetInto(
  photos: AsyncIterable<ExportPhoto>,
  sink: ExportSink,
  {
    classes,
    format,
    isInDataFolder,
    signal,
    onPhoto,
  }: Omit<ExportOptions, "target"> & { readonly isInDataFolder: boolean },
): Promise<WrittenExport> {
  const layout = await openLayout(format, classes);
  const files = await getFileStore();
  const missing: string[] = [];
  const names: string[] = [];
  let [count, boxes] = [0, 0];
  for await (const photo of photos) {
    if (signal?.aborted) throw new AppError("detection/cancelled", { cause: signal.reason });
    const opened = await openStored(files, photo.sha256);
    if (!opened) {
      missing.push(photo.sha256);
      continue;
    }
    const ending = photo.contentType === "image/png" ? "png" : "jpg";
    const placed = layout.place({ ...photo, ending });
    if (isInDataFolder) await takeRoom("datasets", opened.bytes);
    await sink.addStored(placed.photo, opened);
    for (const { path, text } of placed.files) await sink.addText(path, text);
    const { name, source, sha256 } = photo;
    names.push(
      `${JSON.stringify({ file: placed.photo, name, source, sha256, boxes: photo.boxes.length })}\n`,
    );
    boxes += photo.boxes.length;
    onPhoto?.(++count);
  }
  if (count === 0) throw new AppError("export/nothing");
  for (const { path, text } of layout.finish()) await sink.addText(path, text);
  await sink.addText(NAMES_FILE, names.join(""));
  return { photos: count, boxes, missing, bytes: await sink.finish() };
}

/**
 * Writes labelled photos as a set: stored files as they are, named by their SHA-256, so that a later import
 * finds the same photos again. One photo is open at a time.
 * @throws AppError export/nothing, export/folder-not-empty, detection/cancelled, storage/…; then nothing is left
 *   of an archive
 */
export async function writeExport(
  photos: AsyncIterable<ExportPhoto>,
  options: ExportOptions,
): Promise<WrittenExport> {
  const sink = await openExportSink(options.target);
  try {
    const isInDataFolder = options.target.path.startsWith(dataFolder());
    return await writeSetInto(photos, sink, { ...options, isInDataFolder });
  } catch (error) {
    await sink.abort();
    throw diskError(error, options.target.path);
  }
}
