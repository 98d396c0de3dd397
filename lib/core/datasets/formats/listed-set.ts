import { AppError, isAppError } from "../../errors";
import type { Size } from "../../geometry/box";
import { MAX_PHOTO_BYTES } from "../../photos/limits";
import type { Split } from "../split";
import { ambiguous } from "./ambiguous";
import type { LabelFormat, LookedFiles } from "./label-format";
import type { PhotoLabels } from "./labelled-set";
import type { ListedFile, ListedPhoto } from "./listed-labels";
import { mergeLabels } from "./merge-labels";
import type { OpenedSet, OpenPoint, SetChoices, SetDoubt, SetPhoto } from "./opened-set";
import { foreignReason, isForeignClaim } from "./own-labels";
import { createPathIndex, looseForm } from "./path-forms";
import { fileNameOf, isPhotoPath, normalPath, splitOfFolders, splitOfName, stemOf } from "./paths";
import { createPhotoFinder } from "./photo-finder";
import { filesWith } from "./sampling";
import { type Refusal, readingsOf, type SetFiles } from "./set-files";

/** What a reader of files that label many photos is given besides the file. */
export interface ListedContext {
  readonly files: SetFiles;
  readonly answers: Readonly<Record<string, string>>;
  /** Finds the photo that a file means. */
  find(reference: string, labelFile: string): string | undefined;
}

export interface ListedFormat {
  /** What a file of it is called, with its article: "a CVAT file". */
  readonly called: string;
  /** Ending of the files that may be labels of it. */
  readonly ending: RegExp;
  /** Most files that are looked into where none is of it. */
  readonly mostFiles?: number;
  /**
   * Reads a file; undefined for one of another format, a text for one that is nearly of it and cannot be read.
   * @throws AppError import/unreadable-labels
   */
  read(path: string, context: ListedContext): Promise<ListedFile | string | undefined>;
  readonly layouts: LabelFormat["layouts"];
}

const MOST_FILES = 60;
const EMPTY = "empty-photos";

const emptyPoint = (count: number, taken: string): SetDoubt => ({
  id: EMPTY,
  why: `${count === 1 ? "1 photo is" : `${count} photos are`} listed without any box, and nothing says whether somebody looked at ${count === 1 ? "it" : "them"}.`,
  options: [
    { value: "unlabelled", words: "not labelled yet: they come in and wait for labels" },
    { value: "nothing", words: "looked at, with nothing in them: they count as labelled" },
  ],
  taken,
});

/** Finds photos by the names a file has for them, and by stems. */
function createFinders(files: SetFiles) {
  const paths = files.entries.map(({ path }) => path).filter(isPhotoPath);
  const find = createPhotoFinder(paths, readingsOf(files));
  const byStem = createPathIndex(paths, (path) => [stemOf(path)]);
  const ofStem = (stem: string, file: string): string | undefined => {
    const same = byStem.find(stem);
    const split = splitOfFolders(file) ?? splitOfName(file);
    const near = same.length > 1 ? same.filter((path) => splitOfFolders(path) === split) : same;
    return near.length === 1 ? near[0] : undefined;
  };
  const photoOf = ({ names, stem, split }: ListedPhoto, file: string): string | undefined => {
    const all = [...names.map((name) => find(name, file)), stem ? ofStem(stem, file) : undefined];
    return all.find((path) => {
      if (path === undefined) return false;
      const own = splitOfFolders(path);
      // a photo of another split with the same name is another photo
      return !split || !own || split === own;
    });
  };
  return { paths, find, photoOf };
}

interface Entry {
  readonly photo: ListedPhoto;
  readonly file: string;
}

