import { createPathIndex, looseForm } from "./path-forms";
import { fileNameOf, folderOf, splitOfFolders, stemOf } from "./paths";

const PHOTO_FOLDER = /^(images?(_\d)?|jpegimages|photos?|imgs?|pictures?)$/i;
const LABEL_FOLDER = /^(labels?(_\d)?|annotations?|labels?_?txt|xmls?|txts?|jsons?)$/i;

/** A label file's photo by its name and place, or the several that names and places do not tell apart. */
export interface PathPair {
  readonly photos: readonly string[];
  /** How far from the photo it lies; the nearest is believed where two label files claim one photo. */
  readonly distance: number;
}

const FAR = 9;

/** Where two folders part: undefined unless the paths to them differ in one part alone. */
function differingPart(photo: string, label: string): readonly [string, string] | undefined {
  const [ofPhoto, ofLabel] = [folderOf(photo).split("/"), folderOf(label).split("/")];
  if (ofPhoto.length !== ofLabel.length) return undefined;
  const at = ofPhoto.flatMap((part, index) =>
    looseForm(part) === looseForm(ofLabel[index] ?? "") ? [] : [index],
  );
  const [only = -1] = at;
  return at.length === 1 ? [ofPhoto[only] ?? "", ofLabel[only] ?? ""] : undefined;
}

/** True when one folder is the other with a layer's folder put in: `site/a.jpg` and `site/labels/a.txt`. */
function isOneDeeper(photo: string, label: string): boolean {
  const without = (path: string, layer: RegExp) => {
    const parts = folderOf(path).split("/");
    const at = parts.findIndex((part) => layer.test(part));
    return parts.filter((_, index) => index !== at).join("/");
  };
  return looseForm(without(photo, PHOTO_FOLDER)) === looseForm(without(label, LABEL_FOLDER));
}

const cameraOf = (folder: string): string => /_(\d)$/.exec(folder)?.[1] ?? "";

/** How near a label file lies to a photo of its name, the nearest 0; undefined if folders do not tell. */
function distance(photo: string, label: string): number | undefined {
  if (looseForm(folderOf(photo)) === looseForm(folderOf(label))) return 1;
  const part = differingPart(photo, label);
  if (part) {
    const [isPhotos, isLabels] = [PHOTO_FOLDER.test(part[0]), LABEL_FOLDER.test(part[1])];
    // KITTI numbers its cameras: the labels of the second are of no photo of the third
    if (isPhotos && isLabels) return cameraOf(part[0]) === cameraOf(part[1]) ? 0 : undefined;
    return isPhotos || isLabels ? 2 : undefined;
  }
  return isOneDeeper(photo, label) ? 3 : undefined;
}

function nearest(photos: readonly string[], label: string): PathPair {
  let best = FAR;
  let found: string[] = [];
  for (const photo of photos) {
    const far = distance(photo, label) ?? FAR;
    if (far >= FAR || far > best) continue;
    found = far < best ? [photo] : [...found, photo];
    best = far;
  }
  return { photos: found, distance: best };
}

/**
 * Pairs label files with photos of the same name: in the same folder, in one that mirrors it (`images/site/a.jpg` and
 * `labels/site/a.txt`), and elsewhere when no other photo has the name. A label file whose neighbours are of one
 * folder's photos is of no photo in another.
 * @param readings other readings of a path, where an archive does not say how its names are encoded
 */
export function pairPaths(
  photos: readonly string[],
  labels: readonly string[],
  readings: (path: string) => readonly string[] = () => [],
): ReadonlyMap<string, PathPair> {
  const byStem = createPathIndex(photos, (path) => [path, ...readings(path)].map(stemOf));
  const pairs = new Map<string, PathPair>();
  const homes = new Map<string, Set<string>>();
  const open: { readonly label: string; readonly same: readonly string[] }[] = [];
  for (const label of labels) {
    const same = byStem.find(stemOf(label));
    const near = nearest(same, label);
    pairs.set(label, near);
    if (near.photos.length === 0) {
      open.push({ label, same });
      continue;
    }
    const home = homes.get(folderOf(label)) ?? new Set();
    for (const photo of near.photos) home.add(folderOf(photo));
    homes.set(folderOf(label), home);
  }
  for (const { label, same } of open) {
    const home = homes.get(folderOf(label));
    const split = splitOfFolders(label);
    const possible = same.filter((photo) => {
      const other = splitOfFolders(photo);
      return (!home || home.has(folderOf(photo))) && (split === null || other === null || split === other);
    });
    pairs.set(label, { photos: possible, distance: FAR });
  }
  return pairs;
}

/** Folders that tools fill with drawings of labels, and masks, under their photos' names. */
const DRAWINGS = /(visuali[sz]ations?|^segmentation(class|object)\w*|^masks?)$/i;

/** True for a picture that is a drawing or mask of another of its name. */
export const isDrawing = (path: string): boolean => DRAWINGS.test(fileNameOf(folderOf(path)));
