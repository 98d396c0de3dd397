import { createPathIndex, looseForm } from "./path-forms";
import { fileNameOf, folderOf, normalPath, splitOfFolders, splitOfName } from "./paths";

/** The path in an address, and in the one that Label Studio gives local files; none in anything else. */
function pathsInAddress(reference: string): readonly string[] {
  const [path = "", query = ""] = reference.replace(/^[a-z]+:\/\/[^/]*\//i, "").split("?");
  const local = /(?:^|&)d=([^&]+)/.exec(query)?.[1];
  const isAddress = path !== reference && fileNameOf(path) !== "";
  return [...(local ? [local.replaceAll(/%2f/gi, "/")] : []), ...(isAddress ? [path] : [])];
}

/**
 * Finds the photo a label file means by a path or name, which tools write in many ways: relative to the label file,
 * to the set, under `images`, as the bare name or an address; in either Unicode form, with percent signs.
 * @param photos paths of the set's photos
 * @param readings other readings of a path, where a zip archive does not say how its names are encoded
 * @returns undefined for a photo that is not there, and where several could be meant
 */
export function createPhotoFinder(
  photos: readonly string[],
  readings: (path: string) => readonly string[] = () => [],
): (reference: string, labelFile: string) => string | undefined {
  const all = (path: string) => [path, ...readings(path)];
  const byPath = createPathIndex(photos, all);
  const byName = createPathIndex(photos, (path) => all(path).map(fileNameOf));
  const folderNames = new Set(photos.map((path) => looseForm(fileNameOf(folderOf(path)))));
  const findOne = (written: string, labelFile: string): string | undefined => {
    const reference = written.replaceAll("\\", "/");
    const near = normalPath(`${folderOf(labelFile)}/${reference}`.replace(/^\//, ""));
    const [beside, ...others] = near ? byPath.find(near) : [];
    if (beside !== undefined && others.length === 0) return beside;
    const same = byName.find(fileNameOf(reference));
    // the one whose folders end as the reference's do
    const tail = looseForm(normalPath(reference) ?? "");
    const ending = tail
      ? same.filter((path) =>
          all(path)
            .map(looseForm)
            .some((one) => one === tail || one.endsWith(`/${tail}`)),
        )
      : [];
    const [only] = ending.length > 0 ? ending : same;
    const split = splitOfFolders(labelFile) ?? splitOfName(labelFile);
    // a bare name in the labels of one split does not mean another split's photo
    if (!reference.includes("/") && same.length === 1 && only !== undefined) {
      const own = splitOfFolders(only);
      if (split !== null && own !== null && split !== own) return undefined;
    }
    if (ending.length === 1) return only;
    if (ending.length === 0 && same.length === 1 && only !== undefined) {
      return isElsewhere(reference, only, folderNames) ? undefined : only;
    }
    // equal names in several splits: the one of the label file's own
    const ofSplit = same.filter((path) => split !== null && splitOfFolders(path) === split);
    return ofSplit.length === 1 ? ofSplit[0] : undefined;
  };
  return (reference, labelFile) =>
    [reference, ...pathsInAddress(reference)]
      .map((one) => findOne(one, labelFile))
      .find((found) => found !== undefined);
}

/**
 * True when the reference says another folder of the set than the one the only photo of this name lies in: then the
 * photo that is meant is missing, and this is another.
 */
function isElsewhere(reference: string, photo: string, folderNames: ReadonlySet<string>): boolean {
  const said = looseForm(fileNameOf(folderOf(reference)));
  const is = looseForm(fileNameOf(folderOf(photo)));
  if (said === "" || said === is) return false;
  const [saidSplit, isSplit] = [splitOfFolders(reference), splitOfFolders(photo)];
  return folderNames.has(said) || (saidSplit !== null && isSplit !== null && saidSplit !== isSplit);
}
