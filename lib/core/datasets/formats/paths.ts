import type { Split } from "../split";

const SPLIT_WORDS: ReadonlyMap<string, Split> = new Map([
  ["train", "train"],
  ["training", "train"],
  ["val", "val"],
  ["valid", "val"],
  ["validation", "val"],
  ["dev", "val"],
  ["test", "test"],
  ["testing", "test"],
]);
/** What may stand beside a split's word in a folder's name: `train_images`, `obj_train_data`. */
const BESIDE_SPLIT = new Set([
  "",
  "image",
  "images",
  "img",
  "imgs",
  "photo",
  "photos",
  "data",
  "obj",
  "labels",
]);

const PHOTO = /\.(jpe?g|jfif|jpe|png|webp|avif|heic|heif|bmp|dib|gif|tiff?)$/i;

/** What systems leave beside a person's files. */
const CLUTTER = /(^|\/)(__MACOSX|\.[^/]+|Thumbs\.db|desktop\.ini)(\/|$)/i;

export const isPhotoPath = (path: string): boolean => PHOTO.test(path);
export const isClutter = (path: string): boolean => CLUTTER.test(path);

export const fileNameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));
/** Without folders and ending. */
export const stemOf = (path: string): string => fileNameOf(path).replace(/\.[^.]+$/, "");
export const withoutEnding = (path: string): string => path.replace(/\.[^./]+$/, "");

function splitOfWords(text: string, isBeside: (word: string) => boolean): Split | null {
  const words = text.toLowerCase().split(/[^a-z]+/);
  const splits = new Set(words.flatMap((word) => SPLIT_WORDS.get(word) ?? []));
  const [only] = splits;
  const isOnly = splits.size === 1 && words.every((word) => SPLIT_WORDS.has(word) || isBeside(word));
  return isOnly && only ? only : null;
}

/**
 * The split a file lies in: the deepest folder that is called like one, as `train`, `val2017` or `train_images`; null
 * when none is.
 */
export function splitOfFolders(path: string): Split | null {
  for (const part of path.split("/").slice(0, -1).reverse()) {
    const split = splitOfWords(part, (word) => BESIDE_SPLIT.has(word));
    if (split) return split;
  }
  return null;
}

/** The split a file's name speaks of: `instances_train2017.json` is of train; null when it names none, or two. */
export const splitOfName = (path: string): Split | null => splitOfWords(fileNameOf(path), () => true);

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
