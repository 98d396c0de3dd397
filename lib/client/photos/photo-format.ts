import { AppError } from "@/lib/core/errors";
import { isCutShort } from "@/lib/core/photos/is-cut-short";
import { MAX_PHOTO_BYTES } from "@/lib/core/photos/limits";
import { type PhotoFormat, sniffFormat } from "@/lib/core/photos/sniff-format";

/**
 * Says what a file is by its bytes and refuses what Forage does not open or what is cut short.
 * @param bytes the whole file; not mutated
 * @throws AppError `photo/empty`, `photo/too-many-bytes`, `photo/unsupported-format`, `photo/not-an-image`,
 *   `photo/truncated`
 */
export function checkPhotoBytes(bytes: Uint8Array): PhotoFormat {
  if (bytes.length === 0) throw new AppError("photo/empty");
  if (bytes.length > MAX_PHOTO_BYTES) {
    throw new AppError("photo/too-many-bytes", { facts: { limitMegabytes: MAX_PHOTO_BYTES / 1024 / 1024 } });
  }
  const sniffed = sniffFormat(bytes);
  if (sniffed.kind === "unknown") throw new AppError("photo/not-an-image");
  if (sniffed.kind === "unsupported") {
    throw new AppError("photo/unsupported-format", { facts: { format: sniffed.name } });
  }
  // browsers draw half a JPEG without an error
  if (isCutShort(bytes, sniffed.format)) throw new AppError("photo/truncated");
  return sniffed.format;
}
