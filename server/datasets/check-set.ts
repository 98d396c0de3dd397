import {
  checkClassCounts,
  checkClassNames,
  checkTogether,
  countTogether,
} from "@/lib/core/datasets/check-classes";
import { checkLabels } from "@/lib/core/datasets/check-labels";
import type { CheckedPhoto } from "@/lib/core/datasets/checked-photo";
import { checkBoxes, checkPixels, checkWholeSet } from "@/lib/core/datasets/checks/run-checks";
import { findDuplicates } from "@/lib/core/datasets/find-duplicates";
import { type Finding, finding } from "@/lib/core/datasets/finding";
import { ambiguous } from "@/lib/core/datasets/formats/ambiguous";
import type { SetFormat } from "@/lib/core/datasets/formats/known-formats";
import type { SetChoices, SetPhoto } from "@/lib/core/datasets/formats/opened-set";
import { isPhotoPath } from "@/lib/core/datasets/formats/paths";
import { isAppError } from "@/lib/core/errors";
import { checkSize } from "./import/check-size";
import type { LabelledSet } from "./import/labelled-set";
import { openRecognised } from "./import/open-recognised";
import type { Candidate } from "./import/recognise-format";
import { openSource } from "./import/source/open-source";
import { inParallel, type ParallelOptions } from "./in-parallel";
import { inspectPhoto } from "./inspect-photo";

const TOP_PAIRS = 20;
/** Errors of one photo or label file, not of the set or the machine. */
const ABOUT_FILE = /^(photo|import)\/|^storage\/missing$/;

