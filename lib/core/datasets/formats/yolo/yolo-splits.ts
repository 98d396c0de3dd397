import type { Split } from "../../split";
import { looseForm } from "../path-forms";
import { fileNameOf, folderOf, isPhotoPath, normalPath, splitOfFolders, splitOfName } from "../paths";
import { createPhotoFinder } from "../photo-finder";
import { MAX_LABEL_BYTES, type Refusal, readingsOf, type SetFiles } from "../set-files";
import type { ClassFile } from "./class-files";

const HELD_OUT_FIRST: readonly Split[] = ["test", "val", "train"];

/** A path of another machine is tried from up to this many folders above its end. */
const MAX_FOLDERS = 100;

/** Where a file says that a split lies. */
interface Place {
  readonly split: Split;
  /** The file that says it. */
  readonly by: string;
  readonly path: string | undefined;
  /** As written: a folder, a list of photos, a pattern. */
  readonly value: string;
}

export interface YoloSplits {
  /** The split that a photo counts for, and those that it is in besides. */
  of(photo: string): { readonly split: Split | null; readonly alsoIn: readonly Split[] };
  /** Places that are not in the set. */
  readonly problems: readonly Refusal[];
  /** Lists of photos, which are no labels. */
  readonly lists: ReadonlySet<string>;
}

/** `train = data/train.txt` and its like in Darknet's `obj.data`. */
async function placesOfDarknet(source: SetFiles): Promise<readonly Place[]> {
  const places: Place[] = [];
  for (const { path } of source.entries.filter((entry) => /\.data$/i.test(entry.path))) {
    const text = await source.readText(path, MAX_LABEL_BYTES).catch(() => "");
    for (const [, key = "", value = ""] of text.matchAll(
      /^[ \t]*(train|valid|val|test)[ \t]*=[ \t]*(\S[^\r\n]*)$/gim,
    )) {
      const split = splitOfName(`${key}.`);
      if (split) places.push({ split, by: path, path: undefined, value: value.trim() });
    }
  }
  return places;
}

/** `train.txt` and its like, where no file says what they are. */
function placesOfLists(source: SetFiles): readonly Place[] {
  return source.entries.flatMap(({ path }) => {
    const name = /^(train|valid|val|test)\.txt$/i.test(fileNameOf(path)) ? fileNameOf(path) : "";
    const split = splitOfName(name);
    return name && split ? [{ split, by: path, path: undefined, value: name }] : [];
  });
}

