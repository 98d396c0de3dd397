import { looseForm } from "@/lib/core/datasets/formats/path-forms";
import { fileNameOf, splitOfFolders, splitOfName, stemOf } from "@/lib/core/datasets/formats/paths";
import { isVoc, readVoc } from "@/lib/core/datasets/formats/voc";
import type { Split } from "@/lib/core/datasets/split";
import { AppError, isAppError } from "@/lib/core/errors";
import { MAX_PHOTO_BYTES } from "@/server/media/service";
import type { LabelledSet, SetPhoto } from "../labelled-set";
import { MAX_LABEL_BYTES, readText } from "../read-text";
import { readXml } from "../read-xml";
import type { SetSource } from "../source/set-source";
import { pairLabels } from "./pair-labels";

/** A photo's split by its path without ending. */
type SplitOf = (photo: string) => Split | null;

/**
 * Reads `ImageSets/Main/train.txt` and its like, one name a line. Each is of the photos beside its own `ImageSets`: two
 * sites may use the same names.
 */
async function readSplits(source: SetSource): Promise<SplitOf> {
  const lists = new Map<string, Map<string, Split>>();
  for (const { path } of source.entries) {
    const place = /^(.*?)(?:^|\/)ImageSets\/Main\/(?:train|val|valid|test)\.txt$/i.exec(path);
    const split = place && splitOfName(path);
    if (!split) continue;
    const base = place[1] ?? "";
    const names = lists.get(base) ?? new Map<string, Split>();
    lists.set(base, names);
    for (const line of (await readText(source, path, MAX_LABEL_BYTES)).split(/\r\n?|\n/)) {
      // some tools write 1 or -1 behind the name; a name may hold blanks
      const name = line.trim().replace(/\s+-?[01]$/, "");
      if (name !== "") names.set(looseForm(name), split);
    }
  }
  return (photo) => {
    const bases = [...lists.keys()].filter((base) => base === "" || photo.startsWith(`${base}/`));
    const [nearest] = bases.toSorted((a, b) => b.length - a.length);
    return lists.get(nearest ?? "")?.get(looseForm(stemOf(photo))) ?? null;
  };
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
  const splitOf = await readSplits(source);
  const photos: SetPhoto[] = pairs.photos.map((path) => ({
    path,
    name: fileNameOf(path),
    split: splitOfFolders(path) ?? splitOf(path),
  }));
  return {
    format: "voc",
    labelled: pairs.labelOf.size,
    photos,
    leftAside: [
      ...source.refused,
      ...pairs.lone.map((path) => ({ path, reason: "it has no photo" })),
      ...pairs.leftAside,
    ],
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
