import type { LabelFormat, LookedFiles } from "../label-format";
import { pairedWith, shareOf } from "../sampling";
import { MAX_LABEL_BYTES } from "../set-files";
import { isClassList, readClassFiles } from "./class-files";
import { yoloLayout } from "./layout";
import { parseYoloRow } from "./yolo-row";
import { openYoloSet } from "./yolo-set";

/** Most lines are rows; an empty file says that nothing is in its photo, and alone is no sign of a format. */
export async function countLabels(looked: LookedFiles): Promise<number> {
  const texts = looked.entries
    .map(({ path }) => path)
    .filter((path) => /\.txt$/i.test(path) && !isClassList(path));
  const files = pairedWith(looked, texts);
  let rows = 0;
  const part = await shareOf(files, async (path) => {
    const text = (await looked.quietly(looked.readText(path, MAX_LABEL_BYTES))) ?? "?";
    const lines = text
      .split(/\r\n?|\n/)
      .filter((line) => line.trim() !== "")
      .slice(0, 200);
    const good = lines.filter((line) => parseYoloRow(line)).length;
    rows += good;
    return lines.length === 0 || good * 2 >= lines.length;
  });
  return rows > 0 ? Math.ceil(part * files.length) : 0;
}

export const format: LabelFormat = {
  count: async (looked) => {
    const photos = await countLabels(looked);
    const { files, broken } = await readClassFiles(looked);
    if (files.length + broken.length > 0) return photos;
    if (photos > 0) looked.note("labels are there, but no data.yaml or classes.txt that names their classes");
    return 0;
  },
  open: openYoloSet,
  isPlainSet: async (files) => {
    const named = await readClassFiles(files);
    return [...named.files, ...named.broken].some(({ path }) => /\.ya?ml$/i.test(path));
  },
  layouts: { yolo: yoloLayout },
};
