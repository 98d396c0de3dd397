import { MAX_BOXES } from "@/lib/contracts/corrections";
import type { EarlierBoxes, KnownPhotos, PhotoOutcome } from "@/lib/contracts/dataset-import";
import type { Who } from "@/lib/contracts/who";
import { checkRows } from "@/lib/core/datasets/check-labels";
import { checkStandingBoxes } from "@/lib/core/datasets/check-standing-boxes";
import { checkBoxes } from "@/lib/core/datasets/checks/run-checks";
import { type Finding, finding } from "@/lib/core/datasets/finding";
import type { PhotoLabels } from "@/lib/core/datasets/formats/labelled-set";
import type { SetPhoto } from "@/lib/core/datasets/formats/opened-set";
import { AppError, type ErrorCode, type ErrorFacts, isAppError } from "@/lib/core/errors";
import type { ClassedBox } from "@/lib/core/geometry/box";
import { boxArea, clipBox, type Size } from "@/lib/core/geometry/box";
import type { Transaction } from "@/server/db/transaction";
import { keepOrDrop, keepPhoto, noteImport, type PreparedPhoto, preparePhoto } from "@/server/photos/service";
import { checkSize } from "./check-size";

import { type KeptBoxes, keepBoxesIn } from "./keep-boxes";
import type { LabelledSet } from "./labelled-set";

export interface ImportContext {
  readonly set: LabelledSet;
  readonly who: Who;
  /** The set's name for these photos. */
  readonly name: string;
  /** Class id by foreign name, null for left out; a missing name was not in the set when it was read. */
  readonly classes: ReadonlyMap<string, number | null>;
  readonly knownPhotos: KnownPhotos;
  /** Contents of the photos that this import has labelled, by SHA-256; grows. */
  readonly labelled: Set<string>;
}

const NO_EARLIER: EarlierBoxes = { kept: 0, gone: 0, added: 0 };
/** Boxes that differ by less are the same: formats round, most of them after a digit or more. */
const SAME_PX = 0.02;

/** Errors of one photo, not of the machine: they are reported, and the others continue. */
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

/** What a set says about a photo, ready to be kept. */
interface ReadPhoto {
  /** Undefined when the photo's content is not known. */
  readonly boxes: readonly ClassedBox[] | undefined;
  readonly told: Omit<PhotoOutcome, "path" | "sha256" | "split" | "outcome" | "earlier">;
}

async function readLabels(photo: SetPhoto, size: Size, context: ImportContext): Promise<ReadPhoto> {
  const labels = await context.set.readLabels(photo, size);
  if (!labels) {
    const findings = [finding("photo-without-label", [photo.path])];
    const none = { boxes: 0, polygons: 0, crowds: 0, leftOut: 0, classes: [], problems: [] };
    return { boxes: undefined, told: { ...none, findings } };
  }
  checkSize(labels, size);
  const read = usableBoxes(labels, { name: photo.path, size }, context);
  const { crowds = 0 } = labels;
  // no label could be read, or there are only crowds: neither means that the photo is empty
  const isTold = read.usable.length > 0 || (!read.isIncomplete && crowds === 0);
  return {
    boxes: isTold ? read.usable : undefined,
    told: {
      boxes: read.usable.length,
      polygons: labels.boxes.filter(({ shape }) => shape === "polygon").length,
      crowds,
      leftOut: read.leftOut,
      classes: countNames(labels),
      problems: [...labels.problems],
      findings: [
        ...labels.problems.map((text) => finding("label-syntax", [photo.path], { text })),
        ...checkRows(labels, photo.path),
        ...checkBoxes(photo.path, { size, boxes: labels.boxes }),
        ...read.findings,
      ],
    },
  };
}

/** Records the set for a photo. @returns a note when an earlier set put it in another split */
async function noteSplit(
  queries: Transaction,
  { split }: SetPhoto,
  photoId: string,
  { name }: ImportContext,
): Promise<string | undefined> {
  const first = await noteImport(queries, photoId, { from: name, split });
  if (!first || first.source === name || first.split === split) return undefined;
  return `it came with ${first.source} first and counts there as ${first.split ?? "no split"}; that stays, though it is ${split ?? "in no split"} here`;
}

interface Keeping {
  readonly photo: SetPhoto;
  readonly prepared: PreparedPhoto;
  readonly sha256: string;
  readonly boxes: ReadPhoto["boxes"];
}

/**
 * Keeps the photo, its boxes and where it came from, all of it or nothing. A photo that this very set has twice is one
 * photo: what the second says is added to the first, and never replaces it.
 */
async function keep(
  { photo, prepared, sha256, boxes }: Keeping,
  context: ImportContext,
): Promise<{ readonly kept: KeptBoxes | undefined; readonly other: string | undefined }> {
  const { who, set, labelled } = context;
  const within = Math.max(SAME_PX, set.roundedPx ?? 0);
  // read while the photo is held: two with the same content take turns
  const knownPhotos = () => (labelled.has(sha256) ? "add" : context.knownPhotos);
  let isFirst = false;
  try {
    return await keepOrDrop(prepared, async (queries) => {
      const { photoId } = await keepPhoto(queries, prepared);
      const kept = boxes && (await keepBoxesIn(queries, { who, photoId, boxes, within, knownPhotos }));
      const other = await noteSplit(queries, photo, photoId, context);
      isFirst = boxes !== undefined && !labelled.has(sha256);
      if (isFirst) labelled.add(sha256);
      return { kept, other };
    });
  } catch (error) {
    if (isFirst) labelled.delete(sha256);
    throw error;
  }
}

/**
 * Imports one photo with its labels. A fault of this photo alone is in the outcome, and nothing of it is kept.
 * @throws AppError for what affects all photos: storage/…, server/database-down
 */
export async function importPhoto(photo: SetPhoto, context: ImportContext): Promise<PhotoOutcome> {
  const { set, who, name } = context;
  try {
    const bytes = await set.readPhoto(photo);
    const imported = { from: name, split: photo.split };
    const prepared = await preparePhoto({ ownerId: who.teamId, name: photo.name, bytes, imported });
    const { sha256 } = prepared.known ?? prepared.row;
    const { boxes, told } = await readLabels(photo, prepared, context);
    const { kept, other } = await keep({ photo, prepared, sha256, boxes }, context);
    return {
      ...told,
      path: photo.path,
      sha256,
      split: photo.split,
      outcome: kept?.outcome ?? "unlabelled",
      earlier: kept?.earlier ?? NO_EARLIER,
      problems: other ? [...told.problems, other] : told.problems,
    };
  } catch (error) {
    if (!isAboutFile(error)) throw error;
    return failed(photo, error);
  }
}

/** Why a file was left out, in a few words for a list. */
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
