import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { AppError } from "@/lib/core/errors";
import { diskError } from "./disk-error";
import { checkName, type FileStore, type ListedFile } from "./file-store";
import { isWhole, noteVerified } from "./verified-files";

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

/** Days that an unnamed file is kept aside before it is deleted. */
const ASIDE_DAYS = 7;

const isMissing = (error: unknown) => error instanceof Error && "code" in error && error.code === "ENOENT";

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
}

/** @param folder made when it is missing; files lie two hexadecimal digits deep in it */
export function createDiskStore(folder: string): FileStore {
  const pathOf = (sha256: string) => join(folder, checkName(sha256).slice(0, 2), sha256);
  const aside = `${folder}-aside`;
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw diskError(error, folder);
    }
  };
  /** Restores a file that the sweep put aside. @throws ENOENT when it is not there either */
  const bringBack = async (sha256: string) => {
    const path = pathOf(sha256);
    await makeFolder(dirname(path));
    await rename(join(aside, sha256), path);
  };
  /** The file's path, once it is known to hold what its name says. */
  const wholePath = async (sha256: string): Promise<string> => {
    const path = pathOf(sha256);
    const isRight = await isWhole(path, sha256).catch(async (error: unknown) => {
      if (!isMissing(error)) throw error;
      await bringBack(sha256);
      return isWhole(path, sha256);
    });
    if (!isRight) throw new AppError("storage/damaged", { facts: { file: sha256 } });
    return path;
  };
  /** True when the file is there and whole; it then counts as written now, so that no sweep takes it for old. */
  const isKept = async (path: string, sha256: string): Promise<boolean> => {
    try {
      if (!(await isWhole(path, sha256))) return false;
      const now = new Date();
      await utimes(path, now, now);
      await noteVerified(path);
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  };
  return {
    put: (content) =>
      guarded(async () => {
        const sha256 = createHash("sha256").update(content).digest("hex");
        const path = pathOf(sha256);
        // one that a broken disk changed is written again
        if (!(await isKept(path, sha256))) {
          await writeWhole(path, content);
          await noteVerified(path);
        }
        return sha256;
      }),
    has: async (sha256) => {
      const path = pathOf(sha256);
      return guarded(async () => (await sizeOf(path)) !== undefined);
    },
    read: async (sha256) => guarded(async () => readFile(await wholePath(sha256))),
    open: async (sha256) =>
      guarded(async () => {
        const handle = await open(await wholePath(sha256), "r");
        const { size } = await handle.stat();
        const stream = Readable.toWeb(handle.createReadStream()) as ReadableStream<Uint8Array>;
        return { bytes: size, stream };
      }),
    remove: async (sha256) => {
      const path = pathOf(sha256);
      await guarded(() => rm(path, { force: true }));
      // what a person deleted is removed in both places
      await guarded(() => rm(join(aside, sha256), { force: true }));
    },
    async *list() {
      for (const two of await guarded(() => namesIn(folder))) {
        if (!/^[0-9a-f]{2}$/.test(two)) continue;
        const found: ListedFile[] = [];
        for (const name of await namesIn(join(folder, two))) {
          if (!/^[0-9a-f]{64}$/.test(name)) continue;
          const one = await stat(join(folder, two, name)).catch(() => undefined);
          if (one) found.push({ sha256: name, bytes: one.size, writtenAt: one.mtime });
        }
        if (found.length > 0) yield found;
      }
    },
    check: async (sha256) => {
      try {
        return (await isWhole(pathOf(sha256), sha256, { isThorough: true })) ? "whole" : "damaged";
      } catch (error) {
        if (isMissing(error)) return "missing";
        throw diskError(error, folder);
      }
    },
    discard: async (sha256, before) =>
      guarded(async () => {
        const target = join(aside, sha256);
        await makeFolder(aside);
        await rename(pathOf(sha256), target);
        // put again between the look at it and now: it is wanted
        if ((await stat(target)).mtime >= before) {
          await bringBack(sha256);
          return false;
        }
        const now = new Date();
        await utimes(target, now, now);
        return true;
      }),
    tidy: async (before) =>
      guarded(async () => {
        const old = new Date(Date.now() - ASIDE_DAYS * 86_400_000);
        let removed = 0;
        const removeOlder = async (path: string, than: Date) => {
          const one = await stat(path).catch(() => undefined);
          if (!one || one.mtime >= than) return;
          await rm(path, { force: true });
          removed++;
        };
        for (const name of await namesIn(aside)) await removeOlder(join(aside, name), old);
        for (const two of await namesIn(folder)) {
          if (!/^[0-9a-f]{2}$/.test(two)) continue;
          for (const name of await namesIn(join(folder, two))) {
            if (name.endsWith(".partial")) await removeOlder(join(folder, two, name), before);
          }
        }
        return removed;
      }),
  };
}
