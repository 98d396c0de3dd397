import { AppError, isAppError } from "../../../errors";
import { MAX_PHOTO_BYTES } from "../../../photos/limits";
import type { OpenedSet, SetPhoto } from "../opened-set";
import { pairLabels } from "../pair-labels";
import { fileNameOf, splitOfFolders } from "../paths";
import type { Refusal, SetFiles } from "../set-files";
import { MAX_LABEL_BYTES } from "../set-files";
import { isLabelMe, type LabelMeFile, readLabelMe } from "./labelme";

async function readFile(source: SetFiles, file: string): Promise<LabelMeFile> {
  const json = await source.readJson(file, MAX_LABEL_BYTES);
  if (isLabelMe(json)) return readLabelMe(json);
  throw new AppError("import/unreadable-labels", { facts: { file, reason: "it is no LabelMe file" } });
}

/** Files whose photo is not in the set may hold it themselves. */
async function readLone(
  source: SetFiles,
  files: readonly string[],
): Promise<{ readonly photos: readonly SetPhoto[]; readonly leftAside: readonly Refusal[] }> {
  const photos: SetPhoto[] = [];
  const leftAside: Refusal[] = [];
  for (const path of files) {
    try {
      const { imageData, imagePath } = await readFile(source, path);
      const name = fileNameOf(imagePath.replaceAll("\\", "/")) || fileNameOf(path);
      if (imageData === "") leftAside.push({ path, reason: "its photo is not in the set" });
      else photos.push({ path, name, split: splitOfFolders(path) });
    } catch (error) {
      if (!isAppError(error)) throw error;
      leftAside.push({ path, reason: String(error.facts.reason ?? error.code) });
    }
  }
  return { photos, leftAside };
}

/** Photos with one JSON file each, or inside it, as LabelMe keeps them. */
export async function openLabelMeSet(source: SetFiles): Promise<OpenedSet> {
  const pairs = await pairLabels(source, /\.json$/i, async (file) => {
    try {
      return (await readFile(source, file)).imagePath;
    } catch (error) {
      if (isAppError(error)) return "";
      throw error;
    }
  });
  const lone = await readLone(source, pairs.lone);
  const beside = pairs.photos.map((path) => ({ path, name: fileNameOf(path), split: splitOfFolders(path) }));
  const inside = new Set(lone.photos.map(({ path }) => path));
  return {
    labelled: pairs.labelOf.size + lone.photos.length,
    photos: [...beside, ...lone.photos].sort((a, b) => (a.path < b.path ? -1 : 1)),
    leftAside: [...source.refused, ...lone.leftAside, ...pairs.leftAside],
    readPhoto: async ({ path }) => {
      if (!inside.has(path)) return source.read(path, MAX_PHOTO_BYTES);
      return source.fromBase64((await readFile(source, path)).imageData);
    },
    readLabels: async ({ path }) => {
      const file = inside.has(path) ? path : pairs.labelOf.get(path);
      return file === undefined ? null : readFile(source, file);
    },
  };
}
