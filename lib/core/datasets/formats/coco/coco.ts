import { asRecord, asSize, type NamedBox, type PhotoLabels } from "../labelled-set";
import { list, readBox } from "./coco-shape";
import { WRITTEN_BY } from "./coco-writer";

/** One entry of `images`, with the boxes that `annotations` has for it. */
export interface CocoPhoto extends PhotoLabels {
  /** As written: a name or a path. */
  readonly fileName: string;
}

export interface CocoSet {
  readonly photos: readonly CocoPhoto[];
  /** Problems that belong to no photo. */
  readonly problems: readonly string[];
  /**
   * Somebody labelled these photos, so that one without boxes has nothing in it. A list of photos without any
   * annotation (`image_info`) says nothing about what is in them.
   */
  readonly isLabelled: boolean;
}

/** True for JSON that is a COCO detection set, whatever is in it. */
export function isCoco(json: unknown): boolean {
  const set = asRecord(json);
  return Array.isArray(set?.images) && Array.isArray(set.annotations) && Array.isArray(set.categories);
}

/** Why JSON with COCO's `images` is no set of boxes, in a few words; undefined when it is one, or is something else. */
export function whyNoCoco(json: unknown): string | undefined {
  const set = asRecord(json);
  if (!Array.isArray(set?.images)) return undefined;
  if (!Array.isArray(set.annotations)) return "it lists photos, and has no annotations";
  const first = asRecord(set.annotations[0]);
  if (first?.segments_info !== undefined) return "it is of panoptic regions, which are no boxes";
  if (first?.caption !== undefined) return "it is of captions, which are no boxes";
  return Array.isArray(set.categories) ? undefined : "it has no categories, which name the classes";
}

interface OpenPhoto {
  readonly fileName: string;
  readonly size: PhotoLabels["size"];
  readonly boxes: NamedBox[];
  readonly problems: string[];
  crowds: number;
}

/** A flag as tools write it: 1, true, "1". */
const isSet = (value: unknown): boolean => value === true || Number(value) > 0;

/** @returns photos by id; the ids that several photos go by are not in it */
function readImages(set: Readonly<Record<string, unknown>>, problems: string[]) {
  const byId = new Map<string, OpenPhoto>();
  const shared = new Set<string>();
  const photos: OpenPhoto[] = [];
  for (const value of list(set.images)) {
    const image = asRecord(value);
    const fileName = image?.file_name;
    if (!image || typeof fileName !== "string" || image.id === undefined) {
      problems.push(`an image without id or file name: ${JSON.stringify(value).slice(0, 60)}`);
      continue;
    }
    const id = String(image.id);
    const same = byId.get(id);
    if (same?.fileName === fileName) continue;
    const photo = { fileName, size: asSize(image.width, image.height), boxes: [], problems: [], crowds: 0 };
    photos.push(photo);
    if (same) shared.add(id);
    byId.set(id, same ?? photo);
    if (!shared.has(id)) continue;
    for (const one of [same, photo])
      if (one?.problems.length === 0) one.problems.push(`another photo has its image id, ${id.slice(0, 40)}`);
  }
  for (const id of shared) byId.delete(id);
  return { photos, byId, shared };
}

/** Names by category id; undefined for an id that two names go by. */
function readCategories(set: Readonly<Record<string, unknown>>): Map<string, string | undefined> {
  const names = new Map<string, string | undefined>();
  for (const category of list(set.categories).map(asRecord)) {
    if (!category || typeof category.name !== "string") continue;
    const id = String(category.id);
    names.set(id, !names.has(id) || names.get(id) === category.name ? category.name : undefined);
  }
  return names;
}

function readAnnotation(
  annotation: Readonly<Record<string, unknown>>,
  { photo, names, about }: { photo: OpenPhoto; names: Map<string, string | undefined>; about: string },
): void {
  const categoryId = String(annotation.category_id);
  const name = names.get(categoryId);
  const box = readBox(annotation);
  if (isSet(annotation.iscrowd) || isSet(annotation.ignore)) photo.crowds++;
  else if (name === undefined)
    photo.problems.push(
      names.has(categoryId)
        ? `${about} has a category id that two names have`
        : `${about} has a category that is not listed`,
    );
  else if (!box) photo.problems.push(`${about} has no box`);
  else photo.boxes.push({ name, ...box });
}

/**
 * Reads a COCO detection set. A segmentation without a box becomes the box around it. What is marked as a crowd, or to
 * be ignored, is no box of one thing: it is counted.
 * @param json what `JSON.parse` gave, of which `isCoco` is true
 */
export function readCoco(json: unknown): CocoSet {
  const set = asRecord(json) ?? {};
  const problems: string[] = [];
  const { photos, byId, shared } = readImages(set, problems);
  const names = readCategories(set);
  const annotations = list(set.annotations);
  for (const annotation of annotations.map(asRecord)) {
    const about = `annotation ${String(annotation?.id ?? "without id").slice(0, 40)}`;
    const imageId = String(annotation?.image_id);
    const photo = byId.get(imageId);
    if (annotation && photo) readAnnotation(annotation, { photo, names, about });
    else
      problems.push(
        shared.has(imageId)
          ? `${about} is of image id ${imageId.slice(0, 40)}, which several photos have`
          : `${about} is of an image that is not listed`,
      );
  }
  const isLabelled = annotations.length > 0 || asRecord(set.info)?.description === WRITTEN_BY;
  return { photos, problems, isLabelled };
}
