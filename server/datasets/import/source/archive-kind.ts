import { open } from "node:fs/promises";
import { diskError } from "@/server/storage/disk-error";

/** A kind of archive that can be read, or the name of what the file is instead; undefined when unknown. */
export type ArchiveKind =
  | { readonly kind: "zip" | "tar" | "gzip" }
  | { readonly kind: "other"; readonly what: string | undefined };

/** By the first bytes, as latin-1 text. Zip: with files, empty, or in parts. */
const STARTS: readonly (readonly [string, ArchiveKind])[] = [
  ["PK\x03\x04", { kind: "zip" }],
  ["PK\x05\x06", { kind: "zip" }],
  ["PK\x07\x08", { kind: "zip" }],
  ["\x1f\x8b", { kind: "gzip" }],
  ["7z\xbc\xaf\x27\x1c", { kind: "other", what: "a 7-Zip archive" }],
  ["Rar!", { kind: "other", what: "a RAR archive" }],
  ["BZh", { kind: "other", what: "compressed with bzip2" }],
  ["\xfd7zXZ", { kind: "other", what: "compressed with xz" }],
  ["\x28\xb5\x2f\xfd", { kind: "other", what: "compressed with Zstandard" }],
  ["\xff\xd8\xff", { kind: "other", what: "a photo" }],
  ["\x89PNG", { kind: "other", what: "a picture" }],
  ["%PDF", { kind: "other", what: "a PDF" }],
];
/** Offset of the mark of a tar archive. */
const TAR_MARK_AT = 257;
const HEAD_BYTES = 512;

/** @throws AppError storage/… */
export async function archiveKindOf(file: string): Promise<ArchiveKind> {
  const handle = await open(file, "r").catch((error: unknown) => {
    throw diskError(error, file);
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.toString("latin1", 0, bytesRead);
    const known = STARTS.find(([start]) => head.startsWith(start));
    if (known) return known[1];
    if (head.startsWith("ustar", TAR_MARK_AT)) return { kind: "tar" };
    return { kind: "other", what: bytesRead === 0 ? "empty" : undefined };
  } finally {
    await handle.close();
  }
}
