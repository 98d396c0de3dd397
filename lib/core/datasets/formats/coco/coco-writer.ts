import type { Size } from "../../../geometry/box";
import { type ClassedSourceBox, type ClassName, rounded } from "../labelled-set";

/** 1e-4 px. */
const DIGITS = 4;
/** COCO's tools count categories from 1. */
const FIRST_CATEGORY = 1;
/** In the info of the files that are written here: a photo without boxes in them is one with nothing in it. */
export const WRITTEN_BY = "Exported by Forage";

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
      yield `{"info":{"description":"${WRITTEN_BY}"},"categories":${JSON.stringify(categories)},"images":[\n`;
      yield images.join(",\n");
      yield '\n],"annotations":[\n';
      yield annotations.join(",\n");
      yield "\n]}\n";
    },
  };
}