const referenceOf = ({ names, stem = "" }: ListedPhoto) =>
  looseForm(normalPath((names[0] ?? stem).replace(/^[a-z]+:\/\//i, "").replace(/^\/+/, "")) ?? "");

/** True when two entries name one photo: by the same path, or one by a part of the other's. */
function isSameReference(a: ListedPhoto, b: ListedPhoto): boolean {
  const [one, other] = [referenceOf(a), referenceOf(b)];
  return one === other || one.endsWith(`/${other}`) || other.endsWith(`/${one}`);
}

interface Gathered {
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  readonly leftAside: Refusal[];
  readonly questions: readonly OpenPoint[];
  readonly doubts: readonly SetDoubt[];
  readonly files: number;
}

/** Labels of a photo that is missing do not go to another of its name. */
function withoutForeign(entries: Map<string, Entry[]>, leftAside: Refusal[]): void {
  for (const [path, all] of entries) {
    const claims = all.map(({ photo, file }) => ({ reference: photo.names[0] ?? photo.stem ?? "", file }));
    const foreign = claims.map((claim) => isForeignClaim(path, claim, claims));
    for (const [index, claim] of claims.entries())
      if (foreign[index]) leftAside.push({ path: claim.file, reason: foreignReason(path, claim) });
    if (foreign.includes(true))
      entries.set(
        path,
        all.filter((_, index) => !foreign[index]),
      );
  }
}

/** Several entries that stand for different photos and find the same one: it is unknown which is right. */
function withoutConflicts(entries: Map<string, Entry[]>, leftAside: Refusal[]): void {
  for (const [path, all] of entries) {
    const [first] = all;
    const other = all.find(({ photo }) => first && !isSameReference(photo, first.photo));
    if (!first || !other) continue;
    entries.delete(path);
    const name = ({ photo }: Entry) => photo.names[0] ?? photo.stem ?? "";
    leftAside.push({
      path: first.file,
      reason: `${name(first)} and ${name(other)} are two photos, and only ${path} could be either: it has no labels`,
    });
  }
}

type Listing = ListedFile | string | undefined;

/** What files were found to say while a set was recognised, by its list of files: opening it reads none twice. */
const recognised = new WeakMap<SetFiles["entries"], Map<string, Listing>>();

/** `format`, which keeps what it reads for the set's opening; a file that cannot be read is read again there. */
function keeping({ called, read, ...format }: ListedFormat): ListedFormat {
  return {
    ...format,
    called,
    read: async (path, context) => {
      const kept = recognised.get(context.files.entries) ?? new Map<string, Listing>();
      recognised.set(context.files.entries, kept);
      const listing = await read(path, context);
      if (listing !== undefined) kept.set(`${called}\0${path}`, listing);
      return listing;
    },
  };
}

/** `format`, which takes what recognition read where no answer reads it otherwise. */
function reusing({ called, read, ...format }: ListedFormat): ListedFormat {
  return {
    ...format,
    called,
    read: async (path, context) => {
      const kept = recognised.get(context.files.entries)?.get(`${called}\0${path}`);
      return Object.keys(context.answers).length === 0 && kept !== undefined ? kept : read(path, context);
    },
  };
}

async function gather(
  files: SetFiles,
  { ending, read, mostFiles = MOST_FILES }: ListedFormat,
  answers: Readonly<Record<string, string>>,
  note: (reason: string) => void,
): Promise<Gathered> {
  const { find, photoOf } = createFinders(files);
  const entries = new Map<string, Entry[]>();
  const leftAside: Refusal[] = [];
  const [questions, doubts] = [new Map<string, OpenPoint>(), new Map<string, SetDoubt>()];
  let count = 0;
  for (const [index, file] of filesWith(files, ending).entries()) {
    if (index >= mostFiles && count === 0) break;
    const listed = await read(file, { files, answers, find }).catch((error: unknown) => {
      if (!isAppError(error) || !error.code.startsWith("import/")) throw error;
      return String(error.facts.reason ?? "it is too large");
    });
    if (listed === undefined) continue;
    if (typeof listed === "string") {
      note(`${file}: ${listed}`);
      leftAside.push({ path: file, reason: listed });
      continue;
    }
    count++;
    for (const reason of listed.problems) leftAside.push({ path: file, reason });
    for (const point of listed.questions ?? []) questions.set(point.id, point);
    for (const doubt of listed.doubts ?? []) doubts.set(doubt.id, doubt);
    for (const photo of listed.photos) {
      const path = photoOf(photo, file);
      if (path) entries.set(path, [...(entries.get(path) ?? []), { photo, file }]);
      else leftAside.push({ path: file, reason: `${photo.names[0] ?? photo.stem} is not among the photos` });
    }
  }
  withoutForeign(entries, leftAside);
  withoutConflicts(entries, leftAside);
  return {
    entries,
    leftAside,
    questions: [...questions.values()],
    doubts: [...doubts.values()],
    files: count,
  };
}

function inPixels({ boxes, size, problems, crowds, unit }: ListedPhoto, photo: Size): PhotoLabels {
  const [x, y] = unit === "share" ? [photo.width, photo.height] : [1, 1];
  return {
    boxes: boxes.map(({ box: { x1, y1, x2, y2 }, ...rest }) => {
      return { ...rest, box: { x1: x1 * x, y1: y1 * y, x2: x2 * x, y2: y2 * y } };
    }),
    size,
    problems,
    ...(crowds ? { crowds } : {}),
  };
}

const HELD_OUT_FIRST: readonly Split[] = ["test", "val", "train"];

function splitOf(path: string, all: readonly Entry[], leftAside: Refusal[]): Split | null {
  const own = splitOfFolders(path);
  if (own) return own;
  const said = new Set(
    all.map(({ photo, file }) => photo.split ?? splitOfFolders(file) ?? splitOfName(file)),
  );
  const splits = HELD_OUT_FIRST.filter((split) => said.has(split));
  const [split = null] = splits;
  if (splits.length > 1)
    leftAside.push({ path, reason: `it is in ${splits.join(" and ")}; it counts as ${split}` });
  return split;
}

const isEmptyOf = (all: readonly Entry[]) =>
  all.every(({ photo }) => photo.state === "listed" && photo.boxes.length + photo.problems.length === 0) &&
  all.every(({ photo }) => !photo.crowds);

async function open(files: SetFiles, format: ListedFormat, choices: SetChoices): Promise<OpenedSet> {
  const answers = choices.answers ?? {};
  const gathered = await gather(files, reusing(format), answers, () => undefined);
  recognised.delete(files.entries);
  const { entries, leftAside, questions, doubts, files: count } = gathered;
  if (count === 0) {
    const [first] = leftAside;
    const reason = first
      ? `${first.path}: ${first.reason}`
      : `there is no file in it that is ${format.called}`;
    throw new AppError("import/not-recognised", { facts: { reason } });
  }
  const { paths } = createFinders(files);
  const [question] = questions;
  const empty = new Set([...entries].filter(([, all]) => isEmptyOf(all)).map(([path]) => path));
  const emptyMeans = answers[EMPTY] === "nothing" ? "nothing" : "unlabelled";
  const photos = paths.map((path): SetPhoto => {
    return { path, name: fileNameOf(path), split: splitOf(path, entries.get(path) ?? [], leftAside) };
  });
  const isUnlabelled = (path: string, all: readonly Entry[]) =>
    (empty.has(path) && emptyMeans === "unlabelled") ||
    all.every(({ photo }) => photo.state === "unlabelled");
  return {
    photos,
    labelled: entries.size,
    question: question && { about: "answer", ...question },
    doubts: [...doubts, ...(empty.size > 0 && !question ? [emptyPoint(empty.size, emptyMeans)] : [])],
    leftAside: [...files.refused, ...leftAside],
    readPhoto: ({ path }) => files.read(path, MAX_PHOTO_BYTES),
    readLabels: async ({ path }, size) => {
      if (question) throw ambiguous({ about: "answer", ...question });
      const all = entries.get(path);
      if (!all || isUnlabelled(path, all)) return null;
      return mergeLabels(all.map(({ photo }) => inPixels(photo, size)));
    },
  };
}

/** A format that keeps the labels of many photos in a file. */
export function listedFormat(format: ListedFormat): LabelFormat {
  return {
    count: async (looked: LookedFiles) => {
      const kept = keeping(format);
      const quiet: ListedFormat = {
        ...format,
        read: (path, context) => looked.quietly(kept.read(path, context)),
      };
      return (await gather(looked, quiet, {}, looked.note)).entries.size;
    },
    open: (files, choices) => open(files, format, choices),
    layouts: format.layouts,
  };
}
