import type { Box, Size } from "../../geometry/box";
import { boxOfMask } from "./coco-mask";
import {
  asNumber,
  asRecord,
  asSize,
  boxAround,
  type ClassedSourceBox,
  type ClassName,
  type NamedBox,
  type PhotoLabels,
  rounded,
} from "./labelled-set";

/** 1e-4 px. */
const DIGITS = 4;
/** COCO's tools count categories from 1. */
const FIRST_CATEGORY = 1;

/** One entry of `images`, with the boxes that `annotations` has for it. */
export interface CocoPhoto extends PhotoLabels {
  /** As written: a name or a path. */
  readonly fileName: string;
}

export interface CocoSet {
  readonly photos: readonly CocoPhoto[];
  /** What cannot be put down to one photo. */
  readonly problems: readonly string[];
}

/** True for JSON that is a COCO detection set, whatever is in it. */
export function isCoco(json: unknown): boolean {
  const set = asRecord(json);
  return Array.isArray(set?.images) && Array.isArray(set.annotations) && Array.isArray(set.categories);
}

interface OpenPhoto {
  readonly fileName: string;
  readonly size: Size | null;
  readonly boxes: NamedBox[];
  readonly problems: string[];
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function pairs(values: readonly unknown[]): readonly (readonly [number, number])[] {
  const numbers = values.map((value) => asNumber(value) ?? Number.NaN);
  return numbers.flatMap((x, index) =>
    index % 2 === 0 ? [[x, numbers[index + 1] ?? Number.NaN] as const] : [],
  );
}

/** Polygons, when the segmentation is more than the rectangle some tools write there. */
function outlineOf(segmentation: unknown): {
  readonly box?: Box<"source"> | undefined;
  readonly isPolygon: boolean;
} {
  const mask = asRecord(segmentation);
  if (mask) return { box: boxOfMask(mask), isPolygon: true };
  const rings = list(segmentation).map((ring) => pairs(list(ring)));
  const points = rings.flat();
  if (points.length === 0) return { isPolygon: false };
  const box = boxAround(points);
  const isRectangle = rings.length === 1 && new Set(points.map(([x]) => x)).size === 2 && points.length <= 5;
  return { box, isPolygon: !isRectangle };
}

function readBox(annotation: Readonly<Record<string, unknown>>): Omit<NamedBox, "name"> | undefined {
  const outline = outlineOf(annotation.segmentation);
  const shape = outline.isPolygon ? ("polygon" as const) : ("box" as const);
  const [x, y, width, height] = list(annotation.bbox).map(asNumber);
  if (x !== undefined && y !== undefined && width !== undefined && height !== undefined) {
    return { box: { x1: x, y1: y, x2: x + width, y2: y + height }, shape };
  }
  return outline.box && { box: outline.box, shape };
}

function readImages(set: Readonly<Record<string, unknown>>, problems: string[]): Map<string, OpenPhoto> {
  const photos = new Map<string, OpenPhoto>();
  for (const value of list(set.images)) {
    const image = asRecord(value);
    const fileName = image?.file_name;
    if (!image || typeof fileName !== "string" || image.id === undefined) {
      problems.push(`an image without id or file name: ${JSON.stringify(value).slice(0, 60)}`);
      continue;
    }
    const size = asSize(image.width, image.height);
    photos.set(String(image.id), { fileName, size, boxes: [], problems: [] });
  }
  return photos;
}

/**
 * Reads a COCO detection set. A segmentation without a box becomes the box around it.
 * @param json what `JSON.parse` gave, of which `isCoco` is true
 */
export function readCoco(json: unknown): CocoSet {
  const set = asRecord(json) ?? {};
  const problems: string[] = [];
  const photos = readImages(set, problems);
  const names = new Map<string, string>();
  for (const category of list(set.categories).map(asRecord)) {
    if (category && typeof category.name === "string") names.set(String(category.id), category.name);
  }
  for (const annotation of list(set.annotations).map(asRecord)) {
    const about = `annotation ${String(annotation?.id ?? "without id").slice(0, 40)}`;
    const photo = photos.get(String(annotation?.image_id));
    if (!annotation || !photo) {
      problems.push(`${about} is of an image that is not listed`);
      continue;
    }
    const name = names.get(String(annotation.category_id));
    const box = readBox(annotation);
    if (name === undefined) photo.problems.push(`${about} has a category that is not listed`);
    else if (!box) photo.problems.push(`${about} has no box`);
    else photo.boxes.push({ name, ...box });
  }
  return { photos: [...photos.values()], problems };
}

export interface CocoPhotoInput {
  readonly fileName: string;
  readonly size: Size;
  readonly boxes: readonly ClassedSourceBox[];
}

/** Puts a COCO file together photo by photo, so that the photos themselves need not be held. */
export function createCocoWriter(classes: readonly ClassName[]) {
  const images: string[] = [];
  const annotations: string[] = [];
  return {
    add({ fileName, size, boxes }: CocoPhotoInput): void {
      const imageId = images.length + 1;
      images.push(
        JSON.stringify({ id: imageId, file_name: fileName, width: size.width, height: size.height }),
      );
      for (const { classId, box } of boxes) {
        const [x, y] = [rounded(box.x1, DIGITS), rounded(box.y1, DIGITS)];
        const [width, height] = [rounded(box.x2 - x, DIGITS), rounded(box.y2 - y, DIGITS)];
        annotations.push(
          JSON.stringify({
            id: annotations.length + 1,
            image_id: imageId,
            category_id: classId + FIRST_CATEGORY,
            bbox: [x, y, width, height],
            area: rounded(width * height, DIGITS),
            segmentation: [],
            iscrowd: 0,
          }),
        );
      }
    },
    /** The file's text, in parts. */
    *finish(): Generator<string, void> {
      const categories = classes.map(({ id, name }) => ({
        id: id + FIRST_CATEGORY,
        name,
        supercategory: "",
      }));
      yield `{"info":{"description":"Exported by Forage"},"categories":${JSON.stringify(categories)},"images":[\n`;
      yield images.join(",\n");
      yield '\n],"annotations":[\n';
      yield annotations.join(",\n");
      yield "\n]}\n";
    },
  };
}
