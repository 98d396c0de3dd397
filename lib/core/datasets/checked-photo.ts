import type { Finding } from "./finding";
import type { PhotoPrint } from "./near-duplicates";

/** A photo as far as it could be read. */
export interface CheckedPhoto {
  /** How findings name it: `split/file name` of a folder, the SHA-256 in a version. */
  readonly name: string;
  readonly split: string;
  /** In no split's use, since it is nearly the same as a photo of another: not compared. */
  readonly isHeldOut?: boolean;
  readonly sha256: string;
  readonly print: PhotoPrint | undefined;
  /** Class index or id of each usable box. */
  readonly classes: readonly number[];
  readonly findings: readonly Finding[];
}
