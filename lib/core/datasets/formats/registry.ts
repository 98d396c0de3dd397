import { coco } from "./coco/about";
import { createml } from "./createml/about";
import { cvat } from "./cvat/about";
import { datumaro } from "./datumaro/about";
import { huggingface } from "./huggingface/about";
import { kitti } from "./kitti/about";
import type { RegisteredFormat } from "./label-format";
import { labelStudio } from "./label-studio/about";
import { labelme } from "./labelme/about";
import { openImages } from "./open-images/about";
import { tensorflowCsv } from "./tensorflow-csv/about";
import { via } from "./via/about";
import { voc } from "./voc/about";
import { yolo } from "./yolo/about";

/**
 * The formats of labelled photos. Of two formats whose labels are of as many photos of a set, the one that
 * stands first is read. See docs/extending.md.
 */
export const LABEL_FORMATS = [
  { ...yolo, load: () => import("./yolo/format") },
  { ...coco, load: () => import("./coco/format") },
  { ...voc, load: () => import("./voc/format") },
  { ...labelme, load: () => import("./labelme/format") },
  { ...cvat, load: () => import("./cvat/format") },
  { ...labelStudio, load: () => import("./label-studio/format") },
  { ...via, load: () => import("./via/format") },
  { ...createml, load: () => import("./createml/format") },
  { ...tensorflowCsv, load: () => import("./tensorflow-csv/format") },
  { ...openImages, load: () => import("./open-images/format") },
  { ...datumaro, load: () => import("./datumaro/format") },
  { ...huggingface, load: () => import("./huggingface/format") },
  { ...kitti, load: () => import("./kitti/format") },
] as const satisfies readonly RegisteredFormat[];
