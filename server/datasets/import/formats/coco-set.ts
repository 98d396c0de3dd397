import { type CocoPhoto, isCoco, readCoco } from "@/lib/core/datasets/formats/coco";
import {
  createPhotoFinder,
  fileNameOf,
  isPhotoPath,
  splitOfFolders,
  splitOfName,
} from "@/lib/core/datasets/formats/paths";
import { AppError } from "@/lib/core/errors";
import { MAX_PHOTO_BYTES } from "@/server/media/service";
import type { LabelledSet, SetPhoto } from "../labelled-set";
import { MAX_SET_FILE_BYTES, readJson } from "../read-text";
import type { Refusal, SetSource } from "../source/set-source";

/** Photos with one or more COCO files that label them; a photo in none of them stays unlabelled. */
export async function openCocoSet(source: SetSource): Promise<LabelledSet> {
  const paths = source.entries.map(({ path }) => path).filter(isPhotoPath);
  const find = createPhotoFinder(paths);
  const labels = new Map<string, { readonly labels: CocoPhoto; readonly file: string }>();
  const leftAside: Refusal[] = [...source.refused];
  let files = 0;
  for (const { path: file } of source.entries.filter(({ path }) => /\.json$/i.test(path))) {
    const json = await readJson(source, file, MAX_SET_FILE_BYTES);
    if (!isCoco(json)) continue;
    files++;
    const { photos, problems } = readCoco(json);
    leftAside.push(...problems.map((reason) => ({ path: file, reason })));
    for (const photo of photos) {
      const path = find(photo.fileName, file);
      if (!path) leftAside.push({ path: file, reason: `${photo.fileName} is not among the photos` });
      else if (labels.has(path))
        leftAside.push({ path: file, reason: `${photo.fileName} is labelled twice` });
      else labels.set(path, { labels: photo, file });
    }
  }
  if (files === 0) {
    throw new AppError("import/not-recognised", { facts: { reason: "there is no COCO file in it" } });
  }
  const photos: SetPhoto[] = paths.map((path) => {
    const file = labels.get(path)?.file;
    const split = splitOfFolders(path) ?? (file ? (splitOfFolders(file) ?? splitOfName(file)) : null);
    return { path, name: fileNameOf(path), split };
  });
  return {
    format: "coco",
    photos,
    leftAside,
    readPhoto: ({ path }) => source.read(path, MAX_PHOTO_BYTES),
    readLabels: async ({ path }) => labels.get(path)?.labels ?? null,
  };
}
