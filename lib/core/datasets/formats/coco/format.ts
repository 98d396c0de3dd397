import {
  type FormatLayout,
  type LabelFormat,
  type LayoutPlan,
  type LookedFiles,
  NO_SPLIT,
} from "../label-format";
import { createPhotoFinder } from "../photo-finder";
import { filesWith } from "../sampling";
import { MAX_SET_FILE_BYTES, readingsOf } from "../set-files";
import { isCoco, readCoco, whyNoCoco } from "./coco";
import { openCocoSet } from "./coco-set";
import { createCocoWriter } from "./coco-writer";

/** A set has few COCO files; after this many other JSON files, the rest are not read. */
const MAX_FILES = 60;

async function count(looked: LookedFiles): Promise<number> {
  const find = createPhotoFinder(looked.photos, readingsOf(looked));
  const labelled = new Set<string>();
  for (const [index, file] of filesWith(looked, /\.json$/i).entries()) {
    if (index >= MAX_FILES && labelled.size === 0) break;
    const json = await looked.quietly(looked.readJson(file, MAX_SET_FILE_BYTES));
    const why = whyNoCoco(json);
    if (why) looked.note(`${file}: ${why}`);
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

function layout({ classes }: LayoutPlan): FormatLayout {
  const writers = new Map<string, ReturnType<typeof createCocoWriter>>();
  return {
    place: (photo) => {
      const folder = photo.split ?? NO_SPLIT;
      const writer = writers.get(folder) ?? createCocoWriter(classes);
      writers.set(folder, writer);
      const fileName = `${photo.sha256}.${photo.ending}`;
      writer.add({ fileName, size: { width: photo.width, height: photo.height }, boxes: photo.boxes });
      return { photo: `images/${folder}/${fileName}`, files: [] };
    },
    finish: () =>
      [...writers].map(([folder, writer]) => ({
        path: `annotations/instances_${folder}.json`,
        text: [...writer.finish()].join(""),
      })),
  };
}

export const format: LabelFormat = { count, open: openCocoSet, layouts: { coco: layout } };