/** A place as a path: one way of slashes and one at a time, no pattern at its end. */
const tidy = (value: string) =>
  value
    .replaceAll("\\", "/")
    .replace(/^file:\/\//i, "")
    // before the pattern is looked for: over a row of slashes that would take the cube of their number
    .replace(/\/{2,}/g, "/")
    .replace(/\/(\*\*?(\/\*)?(\.\w+)?)?\/?$/, "");

const joined = (...parts: readonly string[]) => normalPath(parts.filter((part) => part !== "").join("/"));

/**
 * Where a place may lie in the set, the likeliest first: below the folder that `path:` names, below the file that says
 * it, and as the end of a path of another machine (`/home/me/fruit/images/train`, `../train/images`).
 */
function candidatesOf({ by, path = "", value }: Place): readonly string[] {
  const folder = folderOf(by);
  const [root, place] = [tidy(path), tidy(value)];
  const whole = [joined(folder, root, place), joined(folder, place), joined(place)];
  const leadsOut = (one: string) => /^([a-z]:|\/|\.\.)/i.test(one);
  // Darknet's paths begin in the folder that it was started in
  const isForeign = leadsOut(place) || leadsOut(root) || /\.data$/i.test(by);
  if (!isForeign) return whole.filter((one) => one !== undefined);
  const parts = (/^([a-z]:|\/)/i.test(place) ? place : `${root}/${place}`)
    .replace(/^[a-z]:/i, "")
    .split("/")
    .filter((part) => part !== "" && part !== "." && part !== "..")
    .slice(-MAX_FOLDERS);
  const ends = parts
    .map((_, index) => parts.slice(index))
    .filter((end) => end.length > 1 || splitOfName(`${end[0]}.`) || /\.txt$/i.test(end[0] ?? ""));
  const tails = ends.flatMap((end) => [joined(folder, ...end), joined(...end)]);
  return [...whole, ...tails].filter((one) => one !== undefined);
}

/** Reads which photos each place holds. */
function createPlaceReader(source: SetFiles, photos: readonly string[]) {
  const find = createPhotoFinder(photos, readingsOf(source));
  const files = new Map(source.entries.map(({ path }) => [looseForm(path), path]));
  const folders = new Map<string, string[]>();
  for (const photo of photos) {
    for (let folder = folderOf(looseForm(photo)); ; folder = folderOf(folder)) {
      const inside = folders.get(folder);
      if (inside) inside.push(photo);
      else folders.set(folder, [photo]);
      if (folder === "") break;
    }
  }
  const lists = new Set<string>();
  const readList = async (list: string): Promise<readonly string[]> => {
    const text = await source.readText(list, MAX_LABEL_BYTES).catch(() => "");
    const lines = text.split(/\r\n?|\n/).map((line) => line.trim());
    const found = lines.flatMap((line) => (line === "" ? [] : (find(line, list) ?? [])));
    if (found.length > 0) lists.add(list);
    return found;
  };
  return {
    lists,
    async photosOf(place: Place): Promise<readonly string[] | undefined> {
      const isWhole = /^(\.|\.\/)?$/.test(tidy(place.value));
      if (isWhole)
        return folders.get(
          looseForm(joined(folderOf(place.by), tidy(place.path ?? "")) ?? folderOf(place.by)),
        );
      for (const candidate of candidatesOf(place).map(looseForm)) {
        const file = files.get(candidate);
        if (file && /\.txt$/i.test(file)) return readList(file);
        if (file && isPhotoPath(file)) return [file];
        const inside = folders.get(candidate);
        if (inside) return inside;
      }
      return undefined;
    },
  };
}

/**
 * Which split each photo is in: as data.yaml, Darknet's file or lists of photos say, wherever that is; for photos of
 * which they say nothing as its folders are called.
 */
export async function readYoloSplits(
  source: SetFiles,
  photos: readonly string[],
  classFiles: readonly ClassFile[],
): Promise<YoloSplits> {
  const told = classFiles.flatMap(({ path: by, yaml }) =>
    HELD_OUT_FIRST.flatMap((split) =>
      (yaml?.splits[split] ?? []).map((value): Place => ({ split, by, path: yaml?.path, value })),
    ),
  );
  const places = [...told, ...(await placesOfDarknet(source))];
  const reader = createPlaceReader(source, photos);
  const members = new Map<string, Set<Split>>();
  const missing: Place[] = [];
  /** Which splits files lay somewhere, by the folder of the file. */
  const declared = new Map<string, Set<Split>>();
  for (const place of places.length > 0 ? places : placesOfLists(source)) {
    const inside = await reader.photosOf(place);
    if (!inside || inside.length === 0) {
      missing.push(place);
      continue;
    }
    const folder = folderOf(place.by);
    declared.set(folder, (declared.get(folder) ?? new Set<Split>()).add(place.split));
    for (const photo of inside) {
      const splits = members.get(photo) ?? new Set();
      members.set(photo, splits.add(place.split));
    }
  }
  const isLaidElsewhere = (photo: string, split: Split) =>
    [...declared].some(
      ([folder, splits]) => splits.has(split) && (folder === "" || photo.startsWith(`${folder}/`)),
    );
  const of = (photo: string) => {
    const byFolder = splitOfFolders(photo);
    const said = members.get(photo);
    // a split that a file lays elsewhere is not where a folder is called so
    if (!said) return { split: byFolder && isLaidElsewhere(photo, byFolder) ? null : byFolder, alsoIn: [] };
    const split =
      byFolder && said.has(byFolder) ? byFolder : (HELD_OUT_FIRST.find((one) => said.has(one)) ?? null);
    return { split, alsoIn: HELD_OUT_FIRST.filter((one) => one !== split && said.has(one)) };
  };
  // an entry that matches nothing matters only if a photo is left without a split
  const isLeft = missing.length > 0 && photos.some((photo) => of(photo).split === null);
  const problems = isLeft
    ? missing.map(({ by, split, value }) => ({
        path: by,
        reason: `its ${split} (${value.slice(0, 80)}) is not in the set`,
      }))
    : [];
  return { of, problems, lists: reader.lists };
}
