import {
  type FormatLayout,
  type LabelFormat,
  type LayoutPlan,
  type LookedFiles,
  NO_SPLIT,
} from "../label-format";
import { createPhotoFinder } from "../photo-finder";
import { filesWith, pairedWith, shareOf } from "../sampling";
import { MAX_LABEL_BYTES, readingsOf } from "../set-files";
import { isLabelMe, readLabelMe, writeLabelMe } from "./labelme";
import { openLabelMeSet } from "./labelme-set";

async function count(looked: LookedFiles): Promise<number> {
  const files = filesWith(looked, /\.json$/i);
  const find = createPhotoFinder(looked.photos, readingsOf(looked));
  const near = new Set(pairedWith(looked, files));
  const part = await shareOf(files, async (path) => {
    const json = await looked.quietly(looked.readJson(path, MAX_LABEL_BYTES));
    if (!isLabelMe(json)) return false;
    const { imagePath, imageData } = readLabelMe(json);
    return imageData !== "" || near.has(path) || find(imagePath, path) !== undefined;
  });
  return Math.ceil(part * files.length);
}

function layout({ nameOf }: LayoutPlan): FormatLayout {
  return {
    place: ({ sha256, ending, split, width, height, boxes }) => {
      const folder = split ?? NO_SPLIT;
      const imagePath = `${sha256}.${ending}`;
      const named = boxes.map(({ classId, box }) => ({ name: nameOf(classId), box }));
      const text = writeLabelMe({ imagePath, size: { width, height }, boxes: named });
      return { photo: `${folder}/${imagePath}`, files: [{ path: `${folder}/${sha256}.json`, text }] };
    },
    finish: () => [],
  };
}

export const format: LabelFormat = { count, open: openLabelMeSet, layouts: { labelme: layout } };
