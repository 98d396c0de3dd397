import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { checkClassCounts, checkClassNames, countTogether } from "@/lib/core/datasets/check-classes";
import { checkLabels } from "@/lib/core/datasets/check-labels";
import { checkPhoto } from "@/lib/core/datasets/check-photo";
import { type Finding, finding } from "@/lib/core/datasets/finding";
import { shrinkGrey } from "@/lib/core/datasets/grey-image";
import { measureImage } from "@/lib/core/datasets/image-statistics";
import { perceptualHash } from "@/lib/core/datasets/perceptual-hash";
import { AppError, isAppError } from "@/lib/core/errors";
import { readGreyCopy } from "@/server/media/service";
import type { CheckedPhoto } from "./checked-photo";
import { readClassNames } from "./data-yaml";
import { findDuplicates } from "./find-duplicates";
import { labelFileOf, labelFilesOfSplit, photosOfSplit, splitsOf } from "./yolo-files";

/** Decodes under way at once: libvips has a thread pool of its own. */
const PARALLEL = 4;
const COPY_EDGE_PX = 256;
const THUMBNAIL_SIDE = 16;
const TOP_PAIRS = 20;

export interface SetReport {
  readonly folder: string;
  readonly photos: number;
  readonly boxes: number;
  readonly splits: Readonly<Record<string, number>>;
  readonly classes: readonly { readonly name: string; readonly boxes: number; readonly photos: number }[];
  /** The class pairs seen together in most photos. */
  readonly together: readonly { readonly first: string; readonly second: string; readonly photos: number }[];
  readonly findings: readonly Finding[];
  readonly errors: number;
  readonly warnings: number;
  readonly seconds: number;
}

export interface CheckOptions {
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Runs every check on a YOLO-layout set: photos, labels, duplicates within and across splits, classes.
 * @throws AppError request/invalid for a folder that is no such set, detection/cancelled when aborted
 */
export async function checkSet(folder: string, options: CheckOptions = {}): Promise<SetReport> {
  const started = performance.now();
  const classNames = await classNamesOf(folder);
  const files: PhotoFile[] = [];
  const lone: Finding[] = [];
  for (const split of await splitsOf(folder)) {
    const photos = await photosOfSplit(folder, split);
    files.push(...photos.map((file) => ({ file, split, name: `${split}/${path.basename(file)}` })));
    lone.push(...(await labelsWithoutPhoto(folder, split, photos)));
  }
  if (files.length === 0) throw invalid(folder, `${folder} has no photos in images/<split>`);
  const photos = await checkAll(files, classNames.length, options);
  const findings = [
    ...photos.flatMap((photo) => photo.findings),
    ...lone,
    ...findDuplicates(photos),
    ...checkClassNames(classNames),
  ];
  return summarise({ folder, photos, classNames, findings, started });
}

interface PhotoFile {
  readonly file: string;
  readonly split: string;
  readonly name: string;
}

const invalid = (folder: string, field: string, cause?: unknown) =>
  new AppError("request/invalid", { facts: { folder, field }, cause });

async function classNamesOf(folder: string): Promise<readonly string[]> {
  const yaml = await readFile(path.join(folder, "data.yaml"), "utf8").catch((cause: unknown) => {
    throw invalid(folder, `${folder} has no data.yaml`, cause);
  });
  try {
    // A set of photos without anything to find names no class.
    return /^names\s*:\s*(\[\s*\]|\{\s*\})\s*$/m.test(yaml) ? [] : readClassNames(yaml);
  } catch (cause) {
    throw invalid(folder, cause instanceof Error ? cause.message : "data.yaml", cause);
  }
}

async function labelsWithoutPhoto(
  folder: string,
  split: string,
  photos: readonly string[],
): Promise<readonly Finding[]> {
  const wanted = new Set(photos.map(labelFileOf));
  const labels = await labelFilesOfSplit(folder, split);
  return labels
    .filter((label) => !wanted.has(label))
    .map((label) => finding("label-without-photo", [], { label: `${split}/${path.basename(label)}` }));
}

async function checkAll(
  files: readonly PhotoFile[],
  classCount: number,
  { onProgress, signal }: CheckOptions,
): Promise<readonly CheckedPhoto[]> {
  const results: CheckedPhoto[] = new Array(files.length);
  let next = 0;
  let done = 0;
  const work = async () => {
    while (next < files.length) {
      if (signal?.aborted) throw new AppError("detection/cancelled", { cause: signal.reason });
      const index = next++;
      results[index] = await checkOne(files[index]!, classCount);
      onProgress?.(++done, files.length);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return results;
}

async function checkOne({ file, split, name }: PhotoFile, classCount: number): Promise<CheckedPhoto> {
  const bytes = await readFile(file);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const base = { name, split, sha256 };
  const text = await readFile(labelFileOf(file), "utf8").catch(() => undefined);
  const unlabelled = text === undefined ? [finding("photo-without-label", [name])] : [];
  try {
    const { grey, width, height, format } = await readGreyCopy(bytes, COPY_EDGE_PX);
    const extension = path.extname(file).slice(1).toLowerCase();
    const size = { width, height };
    const seen = checkPhoto({ name, size, format, extension, statistics: measureImage(grey) });
    const { findings, labels } = checkLabels(text ?? "", { name, size }, classCount);
    return {
      ...base,
      print: { hash: perceptualHash(grey), thumbnail: shrinkGrey(grey, THUMBNAIL_SIDE) },
      classes: labels.map((label) => label.classIndex),
      findings: [...seen, ...unlabelled, ...findings],
    };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const unreadable = finding("photo-unreadable", [name], { reason: error.code });
    return { ...base, print: undefined, classes: [], findings: [unreadable, ...unlabelled] };
  }
}

interface Gathered {
  readonly folder: string;
  readonly photos: readonly CheckedPhoto[];
  readonly classNames: readonly string[];
  readonly findings: readonly Finding[];
  readonly started: number;
}

function summarise({ folder, photos, classNames, findings, started }: Gathered): SetReport {
  const classes = classNames.map((name, index) => {
    const counts = photos.map((photo) => photo.classes.filter((one) => one === index).length);
    return {
      name,
      boxes: counts.reduce((sum, count) => sum + count, 0),
      photos: counts.filter(Boolean).length,
    };
  });
  const all = [...findings, ...checkClassCounts(classes)];
  const splits: Record<string, number> = {};
  for (const { split } of photos) splits[split] = (splits[split] ?? 0) + 1;
  const together = countTogether(photos.map((photo) => photo.classes)).slice(0, TOP_PAIRS);
  return {
    folder,
    photos: photos.length,
    boxes: classes.reduce((sum, one) => sum + one.boxes, 0),
    splits,
    classes,
    together: together.map(({ first, second, photos: count }) => ({
      first: classNames[first] ?? String(first),
      second: classNames[second] ?? String(second),
      photos: count,
    })),
    findings: all,
    errors: all.filter((one) => one.severity === "error").length,
    warnings: all.filter((one) => one.severity === "warning").length,
    seconds: Number(((performance.now() - started) / 1000).toFixed(2)),
  };
}
