import { MAX_BOXES } from "@/lib/contracts/corrections";
import type { EarlierBoxes, KnownPhotos, PhotoOutcome } from "@/lib/contracts/dataset-import";
import { checkRows } from "@/lib/core/datasets/check-labels";
import { checkStandingBoxes } from "@/lib/core/datasets/check-standing-boxes";
import { type Finding, finding } from "@/lib/core/datasets/finding";
import type { PhotoLabels } from "@/lib/core/datasets/formats/labelled-set";
import type { SetPhoto } from "@/lib/core/datasets/formats/opened-set";
import { AppError, type ErrorCode, type ErrorFacts, isAppError } from "@/lib/core/errors";
import type { ClassedBox } from "@/lib/core/geometry/box";
import { boxArea, clipBox, type Size } from "@/lib/core/geometry/box";
import { deletePhoto, noteImport, savePhoto } from "@/server/photos/service";
import { checkSize } from "./check-size";
import { type KeptBoxes, keepBoxes } from "./keep-boxes";
import type { LabelledSet } from "./labelled-set";

export interface ImportContext {
  readonly set: LabelledSet;
  readonly ownerId: string;
  /** The name the photos go under. */
  readonly name: string;
  /** Class id by foreign name, null for left out; a name that is not in it was not there when the set was read. */
  readonly classes: ReadonlyMap<string, number | null>;
  readonly knownPhotos: KnownPhotos;
  /** Contents of the photos that this import has labelled, by SHA-256; grows. */
  readonly labelled: Set<string>;
}

const NO_EARLIER: EarlierBoxes = { kept: 0, gone: 0, added: 0 };
/** Boxes that differ by less are the same: what formats round, most of them after a digit or more. */
const SAME_PX = 0.02;

/** Of one photo, not of the machine: it is reported, and the others go on. */
export function isAboutFile(error: unknown): error is AppError {
  return isAppError(error) && (/^(photo|import)\//.test(error.code) || error.code === "storage/missing");
}

interface ReadBoxes {
  readonly usable: readonly ClassedBox[];
  /** Some boxes are of a class that is wanted and yet cannot be kept. */
  readonly isIncomplete: boolean;
  readonly leftOut: number;
  readonly findings: readonly Finding[];
}

/** The boxes that can be kept: of a class that is not left out, inside the photo, with an area. */
function usableBoxes(
  labels: PhotoLabels,
  photo: { name: string; size: Size },
  context: ImportContext,
): ReadBoxes {
  const classed = labels.boxes.flatMap(({ name, box }) => {
    const classId = context.classes.get(name);
    return classId === undefined || classId === null ? [] : [{ classId, box }];
  });
  const { findings, usable } = checkStandingBoxes(classed, photo, () => true);
  const clipped = usable
    .map(({ classId, box }) => ({ classId, box: clipBox(box, photo.size) }))
    .filter(({ box }) => boxArea(box) > 0);
  if (clipped.length > MAX_BOXES) {
    throw new AppError("import/unreadable-labels", {
      facts: { file: photo.name, reason: `it has more than ${MAX_BOXES} boxes` },
    });
  }
  const isIncomplete = clipped.length < classed.length || labels.problems.length > 0;
  return { usable: clipped, isIncomplete, leftOut: labels.boxes.length - clipped.length, findings };
}

function countNames(labels: PhotoLabels): [string, number][] {
  const counts = new Map<string, number>();
  for (const { name } of labels.boxes) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts];
}

/**
 * Keeps the boxes. A photo that this very set has twice is one photo: what the second says is added to the first, and
 * never put in its place.
 */
function keep(
  saved: { readonly photoId: string; readonly sha256: string },
  boxes: readonly ClassedBox[],
  { ownerId, set, knownPhotos, labelled }: ImportContext,
): Promise<KeptBoxes> {
  const isOwn = labelled.has(saved.sha256);
  labelled.add(saved.sha256);
  const within = Math.max(SAME_PX, set.roundedPx ?? 0);
  const { photoId } = saved;
  return keepBoxes({ ownerId, photoId, boxes, within, knownPhotos: isOwn ? "add" : knownPhotos });
}

