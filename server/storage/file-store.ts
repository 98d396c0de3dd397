/** A stored file opened for reading. */
export interface OpenedFile {
  readonly bytes: number;
  readonly stream: ReadableStream<Uint8Array>;
}

/**
 * Files named by the SHA-256 of what they hold. Writing the same content twice is one file; a stored file never
 * changes. All methods reject with AppError storage/disk-full, storage/read-only, storage/missing or
 * storage/unreachable.
 */
export interface FileStore {
  /** @returns the name: lower-case hexadecimal SHA-256. Once it resolves, the file survives a power cut. */
  put(content: Uint8Array): Promise<string>;
  has(sha256: string): Promise<boolean>;
  read(sha256: string): Promise<Uint8Array>;
  open(sha256: string): Promise<OpenedFile>;
  /** Does nothing when it is not there. */
  remove(sha256: string): Promise<void>;
}

/** @throws RangeError for a name that is not a SHA-256: names become paths */
export function checkName(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError(`not a SHA-256: ${sha256.slice(0, 80)}`);
  return sha256;
}
