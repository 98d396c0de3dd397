import type { Split } from "../../split";
import type { FormatLayout, LabelFormat, LayoutPlan, LookedFiles } from "../label-format";
import { filesWith, pairedWith, shareOf } from "../sampling";
import { MAX_LABEL_BYTES } from "../set-files";
import { isVoc, writeVoc } from "./voc";
import { openVocSet } from "./voc-set";

/** A file's type shows within this distance from its start. */
const HEAD = 10_000;

async function count(looked: LookedFiles): Promise<number> {
  const files = filesWith(looked, /\.xml$/i);
  const part = await shareOf(files, async (path) => {
    // one XML file may hold a whole set in another format: it is not parsed into a tree
    const text = await looked.quietly(looked.readXmlText(path, MAX_LABEL_BYTES));
    if (!text || !/<annotation[\s>]/.test(text.slice(0, HEAD))) return false;
    return isVoc(await looked.quietly(looked.readXml(path)));
  });
  // a file may name its photo where its own name does not
  const near = Math.max(pairedWith(looked, files).length, looked.photos.length > 0 ? 1 : 0);
  return Math.ceil(part * Math.min(files.length, near));
}

/** `JPEGImages`, `Annotations` and the splits in `ImageSets/Main`. @param firstPixel the number of the first pixel */
function layout(firstPixel: 0 | 1): (plan: LayoutPlan) => FormatLayout {
  return ({ nameOf }) => {
    const lists = new Map<Split, string[]>();
    return {
      place: ({ sha256, ending, split, width, height, boxes }) => {
        const list = split ? (lists.get(split) ?? []) : undefined;
        list?.push(sha256);
        if (split && list) lists.set(split, list);
        const named = boxes.map(({ classId, box }) => ({ name: nameOf(classId), box }));
        const fileName = `${sha256}.${ending}`;
        const size = { width, height };
        const text = writeVoc({ fileName, folder: "JPEGImages", size, boxes: named, firstPixel });
        return { photo: `JPEGImages/${fileName}`, files: [{ path: `Annotations/${sha256}.xml`, text }] };
      },
      finish: () =>
        [...lists].map(([split, names]) => ({
          path: `ImageSets/Main/${split}.txt`,
          text: `${names.join("\n")}\n`,
        })),
    };
  };
}

export const format: LabelFormat = {
  count,
  open: openVocSet,
  layouts: { voc: layout(0), "voc-from-one": layout(1) },
};