async function importLabels(
  photo: SetPhoto,
  saved: { readonly photoId: string; readonly sha256: string } & Size,
  context: ImportContext,
): Promise<PhotoOutcome> {
  const size = { width: saved.width, height: saved.height };
  const base = { path: photo.path, sha256: saved.sha256, split: photo.split };
  const none = {
    boxes: 0,
    earlier: NO_EARLIER,
    polygons: 0,
    crowds: 0,
    leftOut: 0,
    classes: [],
    problems: [],
  };
  const labels = await context.set.readLabels(photo, size);
  if (!labels) {
    return {
      ...base,
      ...none,
      outcome: "unlabelled",
      findings: [finding("photo-without-label", [photo.path])],
    };
  }
  checkSize(labels, size);
  const read = usableBoxes(labels, { name: photo.path, size }, context);
  const { crowds = 0 } = labels;
  // nothing of its labels could be read, or there are crowds alone: neither says that nothing is in the photo
  const isTold = read.usable.length > 0 || (!read.isIncomplete && crowds === 0);
  const kept = isTold ? await keep(saved, read.usable, context) : undefined;
  const polygons = labels.boxes.filter(({ shape }) => shape === "polygon").length;
  return {
    ...base,
    outcome: kept?.outcome ?? "unlabelled",
    boxes: read.usable.length,
    earlier: kept?.earlier ?? NO_EARLIER,
    polygons,
    crowds,
    leftOut: read.leftOut,
    classes: countNames(labels),
    problems: [...labels.problems],
    findings: [
      ...labels.problems.map((text) => finding("label-syntax", [photo.path], { text })),
      ...checkRows(labels, photo.path),
      ...read.findings,
    ],
  };
}

/** Notes the set for a photo. @returns words for one that counts to another split, where it came from first */
async function noteSplit(
  { split }: SetPhoto,
  photoId: string,
  { name }: ImportContext,
): Promise<string | undefined> {
  const first = await noteImport(photoId, { from: name, split });
  if (!first || first.source === name || first.split === split) return undefined;
  return `it came with ${first.source} first and counts there as ${first.split ?? "no split"}; that stays, though it is ${split ?? "in no split"} here`;
}

/**
 * Imports one photo with its labels. What is wrong with it alone is in the outcome.
 * @throws AppError what concerns all: storage/…, server/database-down
 */
export async function importPhoto(photo: SetPhoto, context: ImportContext): Promise<PhotoOutcome> {
  const { set, ownerId, name } = context;
  try {
    const bytes = await set.readPhoto(photo);
    const saved = await savePhoto({
      ownerId,
      name: photo.name,
      bytes,
      imported: { from: name, split: photo.split },
    });
    try {
      const outcome = await importLabels(photo, saved, context);
      const other = await noteSplit(photo, saved.photoId, context);
      return other ? { ...outcome, problems: [...outcome.problems, other] } : outcome;
    } catch (error) {
      // left out means left out: a photo that came in for its labels goes again with them
      if (isAboutFile(error) && !saved.alreadyStored) await deletePhoto(ownerId, saved.photoId);
      throw error;
    }
  } catch (error) {
    if (!isAboutFile(error)) throw error;
    return failed(photo, error);
  }
}

/** Why a file was left out, in a few words of a list. */
const WORDS: Readonly<Partial<Record<ErrorCode, (facts: ErrorFacts) => string>>> = {
  "photo/not-an-image": () => "it is no picture",
  "photo/unsupported-format": ({ format }) => `${format ?? "its format"} is not opened here`,
  "photo/truncated": () => "it is cut off before its end",
  "photo/damaged": () => "it is damaged and cannot be read",
  "photo/empty": () => "it is empty",
  "photo/too-many-pixels": () => "it has too many pixels",
  "photo/too-many-bytes": () => "it is too large a file",
  "import/file-too-large": ({ limitMegabytes }) => `it is larger than ${limitMegabytes} MB`,
  "import/unreadable-labels": ({ reason }) => `its labels cannot be read: ${reason}`,
  "import/size-differs": ({ said, is }) => `its labels are of a photo of ${said}, and it has ${is}`,
  "import/damaged-archive": () => "it is damaged in the archive",
  "storage/missing": () => "it is gone",
};

function wordsFor({ code, facts }: AppError): string {
  return WORDS[code]?.(facts) ?? code;
}

function failed({ path, split }: SetPhoto, error: AppError): PhotoOutcome {
  const reason = wordsFor(error);
  const isUnreadable = error.code.startsWith("photo/") || error.code === "storage/missing";
  return {
    path,
    outcome: "failed",
    sha256: null,
    split,
    boxes: 0,
    earlier: NO_EARLIER,
    polygons: 0,
    crowds: 0,
    leftOut: 0,
    classes: [],
    problems: [reason],
    findings: isUnreadable ? [finding("photo-unreadable", [path], { reason: error.code })] : [],
  };
}
