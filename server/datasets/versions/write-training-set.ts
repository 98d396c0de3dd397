import { link, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { DatasetClass } from "@/lib/contracts/dataset-classes";
import type { DatasetManifest, ManifestPhoto } from "@/lib/contracts/dataset-manifest";
import { writeDataYaml } from "@/lib/core/datasets/formats/yolo/yolo";
import { SPLITS, type Split } from "@/lib/core/datasets/split";
import { AppError, isAppError } from "@/lib/core/errors";
import { sha256Of } from "@/server/media/service";
import type { FileStore } from "@/server/storage/file-store";
import { getFileStore } from "@/server/storage/service";
import { inParallel, type ParallelOptions } from "../in-parallel";
import { VERSION_RECORD } from "../service";

/** What is written, and from where. */
export interface TrainingSetSource {
  readonly number: number;
  readonly manifestSha256: string;
  readonly manifest: DatasetManifest;
  /** SHA-256 of photos deleted since: left out. */
  readonly deleted: ReadonlySet<string>;
}

export interface WrittenSet {
  readonly folder: string;
  readonly version: number;
  readonly manifestSha256: string;
  readonly photos: number;
  readonly boxes: number;
  readonly splits: Readonly<Record<string, number>>;
  /** Photos of the version that were deleted, or are held out. */
  readonly deleted: number;
  readonly heldOut: number;
  /** The frozen test set of each source. */
  readonly sets: readonly { readonly source: string; readonly folder: string; readonly photos: number }[];
}

const recordSchema = z.object({ manifestSha256: z.string() });

/** The folder is new, empty, or an earlier, perhaps cut off, export of the same version. */
async function claimFolder(folder: string, manifestSha256: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const entries = await readdir(folder);
  if (entries.length === 0) return;
  const text = await readFile(path.join(folder, VERSION_RECORD), "utf8").catch(() => undefined);
  const record = text === undefined ? undefined : recordSchema.safeParse(JSON.parse(text));
  if (record?.data?.manifestSha256 === manifestSha256) return;
  throw new AppError("dataset/folder-not-empty", { facts: { folder } });
}

export function dataYaml(classes: readonly DatasetClass[], splits: readonly Split[]): string {
  return writeDataYaml(classes, Object.fromEntries(splits.map((split) => [split, [`images/${split}`]])));
}

function labelText({ boxes, width, height }: ManifestPhoto): string {
  const digits = (value: number) => String(Number(value.toFixed(7)));
  return boxes
    .map((box) => {
      const centre = [(box.x + box.width / 2) / width, (box.y + box.height / 2) / height];
      const size = [box.width / width, box.height / height];
      return `${[box.classId, ...[...centre, ...size].map(digits)].join(" ")}\n`;
    })
    .join("");
}

const endingOf = ({ contentType }: ManifestPhoto) => (contentType === "image/png" ? "png" : "jpg");

/** A set's name as a folder's: what file systems and shells take everywhere. */
export function setFolder(source: string): string {
  return (
    source
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, "-")
      .replace(/^[.-]+/, "") || "set"
  );
}

async function isThere(file: string, bytes: number): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found?.size === bytes;
}

async function readWhole(files: FileStore, { sha256 }: ManifestPhoto, version: number): Promise<Uint8Array> {
  const damaged = (what: string) => new AppError("dataset/damaged", { facts: { version, what } });
  const isChanged = `photo ${sha256} is not what its hash says`;
  const bytes = await files.read(sha256).catch((error: unknown) => {
    if (isAppError(error) && error.code === "storage/missing") throw damaged(`photo ${sha256} is gone`);
    if (isAppError(error) && error.code === "storage/damaged") throw damaged(isChanged);
    throw error;
  });
  if (sha256Of(bytes) !== sha256) throw damaged(isChanged);
  return bytes;
}

/** The same file under a second name; copied where the file system has no hard links. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  await link(from, to).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") await writeFile(to, await readFile(from));
  });
}

async function writePhoto(
  photo: ManifestPhoto,
  folder: string,
  { files, number }: { files: FileStore; number: number },
): Promise<void> {
  const bytes = await readWhole(files, photo, number);
  const image = path.join(folder, "images", photo.split, `${photo.sha256}.${endingOf(photo)}`);
  const label = path.join(folder, "labels", photo.split, `${photo.sha256}.txt`);
  if (!(await isThere(image, bytes.length))) await writeFile(image, bytes);
  await writeFile(label, labelText(photo));
  if (photo.split !== "test") return;
  const set = path.join(folder, "sets", setFolder(photo.source));
  await linkOrCopy(image, path.join(set, "images", "test", path.basename(image)));
  await writeFile(path.join(set, "labels", "test", path.basename(label)), labelText(photo));
}

/** @returns the frozen test sets, by source */
async function makeFolders(
  folder: string,
  photos: readonly ManifestPhoto[],
  classes: readonly DatasetClass[],
) {
  const sources = new Map<string, number>();
  for (const { split, source } of photos) {
    if (split === "test") sources.set(source, (sources.get(source) ?? 0) + 1);
  }
  for (const kind of ["images", "labels"]) {
    for (const split of SPLITS)
      await mkdir(path.join(/*turbopackIgnore: true*/ folder, kind, split), { recursive: true });
    for (const source of sources.keys()) {
      await mkdir(path.join(folder, "sets", setFolder(source), kind, "test"), { recursive: true });
    }
  }
  for (const source of sources.keys()) {
    await writeFile(path.join(folder, "sets", setFolder(source), "data.yaml"), dataYaml(classes, ["test"]));
  }
  return [...sources]
    .map(([source, count]) => ({ source, folder: path.join("sets", setFolder(source)), photos: count }))
    .toSorted((a, b) => (a.source < b.source ? -1 : 1));
}

/**
 * Writes a version as a YOLO set to train on: `images/{train,val,test}/<sha256>.jpg`, `labels/…`, `data.yaml` with the
 * names by class id, and the frozen test set of each source under `sets/<source>`, in the same layout. What is held
 * out or deleted is left out. An export that was cut off goes on where it ended.
 * @param folder new, empty, or an export of the same version
 * @throws AppError dataset/folder-not-empty, dataset/damaged, detection/cancelled, storage/…
 */
export async function writeTrainingSet(
  { number, manifestSha256, manifest, deleted }: TrainingSetSource,
  folder: string,
  options: ParallelOptions = {},
): Promise<WrittenSet> {
  await claimFolder(folder, manifestSha256);
  const used = manifest.photos.filter(({ heldOutFor }) => heldOutFor === null);
  const photos = used.filter(({ sha256 }) => !deleted.has(sha256));
  const record = { version: number, manifestSha256, photos: photos.length };
  const recordText = `${JSON.stringify({ ...record, classes: manifest.classes }, null, 2)}\n`;
  await writeFile(path.join(folder, VERSION_RECORD), recordText);
  const sets = await makeFolders(folder, photos, manifest.classes);
  for (const set of sets) await writeFile(path.join(folder, set.folder, VERSION_RECORD), recordText);
  const context = { files: await getFileStore(), number };
  await inParallel(photos, (photo) => writePhoto(photo, folder, context), options);
  await writeFile(path.join(folder, "data.yaml"), dataYaml(manifest.classes, SPLITS));
  const splits = Object.fromEntries(
    SPLITS.map((split) => [split, photos.filter((photo) => photo.split === split).length]),
  );
  return {
    ...record,
    folder,
    boxes: photos.reduce((sum, photo) => sum + photo.boxes.length, 0),
    splits,
    deleted: used.length - photos.length,
    heldOut: manifest.photos.length - used.length,
    sets,
  };
}
