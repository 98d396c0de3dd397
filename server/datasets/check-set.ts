import { readFile } from "node:fs/promises";
import path from "node:path";
import {
  checkClassCounts,
  checkClassNames,
  checkTogether,
  countTogether,
} from "@/lib/core/datasets/check-classes";
import { checkLabels } from "@/lib/core/datasets/check-labels";
import { checkPhoto } from "@/lib/core/datasets/check-photo";
import type { CheckedPhoto } from "@/lib/core/datasets/checked-photo";
import { findDuplicates } from "@/lib/core/datasets/find-duplicates";
import { type Finding, finding } from "@/lib/core/datasets/finding";
import { AppError } from "@/lib/core/errors";
import { namesNothing, readClassNames } from "./data-yaml";
import { inParallel, type ParallelOptions } from "./in-parallel";
import { inspectPhoto } from "./inspect-photo";
import { labelFileOf, labelFilesOfSplit, photosOfSplit, splitsOf } from "./yolo-files";

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

/**
 * Runs every check on a YOLO-layout set: photos, labels, duplicates within and across splits, classes.
 * @throws AppError request/invalid for a folder that is no such set, detection/cancelled when aborted
 */
export async function checkSet(folder: string, options: ParallelOptions = {}): Promise<SetReport> {
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
  const photos = await inParallel(files, (file) => checkOne(file, classNames.length), options);
  const findings = [
    ...photos.flatMap((photo) => photo.findings),
    ...lone,
    ...findDuplicates(photos),
    ...(classNames.length === 0 ? [finding("class-none", [])] : []),
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
    return namesNothing(yaml) ? [] : readClassNames(yaml);
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

async function checkOne({ file, split, name }: PhotoFile, classCount: number): Promise<CheckedPhoto> {
  const inspected = await inspectPhoto(await readFile(file));
  const base = { name, split, sha256: inspected.sha256 };
  const text = await readFile(labelFileOf(file), "utf8").catch(() => undefined);
  const unlabelled = text === undefined ? [finding("photo-without-label", [name])] : [];
  if (!inspected.isReadable) {
    const unreadable = finding("photo-unreadable", [name], { reason: inspected.reason });
    return { ...base, print: undefined, classes: [], findings: [unreadable, ...unlabelled] };
  }
  const extension = path.extname(file).slice(1).toLowerCase();
  const seen = checkPhoto({ ...inspected, name, extension });
  const { findings, labels } = checkLabels(text ?? "", { name, size: inspected.size }, classCount);
  return {
    ...base,
    print: inspected.print,
    classes: labels.map((label) => label.classIndex),
    findings: [...seen, ...unlabelled, ...findings],
  };
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
  const pairs = countTogether(photos.map((photo) => photo.classes));
  const all = [...findings, ...checkClassCounts(classes), ...checkTogether(classes, pairs)];
  const splits: Record<string, number> = {};
  for (const { split } of photos) splits[split] = (splits[split] ?? 0) + 1;
  const together = pairs.slice(0, TOP_PAIRS);
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
