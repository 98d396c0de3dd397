import type { Finding } from "@/lib/core/datasets/finding";
import type { PhotoPrint } from "@/lib/core/datasets/near-duplicates";

/** A photo as far as it could be read. */
export interface CheckedPhoto {
  /** `split/file name`. */
  readonly name: string;
  readonly split: string;
  readonly sha256: string;
  readonly print: PhotoPrint | undefined;
  readonly classes: readonly number[];
  readonly findings: readonly Finding[];
}