export interface SetCheckReport {
  readonly folder: string;
  readonly format: SetFormat;
  /** Formats that its labels could be read as, with how many photos these are of. */
  readonly candidates: readonly Candidate[];
  /** What was read in the usual way although the set does not state it. */
  readonly doubts: NonNullable<LabelledSet["doubts"]>;
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

export interface CheckOptions extends ParallelOptions, SetChoices {
  readonly format?: SetFormat;
}

/**
 * Runs every check on a labelled set, which is read as an import reads it: photos, labels, duplicates within and across
 * splits, classes.
 * @param place a folder or an archive
 * @throws AppError import/not-recognised, import/ambiguous, request/invalid when there is nothing, detection/cancelled
 */
export async function checkSet(place: string, options: CheckOptions = {}): Promise<SetCheckReport> {
  const started = performance.now();
  const { format, rows, classFile, answers } = options;
  const source = await openSource(place);
  try {
    const { set, candidates } = await openRecognised(source, { format, rows, classFile, answers });
    if (set.question) throw ambiguous(set.question);
    const classes = createClasses(set);
    const photos = await inParallel(set.photos, (photo) => checkOne(set, photo, classes), options);
    return summarise({ folder: place, set, candidates, photos, classNames: classes.names(), started });
  } finally {
    await source.close();
  }
}

interface Classes {
  indexOf(name: string): number;
  names(): readonly string[];
}

/** Classes by index: those that the set lists, and those that only its labels name. */
function createClasses({ classFiles = [] }: LabelledSet): Classes {
  const listed = classFiles.flatMap(({ names }) => names).filter((name) => name !== "");
  const indices = new Map<string, number>();
  for (const name of listed) if (!indices.has(name)) indices.set(name, indices.size);
  return {
    names: () => [...indices.keys()],
    indexOf: (name) => {
      const index = indices.get(name) ?? indices.size;
      indices.set(name, index);
      return index;
    },
  };
}

/** A photo that a file of the set puts in several splits. */
function checkSplits({ path, split, alsoIn = [] }: SetPhoto): Finding[] {
  if (!split || alsoIn.length === 0) return [];
  const all = [split, ...alsoIn];
  const isTested = all.includes("train") && all.includes("test");
  return [
    finding(isTested ? "duplicate-across-splits" : "split-overlap", [path], { splits: all.join(", ") }),
  ];
}

async function readWhole(set: LabelledSet, photo: SetPhoto): Promise<Uint8Array | string> {
  try {
    return await set.readPhoto(photo);
  } catch (error) {
    if (!isAppError(error) || !ABOUT_FILE.test(error.code)) throw error;
    return error.code;
  }
}

async function checkOne(set: LabelledSet, photo: SetPhoto, classes: Classes): Promise<CheckedPhoto> {
  const { path: name, split } = photo;
  const bytes = await readWhole(set, photo);
  const base = { name, split: split ?? "none" };
  const unread = (reason: string) => finding("photo-unreadable", [name], { reason });
  if (typeof bytes === "string")
    return { ...base, sha256: "", print: undefined, classes: [], findings: [unread(bytes)] };
  const inspected = await inspectPhoto(bytes);
  // an unreadable photo has no size, but it may have labels
  const size = inspected.isReadable ? inspected.size : { width: 1, height: 1 };
  const { labels, findings } = await readLabels(set, photo, size, classes);
  const told = [...checkSplits(photo), ...findings];
  if (!inspected.isReadable) {
    return {
      ...base,
      sha256: inspected.sha256,
      print: undefined,
      classes: [],
      findings: [unread(inspected.reason), ...told],
    };
  }
  const extension = isPhotoPath(name)
    ? name.slice(name.lastIndexOf(".") + 1).toLowerCase()
    : inspected.format;
  const seen = isPhotoPath(name) ? checkPixels(name, { ...inspected, extension }) : [];
  return {
    ...base,
    sha256: inspected.sha256,
    print: inspected.print,
    classes: labels,
    findings: [...seen, ...told],
  };
}

async function readLabels(
  set: LabelledSet,
  photo: SetPhoto,
  size: { readonly width: number; readonly height: number },
  classes: Classes,
): Promise<{ readonly labels: readonly number[]; readonly findings: readonly Finding[] }> {
  const { path: name } = photo;
  try {
    const labels = await set.readLabels(photo, size);
    if (!labels) return { labels: [], findings: [finding("photo-without-label", [name])] };
    checkSize(labels, size);
    const checked = checkLabels({ photo: { name, size }, labels, indexOf: classes.indexOf });
    return {
      labels: checked.classes,
      findings: [
        ...checked.findings,
        ...checkCrowds(labels.crowds, name),
        ...checkBoxes(name, { size, boxes: labels.boxes }),
      ],
    };
  } catch (error) {
    if (!isAppError(error) || !ABOUT_FILE.test(error.code)) throw error;
    const { said, is, reason = error.code } = error.facts;
    const text = said ? `they are of a photo of ${said}, and it has ${is}` : String(reason);
    return { labels: [], findings: [finding("label-syntax", [name], { text })] };
  }
}

/** Regions that are not boxes; an import leaves them out too. */
function checkCrowds(crowds: number | undefined, file: string): Finding[] {
  if (!crowds) return [];
  const reason = `${crowds} ${crowds === 1 ? "region is" : "regions are"} marked as a crowd`;
  return [finding("file-left-aside", [], { file, reason })];
}

/** Files that were left out: labels without a photo, links, and files that belong to no photo. */
function checkLeftAside({ leftAside }: LabelledSet): Finding[] {
  return leftAside.map(({ path, reason }) =>
    reason === "it has no photo"
      ? finding("label-without-photo", [], { label: path })
      : finding("file-left-aside", [], { file: path, reason }),
  );
}

/** Trainers stop when a data.yaml states one number of classes and names a different number. */
function checkClassFiles({ classFiles = [] }: LabelledSet): Finding[] {
  return classFiles.flatMap(({ path, names, classCount }) =>
    classCount === undefined || classCount === names.length
      ? []
      : [finding("class-count", [], { file: path, said: classCount, named: names.length })],
  );
}

interface Gathered {
  readonly folder: string;
  readonly set: LabelledSet;
  readonly candidates: readonly Candidate[];
  readonly photos: readonly CheckedPhoto[];
  readonly classNames: readonly string[];
  readonly started: number;
}

function summarise({ folder, set, candidates, photos, classNames, started }: Gathered): SetCheckReport {
  const classes = classNames.map((name, index) => {
    const counts = photos.map((photo) => photo.classes.filter((one) => one === index).length);
    return {
      name,
      boxes: counts.reduce((sum, count) => sum + count, 0),
      photos: counts.filter(Boolean).length,
    };
  });
  const pairs = countTogether(photos.map((photo) => photo.classes));
  const findings = [
    ...photos.flatMap((photo) => photo.findings),
    ...checkLeftAside(set),
    ...findDuplicates(photos.filter(({ sha256 }) => sha256 !== "")),
    ...checkClassFiles(set),
    ...(classNames.length === 0 ? [finding("class-none", [])] : []),
    ...checkClassNames(classNames),
    ...checkClassCounts(classes),
    ...checkTogether(classes, pairs),
    ...checkWholeSet({
      photos: photos.map(({ name, split, classes: own }) => {
        return { name, split, classes: own.map((index) => classNames[index] ?? String(index)) };
      }),
    }),
  ];
  const splits = new Map<string, number>();
  for (const { split } of photos) splits.set(split, (splits.get(split) ?? 0) + 1);
  return {
    folder,
    format: set.format,
    doubts: set.doubts ?? [],
    candidates,
    photos: photos.length,
    boxes: classes.reduce((sum, one) => sum + one.boxes, 0),
    splits: Object.fromEntries(splits),
    classes,
    together: pairs.slice(0, TOP_PAIRS).map(({ first, second, photos: count }) => ({
      first: classNames[first] ?? String(first),
      second: classNames[second] ?? String(second),
      photos: count,
    })),
    findings,
    errors: findings.filter((one) => one.severity === "error").length,
    warnings: findings.filter((one) => one.severity === "warning").length,
    seconds: Number(((performance.now() - started) / 1000).toFixed(2)),
  };
}
