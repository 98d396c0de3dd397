import type { PhotoRows } from "@/lib/client/detection/letterbox/photo-rows";
import type { Size } from "@/lib/core/geometry/box";

/** What is read from it is sRGB after EXIF orientation, transparency over white. */
export interface OpenedBrowserPhoto extends Size, PhotoRows {
  /** Frees the decoded picture; nothing can be read after it. */
  close(): void;
}
