import { coco } from "./coco/about";
import type { RegisteredFormat } from "./label-format";
import { labelme } from "./labelme/about";
import { voc } from "./voc/about";
import { yolo } from "./yolo/about";

/**
 * The formats that labelled photos travel in. Of two formats whose labels are of as many photos of a set, the one that
 * stands first is read. See docs/extending.md.
 */
export const LABEL_FORMATS = [
  { ...yolo, load: () => import("./yolo/format") },
  { ...coco, load: () => import("./coco/format") },
  { ...voc, load: () => import("./voc/format") },
  { ...labelme, load: () => import("./labelme/format") },
] as const satisfies readonly RegisteredFormat[];
