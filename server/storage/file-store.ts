/** A stored file opened for reading. */
export interface OpenedFile {
  readonly bytes: number;
  readonly stream: ReadableStream<Uint8Array>;
}

/** A file as a list of the store shows it. */
export interface ListedFile {
  readonly sha256: string;
  readonly bytes: number;
  /** When it was written, or last put again. */
  readonly writtenAt: Date;
}

/**
 * Files named by the SHA-256 of what they hold. Writing the same content twice is one file; a stored file never
 * changes. All methods reject with AppError storage/disk-full, storage/read-only, storage/missing, storage/damaged or
 * storage/unreachable.
 */
export interface FileStore {
  /** @returns the name: lower-case hexadecimal SHA-256. Once it resolves, the file survives a power cut. */
  put(content: Uint8Array): Promise<string>;
  has(sha256: string): Promise<boolean>;
  /** @throws AppError storage/damaged for a file that is no longer what its name says */
  read(sha256: string): Promise<Uint8Array>;
  /** @throws AppError storage/damaged likewise, before the first byte is given out */
  open(sha256: string): Promise<OpenedFile>;
  /** Does nothing when it is not there. */
  remove(sha256: string): Promise<void>;
  /** Every file, in no order, a few hundred at a time. */
  list(): AsyncIterable<readonly ListedFile[]>;
  /** Reads a file in full and compares it with its name. */
  check(sha256: string): Promise<"whole" | "damaged" | "missing">;
  /**
   * Puts aside a file that no row names and that was not put again since `before`; undefined where the store cannot (it
   * may be shared with others). It is brought back when somebody asks for it within a week, and is gone after that.
   * @returns whether it was put aside
   */
  readonly discard?: (sha256: string, before: Date) => Promise<boolean>;
  /** Removes partial files that a kill left, and what was put aside long ago. @returns how many */
  readonly tidy?: (before: Date) => Promise<number>;
}

/** @throws RangeError for a name that is not a SHA-256: names become paths */
export function checkName(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError(`not a SHA-256: ${sha256.slice(0, 80)}`);
  return sha256;
}
