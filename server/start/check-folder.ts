import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "@/lib/core/errors";
import { diskError } from "@/server/storage/disk-error";

/** A new database takes 40 MB and its first log 16 MB. */
const NEEDED_BYTES = 80 * 2 ** 20;

/**
 * Makes the data folder when it is missing and proves that it can be written, so that a fault has one plain sentence
 * instead of many later.
 * @throws AppError storage/disk-full, storage/read-only
 */
export function checkDataFolder(folder: string): void {
  const probe = join(folder, `.probe-${process.pid}`);
  try {
    // passable, not listable: under root the database has an account of its own and must get through
    mkdirSync(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    writeFileSync(probe, "probe", { flush: true });
  } catch (error) {
    // Node answers ENOENT for a folder it may not make on a read-only file system
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EEXIST") {
      throw new AppError("storage/read-only", { facts: { folder }, cause: error });
    }
    throw diskError(error, folder);
  } finally {
    rmSync(probe, { force: true });
  }
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < NEEDED_BYTES) throw new AppError("storage/disk-full", { facts: { folder } });
}
