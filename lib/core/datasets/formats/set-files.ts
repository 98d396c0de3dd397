/** One file of a set, by its path in it: forward slashes, no leading one. */
export interface SourceEntry {
  readonly path: string;
  readonly bytes: number;
  /** Other readings of its path, where an archive does not say how its names are encoded. */
  readonly readings?: readonly string[];
}

/** What was left out of a set, and why in a few words. */
export interface Refusal {
  readonly path: string;
  readonly reason: string;
}

/** One photo's labels; LabelMe may keep the photo itself in them. */
export const MAX_LABEL_BYTES = 80 * 2 ** 20;
/** A whole set's labels in one file. */
export const MAX_SET_FILE_BYTES = 256 * 2 ** 20;

/** Takes the rows of a CSV one at a time. */
export interface CsvReader {
  /** The columns, as the header names them. @returns false for a file of something else: nothing more is read */
  header(columns: readonly string[]): boolean;
  row(fields: readonly string[], line: number): void;
}

/** The files of a set as a format reads them, one at a time. */
export interface SetFiles {
  readonly entries: readonly SourceEntry[];
  readonly refused: readonly Refusal[];
  /** @throws AppError import/file-too-large above `limitBytes`, import/damaged-archive, storage/missing */
  read(path: string, limitBytes: number): Promise<Uint8Array>;
  /** UTF-8 or UTF-16, without its byte order mark. @throws AppError import/unreadable-labels, and as `read` */
  readText(path: string, limitBytes: number): Promise<string>;
  /** The value of a JSON file; not to be changed. @throws AppError import/unreadable-labels, and as `read` */
  readJson(path: string, limitBytes: number): Promise<unknown>;
  /**
   * Rows of a CSV, which may be large: it is never in memory as a whole.
   * @returns false for a file that the reader's `header` does not take
   * @throws AppError import/unreadable-labels for quotes that do not end, and as `read`
   */
  readCsv(path: string, reader: CsvReader): Promise<boolean>;
  /** Elements as nested objects, without attributes. @throws AppError import/unreadable-labels, and as `read` */
  readXml(path: string): Promise<unknown>;
  /** XML as text, in the encoding that it declares, without its DOCTYPE. @throws as `readXml` */
  readXmlText(path: string, limitBytes: number): Promise<string>;
  fromBase64(text: string): Uint8Array;
  /** Does the same with every item, a few at a time. */
  inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void>;
}

/** The other readings of an entry's path. */
export function readingsOf({ entries }: Pick<SetFiles, "entries">): (path: string) => readonly string[] {
  const readings = new Map(
    entries.flatMap((entry) => (entry.readings ? [[entry.path, entry.readings]] : [])),
  );
  return (path) => readings.get(path) ?? [];
}
