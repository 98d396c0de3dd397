import type { Split } from "./labelled-set";

const SPLIT_WORDS: Readonly<Record<string, Split>> = {
  train: "train",
  training: "train",
  val: "val",
  valid: "val",
  validation: "val",
  dev: "val",
  test: "test",
  testing: "test",
};

const PHOTO = /\.(jpe?g|png|webp|avif|heic|heif|bmp|gif|tiff?)$/i;

/** What systems leave beside a person's files. */
const CLUTTER = /(^|\/)(__MACOSX|\.[^/]+|Thumbs\.db|desktop\.ini)(\/|$)/i;

export const isPhotoPath = (path: string): boolean => PHOTO.test(path);
export const isClutter = (path: string): boolean => CLUTTER.test(path);

export const fileNameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));
/** Without folders and ending. */
export const stemOf = (path: string): string => fileNameOf(path).replace(/\.[^.]+$/, "");
export const withoutEnding = (path: string): string => path.replace(/\.[^./]+$/, "");

/** The split a file lies in: the deepest folder that is called like one; null when none is. */
export function splitOfFolders(path: string): Split | null {
  for (const part of path.toLowerCase().split("/").slice(0, -1).reverse()) {
    const split = SPLIT_WORDS[part];
    if (split) return split;
  }
  return null;
}

/** The split a file's name speaks of: `instances_train2017.json` is of train; null when it names none, or two. */
export function splitOfName(path: string): Split | null {
  const words = fileNameOf(path)
    .toLowerCase()
    .split(/[^a-z]+/);
  const splits = new Set(words.flatMap((word) => SPLIT_WORDS[word] ?? []));
  const [only] = splits;
  return splits.size === 1 && only ? only : null;
}

/** `a/./b//c` as `a/b/c`; undefined when it leads out of the set or is no relative path at all. */
export function normalPath(path: string): string | undefined {
  if (/^[/\\]|^[a-z]:/i.test(path) || path.includes("\0")) return undefined;
  const parts: string[] = [];
  for (const part of path.replaceAll("\\", "/").split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length > 0 ? parts.join("/") : undefined;
}

/**
 * Finds the photo a label file means by a path or name, which tools write in many ways: relative to the label file,
 * to the set, under `images`, or as the bare name.
 * @param photos paths of the set's photos
 */
export function createPhotoFinder(
  photos: readonly string[],
): (reference: string, labelFile: string) => string | undefined {
  const known = new Set(photos);
  const byName = new Map<string, string[]>();
  for (const path of photos) {
    const name = fileNameOf(path).toLowerCase();
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  return (reference, labelFile) => {
    const folder = folderOf(labelFile);
    const near = normalPath(`${folder}/${reference.replaceAll("\\", "/")}`.replace(/^\//, ""));
    if (near && known.has(near)) return near;
    const same = byName.get(fileNameOf(reference.replaceAll("\\", "/")).toLowerCase()) ?? [];
    // the one whose folders end as the reference's do
    const tail = normalPath(reference);
    const ending = tail ? same.filter((path) => path === tail || path.endsWith(`/${tail}`)) : [];
    const [only] = ending.length > 0 ? ending : same;
    if ((ending.length > 0 ? ending : same).length === 1) return only;
    // equal names in several splits: the one of the label file's own
    const split = splitOfFolders(labelFile) ?? splitOfName(labelFile);
    const ofSplit = same.filter((path) => split !== null && splitOfFolders(path) === split);
    return ofSplit.length === 1 ? ofSplit[0] : undefined;
  };
}
