import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { isPhotoPath } from "@/lib/core/datasets/formats/paths";
import { AppError } from "@/lib/core/errors";

/** The photos of a folder and of the folders in it, by name. */
async function photosIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && isPhotoPath(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted((a, b) => (a < b ? -1 : 1));
}

/** Lines of a file, or of stdin when it is "-". */
async function namesIn(list: string): Promise<readonly string[]> {
  const lines = await (list === "-" ? text(process.stdin) : readFile(list, "utf8")).catch(
    (cause: unknown) => {
      throw new AppError("request/not-found", { facts: { file: list }, cause });
    },
  );
  return lines.split(/\r?\n/).filter((line) => line !== "");
}

/**
 * The photos a person named: files as they are, a folder's photos, a list's lines. A shell limits a
 * command to about 128 KB, so 10,000 photos must be given as a folder or a list.
 * @throws AppError request/not-found when there is no such list
 */
export async function photosOf(
  named: readonly string[],
  { list }: { readonly list?: string } = {},
): Promise<readonly string[]> {
  const photos: string[] = [];
  for (const one of [...named, ...(list === undefined ? [] : await namesIn(list))]) {
    const isFolder = await stat(one).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (isFolder) photos.push(...(await photosIn(one)));
    else photos.push(one);
  }
  return photos;
}
