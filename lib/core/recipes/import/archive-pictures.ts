/** Names that a picture of the recipe itself goes by, in the exports of apps; thumbnails come last. */
const PICTURE = /\.(?:jpe?g|png|webp|avif|heic|gif|tiff?|bmp)$/i;
const LIKELY = ["full", "original", "image", "picture", "cover", "photo"];
const SMALL = /^(?:thumb|thumb16|min-original|tiny-original|icon|small)\b/i;

export interface ArchivePictures {
  /**
   * The file with a recipe's picture; null for none.
   * @param named what the recipe says: file names among addresses
   * @param file the recipe's own file
   * @param isOnly true where that file holds no other recipe
   */
  find(named: readonly string[], file: string, isOnly: boolean): string | null;
  /** True where a recipe names a file that is not there. */
  isMissing(named: readonly string[]): boolean;
}

/**
 * Finds pictures among the files of an archive: those that a recipe names, and those that lie where an app puts them, beside
 * the recipe's file or in its folder of images.
 * @param names every file of the archive
 * @param isRecipes matches the names of files that may hold recipes
 */
export function archivePictures(names: readonly string[], isRecipes: RegExp): ArchivePictures {
  const pictures = names.filter((name) => PICTURE.test(name));
  const recipesIn = new Map<string, number>();
  for (const name of names)
    if (isRecipes.test(name)) recipesIn.set(folderOf(name), (recipesIn.get(folderOf(name)) ?? 0) + 1);
  const byFolder = new Map<string, string[]>();
  for (const name of pictures) byFolder.set(folderOf(name), [...(byFolder.get(folderOf(name)) ?? []), name]);
  const byLast = new Map<string, string[]>();
  for (const name of pictures) {
    const last = lastOf(name).toLowerCase();
    byLast.set(last, [...(byLast.get(last) ?? []), name]);
  }
  const byPath = (path: string, folder: string): string | undefined => {
    const plain = cleaned(path);
    const inPlace = folder === "" ? plain : `${folder}/${plain}`;
    const same = byLast.get(lastOf(plain).toLowerCase()) ?? [];
    return (
      same.find((name) => name === inPlace) ??
      same.find((name) => name === plain) ??
      same.find((name) => `/${name}`.endsWith(`/${plain}`)) ??
      (same.length === 1 ? same[0] : undefined)
    );
  };
  return {
    find: (named, file, isOnly) => {
      const folder = folderOf(file);
      for (const path of named.filter(isFile)) {
        const found = byPath(path, folder);
        if (found) return found;
      }
      if (!isOnly) return null;
      const stem = lastOf(file)
        .replace(/\.[^.]*$/, "")
        .toLowerCase();
      const beside = byFolder.get(folder) ?? [];
      const sameName = beside.find(
        (name) =>
          lastOf(name)
            .replace(/\.[^.]*$/, "")
            .toLowerCase() === stem,
      );
      if (sameName) return sameName;
      // a folder with several recipes does not say whose its pictures are
      if ((recipesIn.get(folder) ?? 0) > 1) return null;
      const near = ["images", "assets"].flatMap(
        (inner) => byFolder.get(folder ? `${folder}/${inner}` : inner) ?? [],
      );
      return best([...beside, ...near]);
    },
    isMissing: (named) => named.some(isFile),
  };
}

function best(names: readonly string[]): string | null {
  const worth = (name: string) => {
    const last = lastOf(name).toLowerCase();
    const likely = LIKELY.findIndex((word) => last.startsWith(word));
    return SMALL.test(last) ? LIKELY.length + 1 : likely < 0 ? LIKELY.length : likely;
  };
  return [...names].sort((a, b) => worth(a) - worth(b))[0] ?? null;
}

/** Addresses and data are no files. */
function isFile(path: string): boolean {
  return path !== "" && path.length < 500 && !/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(path);
}

function cleaned(path: string): string {
  return path
    .replace(/\\/g, "/")
    .split("/")
    .filter((part) => part !== "" && part !== "." && part !== "..")
    .join("/");
}

function folderOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf("/")));
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}
