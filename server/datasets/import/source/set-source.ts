/** One file of a set, by its path in it: forward slashes, no leading one. */
export interface SourceEntry {
  readonly path: string;
  readonly bytes: number;
  /** Other readings of its path, where an archive does not say how its names are encoded. */
  readonly readings?: readonly string[];
}

/** What of a set was left aside, and why in a few words. */
export interface Refusal {
  readonly path: string;
  readonly reason: string;
}

/**
 * Files of a set, in a folder or an archive; never more than one of them in memory. Paths lead nowhere else: links
 * are refused, and no name in an archive becomes one on the disk.
 */
export interface SetSource {
  readonly entries: readonly SourceEntry[];
  readonly refused: readonly Refusal[];
  /** @throws AppError import/file-too-large above `limitBytes`, import/damaged-archive, storage/missing */
  read(path: string, limitBytes: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Most files a set may hold. */
export const MAX_ENTRIES = 400_000;

/** The other readings of an entry's path. */
export function readingsOf(source: SetSource): (path: string) => readonly string[] {
  const readings = new Map(
    source.entries.flatMap((entry) => (entry.readings ? [[entry.path, entry.readings]] : [])),
  );
  return (path) => readings.get(path) ?? [];
}

/** Largest file of a set: COCO keeps all labels of a set in one. */
export const MAX_FILE_BYTES = 512 * 2 ** 20;
