import type { OpenedFile } from "./file-store";

/** A file that replicas share. */
export interface SharedFile {
  /** Path in the data folder, with slashes. */
  readonly name: string;
  readonly bytes: number;
  readonly writtenAt: Date;
}

/** How they lie in an object store. */
export interface SharedStore {
  /** Puts the file there that lies in the data folder, over whatever is there. */
  share(name: string): Promise<void>;
  /** Makes the data folder's file what the store has: the same, or none. */
  bring(name: string): Promise<void>;
  /** The same of all files in a folder. */
  bringFolder(name: string): Promise<void>;
  open(name: string): Promise<OpenedFile | undefined>;
  /** Bytes of a file; undefined when it is not there. */
  sizeOf(name: string): Promise<number | undefined>;
  /** A file, or a folder with all in it. */
  remove(name: string): Promise<void>;
  list(folder: string): AsyncIterable<readonly SharedFile[]>;
}
