import type { PhotoLabels, SetFormat, Split } from "@/lib/core/datasets/formats/labelled-set";
import type { Size } from "@/lib/core/geometry/box";
import type { Refusal } from "./source/set-source";

export interface SetPhoto {
  /** In the set; what reports name it by. */
  readonly path: string;
  /** The name it goes by, without folders. */
  readonly name: string;
  /** As the set has it; null when it has none. */
  readonly split: Split | null;
}

/** A labelled set, whatever its format: its photos are listed, and each is read when it is asked for. */
export interface LabelledSet {
  readonly format: SetFormat;
  /** Sorted by path: the same set gives the same order. */
  readonly photos: readonly SetPhoto[];
  /** Label files without a photo, links, and what else was left aside. */
  readonly leftAside: readonly Refusal[];
  /** @throws AppError import/file-too-large, import/damaged-archive, storage/missing */
  readPhoto(photo: SetPhoto): Promise<Uint8Array>;
  /**
   * @param size of the upright photo, px; YOLO needs it to tell where its boxes are
   * @returns null when nobody labelled the photo
   * @throws AppError import/unreadable-labels
   */
  readLabels(photo: SetPhoto, size: Size): Promise<PhotoLabels | null>;
}
