import type { Refusal, SourceEntry } from "@/lib/core/datasets/formats/set-files";

/**
 * Files of a set, in a folder or an archive; never more than one of them in memory. Paths lead nowhere else: links
 * are refused, and no name in an archive becomes one on the disk.
 */
export interface SetSource {
  readonly entries: readonly SourceEntry[];
  readonly refused: readonly Refusal[];
  /** @throws AppError import/file-too-large above `limitBytes`, import/damaged-archive, storage/missing */
  read(path: string, limitBytes: number): Promise<Uint8Array>;
  /** The same in parts, so that a large file need not be in memory as a whole. @throws as `read` */
  parts(path: string, limitBytes: number): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** Most files a set may hold. */
export const MAX_ENTRIES = 400_000;

/** Largest file of a set: COCO keeps all labels of a set in one. */
export const MAX_FILE_BYTES = 512 * 2 ** 20;
