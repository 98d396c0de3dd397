import { createHash } from "node:crypto";
import { createReadStream, type Stats } from "node:fs";
import { stat } from "node:fs/promises";

/** What tells that a file was not touched since it was read: another inode, size or time means another look. */
const stampOf = ({ ino, size, mtimeMs }: Stats) => `${ino} ${size} ${mtimeMs}`;

/** At some 150 bytes an entry this is 30 MB. */
const MOST_KEPT = 200_000;

/** On globalThis, because a bundler may load this module more than once. */
const holder = globalThis as { forageVerified?: Map<string, string> };
holder.forageVerified ??= new Map();
const verified = holder.forageVerified;

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/** Notes that a file holds what it should, as of now. */
export async function noteVerified(path: string): Promise<void> {
  if (verified.size >= MOST_KEPT) verified.clear();
  verified.set(path, stampOf(await stat(path)));
}

/**
 * Whether a file holds what its hash says. It is read in full the first time, and again when its size, time or place on
 * the disk changed since; else its entry on the disk is looked at and no more.
 * @param options.isThorough read it in full in any case: a disk may change a file and not its time
 * @throws what the file system throws, ENOENT for one
 */
export async function isWhole(
  path: string,
  sha256: string,
  { isThorough = false }: { readonly isThorough?: boolean } = {},
): Promise<boolean> {
  const before = stampOf(await stat(path));
  if (!isThorough && verified.get(path) === before) return true;
  const isRight = (await hashOf(path)) === sha256;
  if (!isRight) verified.delete(path);
  else if (stampOf(await stat(path)) === before) {
    if (verified.size >= MOST_KEPT) verified.clear();
    verified.set(path, before);
  }
  return isRight;
}
