import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { extract } from "tar-stream";
import { AppError, isAppError } from "@/lib/core/errors";
import { type BackupIndex, backupIndexSchema, INDEX_NAME, tableName } from "./backup-format";

export const unreadable = (reason: string, cause?: unknown) =>
  new AppError("backup/unreadable", { facts: { reason }, cause });

export interface BackupEntry {
  readonly name: string;
  readonly bytes: number;
  readonly content: Readable;
}

/** The archive's files in order; each must be read to its end before the next. @throws what reading it throws */
export async function* backupEntries(file: string): AsyncGenerator<BackupEntry> {
  const archive = extract();
  const source = createReadStream(file);
  source.on("error", (error) => archive.destroy(error));
  source.pipe(archive);
  try {
    for await (const entry of archive)
      yield { name: entry.header.name, bytes: entry.header.size ?? 0, content: Readable.from(entry) };
  } finally {
    source.destroy();
  }
}

async function hashOf(content: Readable): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of content) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

function parseIndex(text: string): BackupIndex {
  try {
    return backupIndexSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw unreadable("its index is not one that this Forage can read", cause);
  }
}

async function readWhole(file: string, signal: AbortSignal | undefined) {
  let index: BackupIndex | undefined;
  const tables = new Map<string, string>();
  let [files, fileBytes] = [0, 0];
  for await (const { name, bytes, content } of backupEntries(file)) {
    signal?.throwIfAborted();
    if (name === INDEX_NAME) {
      index = parseIndex((await buffer(content)).toString("utf8"));
      continue;
    }
    const hash = await hashOf(content);
    if (!name.startsWith("files/")) tables.set(name, hash);
    else if (name !== `files/${hash}`) throw unreadable(`the file ${name} is damaged`);
    else [files, fileBytes] = [files + 1, fileBytes + bytes];
  }
  return { index, tables, files, fileBytes };
}

/**
 * Reads an archive to its end and compares every byte with the index and the files' names.
 * @throws AppError backup/unreadable, with the reason
 */
export async function verifyBackup(file: string, signal?: AbortSignal): Promise<BackupIndex> {
  const found = await readWhole(file, signal).catch((error: unknown) => {
    signal?.throwIfAborted();
    if (isAppError(error)) throw error;
    const isThere = !(error instanceof Error && "code" in error && error.code === "ENOENT");
    throw unreadable(isThere ? "it cannot be read to its end" : "there is no such file", error);
  });
  const { index, tables, files, fileBytes } = found;
  if (!index) throw unreadable("its end is missing");
  for (const table of index.tables)
    if (tables.get(tableName(table.name)) !== table.sha256)
      throw unreadable(`the table ${table.name} is missing or damaged`);
  if (files !== index.files || fileBytes !== index.fileBytes || tables.size !== index.tables.length)
    throw unreadable("it does not hold what its index says");
  return index;
}
