import { isCoco, readCoco } from "@/lib/core/datasets/formats/coco";
import { SET_FORMATS, type SetFormat } from "@/lib/core/datasets/formats/labelled-set";
import { isLabelMe, readLabelMe } from "@/lib/core/datasets/formats/labelme";
import { pairPaths } from "@/lib/core/datasets/formats/pair-paths";
import { folderOf, isPhotoPath } from "@/lib/core/datasets/formats/paths";
import { createPhotoFinder } from "@/lib/core/datasets/formats/photo-finder";
import { isVoc } from "@/lib/core/datasets/formats/voc";
import { parseYoloRow } from "@/lib/core/datasets/yolo-row";
import { isAppError } from "@/lib/core/errors";
import { isClassList, readClassFiles } from "./formats/class-files";
import { MAX_LABEL_BYTES, MAX_SET_FILE_BYTES, readJsonFile, readText } from "./read-text";
import { readXml } from "./read-xml";
import { readingsOf, type SetSource } from "./source/set-source";
import { notRecognised } from "./why-not-recognised";

/** A format that a set can be read as. */
export interface Candidate {
  readonly format: SetFormat;
  /** Photos that its labels are of; where there are many, as far as samples tell. */
  readonly photos: number;
}

export interface Recognised {
  readonly format: SetFormat;
  /** Every format whose labels are of photos in it, the one with most first. */
  readonly candidates: readonly Candidate[];
}

/** So many label files of a kind are looked into. */
const SAMPLES = 16;
/** A set has few COCO files; of more JSON files that are none, the rest are not looked into. */
const MAX_COCO_FILES = 60;

interface Looked {
  readonly source: SetSource;
  readonly photos: readonly string[];
  /** Why files that were looked into could not be read, as far as somebody is told. */
  readonly unread: string[];
}

/** What cannot be read tells nothing of the format; why is kept for the case that nothing does. */
async function quietly<T>(work: Promise<T>, { unread }: Pick<Looked, "unread">): Promise<T | undefined> {
  return work.catch((error: unknown) => {
    if (!isAppError(error) || error.code.startsWith("storage/disk")) throw error;
    if (error.facts.file && error.facts.reason) unread.push(`${error.facts.file}: ${error.facts.reason}`);
    return undefined;
  });
}

/** Samples spread over all, so that the first folder does not speak for the rest. */
function spread(paths: readonly string[], count: number): readonly string[] {
  const step = Math.max(1, Math.floor(paths.length / count));
  return paths.filter((_, index) => index % step === 0).slice(0, count);
}

async function share(paths: readonly string[], isIt: (path: string) => Promise<boolean>): Promise<number> {
  const samples = spread(paths, SAMPLES);
  let found = 0;
  for (const path of samples) if (await isIt(path)) found++;
  return samples.length === 0 ? 0 : found / samples.length;
}

/** Files with the ending that lie and are called as labels of photos do. */
function paired({ source, photos }: Looked, ending: RegExp): readonly string[] {
  const files = source.entries
    .map(({ path }) => path)
    .filter((path) => ending.test(path) && !isClassList(path));
  const pairs = pairPaths(photos, files, readingsOf(source));
  return files.filter((file) => (pairs.get(file)?.photos.length ?? 0) > 0);
}

/** Most lines are rows; an empty file says that nothing is in its photo, and alone is no sign of a format. */
async function countYolo(looked: Looked): Promise<number> {
  const files = paired(looked, /\.txt$/i);
  let rows = 0;
  const isYolo = async (path: string) => {
    const text = (await quietly(readText(looked.source, path, MAX_LABEL_BYTES), looked)) ?? "?";
    const lines = text
      .split(/\r\n?|\n/)
      .filter((line) => line.trim() !== "")
      .slice(0, 200);
    const good = lines.filter((line) => parseYoloRow(line)).length;
    rows += good;
    return lines.length === 0 || good * 2 >= lines.length;
  };
  const part = await share(files, isYolo);
  return rows > 0 ? Math.ceil(part * files.length) : 0;
}

async function countVoc(looked: Looked): Promise<number> {
  const files = looked.source.entries.map(({ path }) => path).filter((path) => /\.xml$/i.test(path));
  const part = await share(files, async (path) => isVoc(await quietly(readXml(looked.source, path), looked)));
  // a file may name its photo where its own name does not
  return Math.ceil(
    part *
      Math.min(files.length, Math.max(paired(looked, /\.xml$/i).length, looked.photos.length > 0 ? 1 : 0)),
  );
}

