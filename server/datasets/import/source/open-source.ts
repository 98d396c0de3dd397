import { stat } from "node:fs/promises";
import { AppError } from "@/lib/core/errors";
import { archiveKindOf } from "./archive-kind";
import { openFolderSource } from "./folder-source";
import type { SetSource } from "./set-source";
import { openTarSource } from "./tar-source";
import { openZipSource } from "./zip-source";

/**
 * Opens a set's folder or archive. The kind of archive is told by its bytes, not its name.
 * @param place a folder, or a zip, tar or gzipped tar archive
 * @throws AppError request/invalid when there is nothing, import/unreadable-archive for another kind of file, and as
 *   each of them
 */
export async function openSource(place: string): Promise<SetSource> {
  const found = await stat(place).catch((cause: unknown) => {
    throw new AppError("request/invalid", {
      facts: { field: `there is no file or folder ${place}` },
      cause,
    });
  });
  if (found.isDirectory()) return openFolderSource(place);
  const archive = await archiveKindOf(place);
  if (archive.kind === "zip") return openZipSource(place);
  if (archive.kind !== "other") return openTarSource(place, { isGzipped: archive.kind === "gzip" });
  const reason = archive.what
    ? `it is ${archive.what}`
    : "it is no zip or tar archive, or was cut off at its beginning";
  throw new AppError("import/unreadable-archive", { facts: { reason } });
}
