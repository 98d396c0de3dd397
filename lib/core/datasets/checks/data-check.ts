import type { Box, Size } from "../../geometry/box";
import type { ImageStatistics } from "../image-statistics";

export type Facts = Readonly<Record<string, string | number>>;

/** A photo's pixels, as far as they were measured. */
export interface CheckedPixels {
  readonly size: Size;
  /** What the bytes say it is, and what the file's ending says. */
  readonly format: string;
  readonly extension: string;
  readonly statistics: ImageStatistics;
}

/** The boxes of a photo that can be used, with its size; px of the upright photo. */
export interface CheckedBoxes {
  readonly size: Size;
  readonly boxes: readonly { readonly name: string; readonly box: Box<"source"> }[];
}

/** A whole set, as far as its boxes say. */
export interface CheckedSet {
  readonly photos: readonly {
    /** How findings name the photo. */
    readonly name: string;
    readonly split: string;
    /** Class names of its boxes, one a box. */
    readonly classes: readonly string[];
  }[];
}

/**
 * One thing that can be wrong with a set. A check is run by `forage data check` and for every version; an import runs
 * what looks at pixels and boxes, and leaves what looks at the whole set to the version.
 */
export interface DataCheck {
  /** Id that the command line prints and decisions store: never changed after release. */
  readonly code: string;
  /** An error keeps a version from being made. */
  readonly severity: "error" | "warning";
  /** What the page calls it, where the catalogue has no text for the code. */
  readonly title: string;
  /** @returns what is wrong with the pixels, as facts to show; undefined when nothing is */
  pixels?(photo: CheckedPixels): Facts | undefined;
  /** @returns a fact sheet for each thing that is wrong with a photo's boxes */
  boxes?(photo: CheckedBoxes): readonly Facts[];
  /** @returns what is wrong with the set, with the photos it is about */
  set?(set: CheckedSet): readonly { readonly photos: readonly string[]; readonly facts: Facts }[];
}
