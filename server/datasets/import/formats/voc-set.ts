import type { Split } from "@/lib/core/datasets/formats/labelled-set";
import { fileNameOf, splitOfFolders, splitOfName, stemOf } from "@/lib/core/datasets/formats/paths";
import { isVoc, readVoc } from "@/lib/core/datasets/formats/voc";
import { AppError, isAppError } from "@/lib/core/errors";
import { MAX_PHOTO_BYTES } from "@/server/media/service";
import type { LabelledSet, SetPhoto } from "../labelled-set";
import { MAX_LABEL_BYTES, readText, readXml } from "../read-text";
import type { SetSource } from "../source/set-source";
import { pairLabels } from "./pair-labels";

/** `ImageSets/Main/train.txt` and its like: one name a line. */
async function readSplits(source: SetSource): Promise<ReadonlyMap<string, Split>> {
  const splits = new Map<string, Split>();
  for (const { path } of source.entries) {
    if (!/(^|\/)ImageSets\/Main\/(train|val|valid|test)\.txt$/i.test(path)) continue;
    const split = splitOfName(path);
    const lines = (await readText(source, path, MAX_LABEL_BYTES)).split(/\r?\n/);
    for (const line of lines)
      if (split && line.trim() !== "") splits.set(line.trim().split(/\s+/)[0] ?? "", split);
  }
  return splits;
}

/** Photos with one XML file each, as Pascal VOC and the tools after it keep them. */
export async function openVocSet(source: SetSource): Promise<LabelledSet> {
  const pairs = await pairLabels(source, /\.xml$/i, async (file) => {
    try {
      return readVoc(await readXml(source, file)).fileName;
    } catch (error) {
      if (isAppError(error)) return "";
      throw error;
    }
  });
  const splits = await readSplits(source);
  const photos: SetPhoto[] = pairs.photos.map((path) => ({
    path,
    name: fileNameOf(path),
    split: splitOfFolders(path) ?? splits.get(stemOf(path)) ?? null,
  }));
  return {
    format: "voc",
    photos,
    leftAside: [...source.refused, ...pairs.lone.map((path) => ({ path, reason: "it has no photo" }))],
    readPhoto: ({ path }) => source.read(path, MAX_PHOTO_BYTES),
    readLabels: async ({ path }) => {
      const file = pairs.labelOf.get(path);
      if (file === undefined) return null;
      const tree = await readXml(source, file);
      if (!isVoc(tree)) {
        throw new AppError("import/unreadable-labels", { facts: { file, reason: "it is no annotation" } });
      }
      return readVoc(tree);
    },
  };
}
