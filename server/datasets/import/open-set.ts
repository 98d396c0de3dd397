import { z } from "zod";
import { isCoco } from "@/lib/core/datasets/formats/coco";
import type { SetFormat } from "@/lib/core/datasets/formats/labelled-set";
import { isLabelMe } from "@/lib/core/datasets/formats/labelme";
import { folderOf, isPhotoPath } from "@/lib/core/datasets/formats/paths";
import { isVoc } from "@/lib/core/datasets/formats/voc";
import { isAppError } from "@/lib/core/errors";
import { NAMES_FILE } from "../export/write-export";
import { openCocoSet } from "./formats/coco-set";
import { openLabelMeSet } from "./formats/labelme-set";
import { openVocSet } from "./formats/voc-set";
import { findClassFile, openYoloSet } from "./formats/yolo-set";
import type { LabelledSet } from "./labelled-set";
import { MAX_SET_FILE_BYTES, readJson, readText, readXml } from "./read-text";
import type { SetSource } from "./source/set-source";
import { notRecognised } from "./why-not-recognised";

/** So many files of a kind are looked into: one alone may be something else that lies about. */
const SAMPLES = 5;

export { openSource } from "./source/open-source";

async function anyOf(paths: readonly string[], isIt: (path: string) => Promise<boolean>): Promise<boolean> {
  for (const path of paths.slice(0, SAMPLES)) {
    const found = await isIt(path).catch((error: unknown) => {
      // one that cannot be read tells nothing; it is reported when its turn comes
      if (isAppError(error)) return false;
      throw error;
    });
    if (found) return true;
  }
  return false;
}

/** Shallow files first: what describes a whole set lies above its photos. */
function pathsOf(source: SetSource, ending: RegExp): readonly string[] {
  const depth = (path: string) => folderOf(path).split("/").length;
  return source.entries
    .map(({ path }) => path)
    .filter((path) => ending.test(path))
    .toSorted((a, b) => depth(a) - depth(b));
}

/** Recognises a set by what lies in it. @throws AppError import/not-recognised */
export async function recogniseFormat(source: SetSource): Promise<SetFormat> {
  if (!source.entries.some(({ path }) => isPhotoPath(path) || /\.json$/i.test(path))) {
    throw await notRecognised(source, "there are no photos in it");
  }
  const texts = source.entries.some(({ path }) => /\.txt$/i.test(path));
  if (texts && (await findClassFile(source))) return "yolo";
  const jsons = pathsOf(source, /\.json$/i);
  if (await anyOf(jsons, async (path) => isCoco(await readJson(source, path, MAX_SET_FILE_BYTES))))
    return "coco";
  if (await anyOf(pathsOf(source, /\.xml$/i), async (path) => isVoc(await readXml(source, path))))
    return "voc";
  if (await anyOf(jsons, async (path) => isLabelMe(await readJson(source, path, MAX_SET_FILE_BYTES))))
    return "labelme";
  const reason = texts ? "labels are there, but no data.yaml or classes.txt that names their classes" : "";
  throw await notRecognised(source, reason);
}

const OPENERS: Readonly<Record<SetFormat, (source: SetSource) => Promise<LabelledSet>>> = {
  yolo: openYoloSet,
  coco: openCocoSet,
  voc: openVocSet,
  labelme: openLabelMeSet,
};

const namedSchema = z.object({ file: z.string(), name: z.string() });

/** Names of photos as their owner knew them, which an export of ours keeps beside the labels. */
async function withNames(source: SetSource, set: LabelledSet): Promise<LabelledSet> {
  if (!source.entries.some(({ path }) => path === NAMES_FILE)) return set;
  const names = new Map<string, string>();
  for (const line of (await readText(source, NAMES_FILE, MAX_SET_FILE_BYTES)).split("\n")) {
    const named = namedSchema.safeParse(line === "" ? undefined : parseJson(line)).data;
    if (named) names.set(named.file, named.name);
  }
  return {
    ...set,
    photos: set.photos.map((photo) => ({ ...photo, name: names.get(photo.path) ?? photo.name })),
  };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // a list somebody edited by hand: its photos keep the names of their files
    return undefined;
  }
}

/**
 * Lists a set's photos; labels are read photo by photo later (COCO's one file now).
 * @throws AppError import/not-recognised when the source holds no such set, or no photo
 */
export async function openSet(source: SetSource, format: SetFormat): Promise<LabelledSet> {
  const set = await withNames(source, await OPENERS[format](source));
  if (set.photos.length === 0) {
    throw await notRecognised(source, "there are no photos in it");
  }
  return set;
}
