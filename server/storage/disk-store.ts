import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { diskError } from "./disk-error";
import { checkName, type FileStore } from "./file-store";

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; there the rename is in the journal already
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Node answers ENOENT, not EROFS, when it may not make a folder with its parents on a read-only file system. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw isMissing ? Object.assign(error, { code: "EROFS" }) : error;
  }
}

/** Temporary name, fsync, rename, fsync of the folder: a reader sees the whole file or none. */
async function writeWhole(target: string, content: Uint8Array): Promise<void> {
  await makeFolder(dirname(target));
  const partial = `${target}.${randomUUID()}.partial`;
  try {
    const handle = await open(partial, "wx", 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partial, target);
    await syncFolder(dirname(target));
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** @param folder made when it is missing; files lie two hexadecimal digits deep in it */
export function createDiskStore(folder: string): FileStore {
  const pathOf = (sha256: string) => join(folder, checkName(sha256).slice(0, 2), sha256);
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw diskError(error, folder);
    }
  };
  return {
    put: (content) =>
      guarded(async () => {
        const sha256 = createHash("sha256").update(content).digest("hex");
        // a file of another size is one that a broken disk cut: written again
        if ((await sizeOf(pathOf(sha256))) !== content.length) await writeWhole(pathOf(sha256), content);
        return sha256;
      }),
    has: async (sha256) => {
      const path = pathOf(sha256);
      return guarded(async () => (await sizeOf(path)) !== undefined);
    },
    read: async (sha256) => {
      const path = pathOf(sha256);
      return guarded(() => readFile(path));
    },
    open: async (sha256) => {
      const path = pathOf(sha256);
      return guarded(async () => {
        const handle = await open(path, "r");
        const { size } = await handle.stat();
        const stream = Readable.toWeb(handle.createReadStream()) as ReadableStream<Uint8Array>;
        return { bytes: size, stream };
      });
    },
    remove: async (sha256) => {
      const path = pathOf(sha256);
      await guarded(() => rm(path, { force: true }));
    },
  };
}
