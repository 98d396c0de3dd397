import { AppError, isAppError } from "../../../errors";
import { MAX_PHOTO_BYTES } from "../../../photos/limits";
import type { Split } from "../../split";
import type { OpenedSet, SetChoices, SetDoubt, SetPhoto } from "../opened-set";
import { pairLabels } from "../pair-labels";
import { looseForm } from "../path-forms";
import { fileNameOf, splitOfFolders, splitOfName, stemOf } from "../paths";
import type { SetFiles } from "../set-files";
import { MAX_LABEL_BYTES } from "../set-files";
import { isVoc, originOf, readVoc } from "./voc";

/** A photo's split by its path without ending. */
type SplitOf = (photo: string) => Split | null;

/**
 * Reads `ImageSets/Main/train.txt` and its like, one name a line. Each is of the photos beside its own `ImageSets`: two
 * sites may use the same names.
 */
async function readSplits(source: SetFiles): Promise<SplitOf> {
  const lists = new Map<string, Map<string, Split>>();
  for (const { path } of source.entries) {
    const place = /^(.*?)(?:^|\/)ImageSets\/Main\/(?:train|val|valid|test)\.txt$/i.exec(path);
    const split = place && splitOfName(path);
    if (!split) continue;
    const base = place[1] ?? "";
    const names = lists.get(base) ?? new Map<string, Split>();
    lists.set(base, names);
    for (const line of (await source.readText(path, MAX_LABEL_BYTES)).split(/\r\n?|\n/)) {
      // some tools write 1 or -1 behind the name; a name may hold blanks
      const name = line.trim().replace(/\s+-?[01]$/, "");
      if (name !== "") names.set(looseForm(name), split);
    }
  }
  return (photo) => {
    const bases = [...lists.keys()].filter((base) => base === "" || photo.startsWith(`${base}/`));
    const [nearest] = bases.sort((a, b) => b.length - a.length);
    return lists.get(nearest ?? "")?.get(looseForm(stemOf(photo))) ?? null;
  };
}

/** Whole px: what the format keeps of an edge. */
const ROUNDED_PX = 0.51;
/** Number of files inspected to learn how their pixels are counted. */
const LOOKED_INTO = 200;

const originPoint = (taken: "zero" | "one"): SetDoubt => ({
  id: "voc-origin",
  why: "Nothing in these files says for sure whether pixels are counted from 0 or from 1.",
  options: [
    { value: "zero", words: "counted from 0, as labelling tools do" },
    { value: "one", words: "counted from 1, as the original Pascal VOC does: corners move by one pixel" },
  ],
  taken,
});

/** Where a set's pixels begin, and the doubt where that is not known. */
async function readOrigin(source: SetFiles, files: readonly string[], answer: string | undefined) {
  let [isOriginal, hasZero, isSaid] = [false, false, files.length > 0];
  const step = Math.max(1, Math.ceil(files.length / LOOKED_INTO));
  await source.inParallel(
    files.filter((_, index) => index % step === 0),
    async (file) => {
      const tree = await source.readXml(file).catch((error: unknown) => {
        if (!isAppError(error)) throw error;
      });
      const origin = originOf(tree);
      isOriginal ||= origin.isOriginal;
      // a file that says where it begins tells nothing about those that do not
      hasZero ||= origin.hasZero && origin.said === undefined;
      isSaid &&= origin.said !== undefined;
    },
  );
  const usual = isOriginal && !hasZero ? "one" : "zero";
  const taken = answer === "zero" || answer === "one" ? answer : usual;
  const doubts = files.length === 0 || isSaid || (hasZero && taken === "zero") ? [] : [originPoint(taken)];
  return { firstPixel: taken === "one" ? (1 as const) : (0 as const), doubts };
}

/** Photos with one XML file each, as Pascal VOC and the tools after it keep them. */
export async function openVocSet(source: SetFiles, { answers }: SetChoices = {}): Promise<OpenedSet> {
  const pairs = await pairLabels(source, /\.xml$/i, async (file) => {
    try {
      return readVoc(await source.readXml(file)).fileName;
    } catch (error) {
      if (isAppError(error)) return "";
      throw error;
    }
  });
  const splitOf = await readSplits(source);
  const { firstPixel, doubts } = await readOrigin(
    source,
    [...pairs.labelOf.values()],
    answers?.["voc-origin"],
  );
  const photos: SetPhoto[] = pairs.photos.map((path) => ({
    path,
    name: fileNameOf(path),
    split: splitOfFolders(path) ?? splitOf(path),
  }));
  return {
    labelled: pairs.labelOf.size,
    doubts,
    roundedPx: ROUNDED_PX,
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
      const tree = await source.readXml(file);
      if (!isVoc(tree)) {
        throw new AppError("import/unreadable-labels", { facts: { file, reason: "it is no annotation" } });
      }
      return readVoc(tree, firstPixel);
    },
  };
}
