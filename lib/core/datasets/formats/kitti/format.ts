import { AppError } from "../../../errors";
import { MAX_PHOTO_BYTES } from "../../../photos/limits";
import type { LabelFormat, LookedFiles } from "../label-format";
import type { OpenedSet } from "../opened-set";
import { pairLabels } from "../pair-labels";
import { fileNameOf, splitOfFolders } from "../paths";
import { filesWith, pairedWith, shareOf } from "../sampling";
import { MAX_LABEL_BYTES, type SetFiles } from "../set-files";
import { parseKittiRow, readKitti } from "./read-kitti";

/** Text files that are no labels: calibrations and lists. */
const LABELS = /^(?!.*(?:^|\/)(?:calib|velodyne|planes|oxts|ImageSets)\/).*\.txt$/i;

async function count(looked: LookedFiles): Promise<number> {
  const files = pairedWith(looked, filesWith(looked, LABELS));
  let rows = 0;
  const part = await shareOf(files, async (path) => {
    const text = (await looked.quietly(looked.readText(path, MAX_LABEL_BYTES))) ?? "?";
    const lines = text.split(/\r\n?|\n/).filter((line) => line.trim() !== "");
    const good = lines.filter((line) => parseKittiRow(line)).length;
    rows += good;
    return lines.length === 0 || good * 2 >= lines.length;
  });
  return rows > 0 ? Math.ceil(part * files.length) : 0;
}

async function open(files: SetFiles): Promise<OpenedSet> {
  const pairs = await pairLabels(files, LABELS, async () => "");
  if (pairs.labelOf.size === 0)
    throw new AppError("import/not-recognised", { facts: { reason: "no text file in it is of a photo" } });
  return {
    labelled: pairs.labelOf.size,
    photos: pairs.photos.map((path) => ({ path, name: fileNameOf(path), split: splitOfFolders(path) })),
    leftAside: [
      ...files.refused,
      ...pairs.lone.map((path) => ({ path, reason: "it has no photo" })),
      ...pairs.leftAside,
    ],
    readPhoto: ({ path }) => files.read(path, MAX_PHOTO_BYTES),
    readLabels: async ({ path }) => {
      const file = pairs.labelOf.get(path);
      return file === undefined ? null : readKitti(await files.readText(file, MAX_LABEL_BYTES));
    },
  };
}

export const format: LabelFormat = { count, open, layouts: {} };
