import { AppError, isAppError } from "../../../errors";
import { MAX_PHOTO_BYTES } from "../../../photos/limits";
import type { Split } from "../../split";
import { mergeLabels } from "../merge-labels";
import type { OpenedSet, SetPhoto } from "../opened-set";
import { foreignReason, isForeignClaim } from "../own-labels";
import { fileNameOf, isPhotoPath, splitOfFolders, splitOfName } from "../paths";
import { createPhotoFinder } from "../photo-finder";
import { MAX_SET_FILE_BYTES, type Refusal, readingsOf, type SetFiles } from "../set-files";
import { type CocoPhoto, isCoco, readCoco, whyNoCoco } from "./coco";

interface Found {
  /** What each file says of a photo, by the photo's path. */
  readonly labels: Map<string, { readonly labels: CocoPhoto; readonly file: string }[]>;
  readonly leftAside: Refusal[];
  files: number;
}

async function readFile(source: SetFiles, file: string, found: Found): Promise<readonly CocoPhoto[]> {
  const { leftAside } = found;
  const json = await source.readJson(file, MAX_SET_FILE_BYTES).catch((error: unknown) => {
    if (!isAppError(error)) throw error;
    leftAside.push({ path: file, reason: String(error.facts.reason ?? error.code) });
  });
  const reason = whyNoCoco(json);
  if (reason) leftAside.push({ path: file, reason });
  if (reason || !isCoco(json)) return [];
  found.files++;
  const { photos, problems, isLabelled } = readCoco(json);
  leftAside.push(...problems.map((problem) => ({ path: file, reason: problem })));
  if (!isLabelled)
    leftAside.push({
      path: file,
      reason: "it has no annotation, and so says nothing of what is in its photos",
    });
  return isLabelled ? photos : [];
}

async function readFiles(source: SetFiles, paths: readonly string[]): Promise<Found> {
  const find = createPhotoFinder(paths, readingsOf(source));
  const found: Found = { labels: new Map(), leftAside: [...source.refused], files: 0 };
  for (const { path: file } of source.entries.filter(({ path }) => /\.json$/i.test(path))) {
    for (const photo of await readFile(source, file, found)) {
      const path = find(photo.fileName, file);
      if (path) found.labels.set(path, [...(found.labels.get(path) ?? []), { labels: photo, file }]);
      else found.leftAside.push({ path: file, reason: `${photo.fileName} is not among the photos` });
    }
  }
  withoutForeign(found);
  return found;
}

/** Labels of a photo that is missing do not go to another of its name. */
function withoutForeign({ labels, leftAside }: Found): void {
  for (const [path, all] of labels) {
    const claims = all.map(({ labels: { fileName }, file }) => ({ reference: fileName, file }));
    const foreign = claims.map((claim) => isForeignClaim(path, claim, claims));
    for (const [index, claim] of claims.entries())
      if (foreign[index]) leftAside.push({ path: claim.file, reason: foreignReason(path, claim) });
    if (foreign.includes(true))
      labels.set(
        path,
        all.filter((_, index) => !foreign[index]),
      );
  }
}

const HELD_OUT_FIRST: readonly Split[] = ["test", "val", "train"];

/** By its folder, else by the files that label it; of several the one that is held out furthest, which is said. */
function splitOf(path: string, files: readonly string[], leftAside: Refusal[]): Split | null {
  const own = splitOfFolders(path);
  if (own) return own;
  const said = new Set(files.map((file) => splitOfFolders(file) ?? splitOfName(file)));
  const splits = HELD_OUT_FIRST.filter((split) => said.has(split));
  const [split = null] = splits;
  if (splits.length > 1)
    leftAside.push({ path, reason: `it is in ${splits.join(" and ")}; it counts as ${split}` });
  return split;
}

/** Photos with one or more COCO files that label them; a photo in none of them stays unlabelled. */
export async function openCocoSet(source: SetFiles): Promise<OpenedSet> {
  const paths = source.entries.map(({ path }) => path).filter(isPhotoPath);
  const { labels, leftAside, files } = await readFiles(source, paths);
  if (files === 0) {
    const [first] = leftAside;
    const reason = first ? `${first.path}: ${first.reason}` : "there is no COCO file in it";
    throw new AppError("import/not-recognised", { facts: { reason } });
  }
  const photos: SetPhoto[] = paths.map((path) => {
    const said = (labels.get(path) ?? []).map(({ file }) => file);
    return { path, name: fileNameOf(path), split: splitOf(path, said, leftAside) };
  });
  return {
    labelled: labels.size,
    photos,
    leftAside,
    readPhoto: ({ path }) => source.read(path, MAX_PHOTO_BYTES),
    readLabels: async ({ path }) => {
      const all = labels.get(path);
      return all ? mergeLabels(all.map((one) => one.labels)) : null;
    },
  };
}