async function countLabelMe(looked: Looked): Promise<number> {
  const files = looked.source.entries.map(({ path }) => path).filter((path) => /\.json$/i.test(path));
  const find = createPhotoFinder(looked.photos, readingsOf(looked.source));
  const near = new Set(paired(looked, /\.json$/i));
  const part = await share(files, async (path) => {
    const json = await quietly(readJsonFile(looked.source, path, MAX_LABEL_BYTES), looked);
    if (!isLabelMe(json)) return false;
    const { imagePath, imageData } = readLabelMe(json);
    return imageData !== "" || near.has(path) || find(imagePath, path) !== undefined;
  });
  return Math.ceil(part * files.length);
}

async function countCoco(looked: Looked): Promise<number> {
  const { source, photos } = looked;
  const depth = (path: string) => folderOf(path).split("/").length;
  const files = source.entries
    .map(({ path }) => path)
    .filter((path) => /\.json$/i.test(path))
    .toSorted((a, b) => depth(a) - depth(b));
  const find = createPhotoFinder(photos, readingsOf(source));
  const labelled = new Set<string>();
  for (const [index, file] of files.entries()) {
    if (index >= MAX_COCO_FILES && labelled.size === 0) break;
    const json = await quietly(readJsonFile(source, file, MAX_SET_FILE_BYTES), looked);
    if (!isCoco(json)) continue;
    const set = readCoco(json);
    if (!set.isLabelled) continue;
    for (const { fileName } of set.photos) {
      const photo = find(fileName, file);
      if (photo) labelled.add(photo);
    }
  }
  return labelled.size;
}

const COUNTERS: Readonly<Record<SetFormat, (looked: Looked) => Promise<number>>> = {
  yolo: countYolo,
  coco: countCoco,
  voc: countVoc,
  labelme: countLabelMe,
};

/** Of formats whose labels are of as many photos, the one that stands first in the list of all. */
function inOrder(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates
    .filter(({ photos }) => photos > 0)
    .toSorted((a, b) => b.photos - a.photos || SET_FORMATS.indexOf(a.format) - SET_FORMATS.indexOf(b.format));
}

/** Why nothing was recognised, as far as the files tell. */
function reasonOf({ source, photos, unread }: Looked, yoloPhotos: number): string {
  if (yoloPhotos > 0) return "labels are there, but no data.yaml or classes.txt that names their classes";
  const [first] = unread;
  if (first) return first;
  const labels = source.entries.filter(({ path }) => /\.(txt|xml|json)$/i.test(path)).length;
  return labels > 0 && photos.length > 0
    ? `${photos.length} photos and ${labels} text files are in it, and no label belongs to a photo`
    : "";
}

/**
 * Recognises a set by the labels that are really of photos in it. A list of class names, or a file of captions, is no
 * label. A YOLO set in which nothing is labelled is known by its data.yaml.
 * @throws AppError import/not-recognised
 */
export async function recogniseSet(source: SetSource): Promise<Recognised> {
  const photos = source.entries.map(({ path }) => path).filter(isPhotoPath);
  if (photos.length === 0 && !source.entries.some(({ path }) => /\.json$/i.test(path))) {
    throw await notRecognised(source, "there are no photos in it");
  }
  const looked: Looked = { source, photos, unread: [] };
  const counted: Candidate[] = [];
  for (const format of SET_FORMATS) counted.push({ format, photos: await COUNTERS[format](looked) });
  const { files, broken } = await readClassFiles(source);
  const named = files.length > 0 || broken.length > 0;
  const candidates = inOrder(counted.filter(({ format }) => format !== "yolo" || named));
  const [best] = candidates;
  if (best) return { format: best.format, candidates };
  if (photos.length > 0 && [...files, ...broken].some(({ path }) => /\.ya?ml$/i.test(path)))
    return { format: "yolo", candidates: [{ format: "yolo", photos: 0 }] };
  throw await notRecognised(
    source,
    reasonOf(looked, counted.find(({ format }) => format === "yolo")?.photos ?? 0),
  );
}

/** The format alone. @throws AppError import/not-recognised */
export async function recogniseFormat(source: SetSource): Promise<SetFormat> {
  return (await recogniseSet(source)).format;
}
