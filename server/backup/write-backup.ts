import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, open, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { pack as createPack, type Pack } from "tar-stream";
import { AppError, isAppError } from "@/lib/core/errors";
import {
  copyOut,
  countRows,
  inOneTransaction,
  listMigrations,
  listTables,
  type OneConnection,
  queriesOn,
  type TableShape,
} from "@/server/db/whole-database";
import { diskError } from "@/server/storage/disk-error";
import type { FileStore } from "@/server/storage/file-store";
import { projectPath } from "@/server/storage/project-root";
import { getFileStore } from "@/server/storage/service";
import { everyNamed } from "@/server/sweep/service";
import {
  BACKUP_FORMAT,
  type BackupIndex,
  type BackupTable,
  fileName,
  INDEX_NAME,
  tableName,
} from "./backup-format";

export interface WriteBackupOptions {
  /** Where the archive goes; nothing may be there. */
  readonly target: string;
  readonly signal: AbortSignal;
  readonly onFile?: (done: number) => void;
}

interface Work extends WriteBackupOptions {
  readonly client: OneConnection;
  readonly pack: Pack;
  /** For tables, whose size is known only when they are written. */
  readonly scratch: string;
}

/** Puts a stream of a known size into the archive. */
async function addEntry(pack: Pack, name: string, size: number, content: Readable): Promise<void> {
  const entry = pack.entry({ name, size });
  await pipeline(content, entry);
}

async function addTable({ client, pack, scratch, signal }: Work, table: TableShape): Promise<BackupTable> {
  signal.throwIfAborted();
  const file = path.join(scratch, "table");
  const hash = createHash("sha256");
  const hashing = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const written = pipeline(hashing, createWriteStream(file));
  await copyOut(client, table, hashing);
  await written;
  const { size } = await stat(file);
  await addEntry(pack, tableName(table.name), size, createReadStream(file));
  return {
    ...table,
    columns: [...table.columns],
    rows: await countRows(client, table.name),
    bytes: size,
    sha256: hash.digest("hex"),
  };
}

/** @returns its size, or undefined when the store does not have it */
async function addFile(pack: Pack, store: FileStore, sha256: string): Promise<number | undefined> {
  try {
    const { bytes, stream } = await store.open(sha256);
    await addEntry(pack, fileName(sha256), bytes, Readable.fromWeb(stream as never));
    return bytes;
  } catch (error) {
    // told in the index and by the command: one lost photo must not cost the backup of all others
    if (isAppError(error) && (error.code === "storage/missing" || error.code === "storage/damaged"))
      return undefined;
    throw error;
  }
}

async function addFiles({ client, pack, signal, onFile }: Work) {
  const store = await getFileStore();
  const missing: string[] = [];
  let [files, fileBytes] = [0, 0];
  for await (const names of everyNamed(queriesOn(client))) {
    for (const sha256 of names) {
      signal.throwIfAborted();
      const bytes = await addFile(pack, store, sha256);
      if (bytes === undefined) missing.push(sha256);
      else [files, fileBytes] = [files + 1, fileBytes + bytes];
      onFile?.(files + missing.length);
    }
  }
  return { files, fileBytes, missing };
}

async function appVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(projectPath("package.json"), "utf8")) as { version?: string };
  return version ?? "unknown";
}

async function writeParts(work: Work): Promise<BackupIndex> {
  const { client, pack } = work;
  const tables: BackupTable[] = [];
  for (const table of await listTables(client)) tables.push(await addTable(work, table));
  const index: BackupIndex = {
    format: BACKUP_FORMAT,
    createdAt: new Date().toISOString(),
    version: await appVersion(),
    migrations: [...(await listMigrations(client))],
    tables,
    ...(await addFiles(work)),
  };
  pack.entry({ name: INDEX_NAME }, JSON.stringify(index, null, 1));
  pack.finalize();
  return index;
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** What was written survives a power cut before the command says that it is done. */
async function syncFile(file: string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes all rows, as they are at one moment, and all stored files that they name, as one tar archive; Forage may go on running. A stored file
 * that is missing or damaged is named in the result.
 * @throws AppError request/invalid when something is at the target, storage/disk-full, storage/read-only, server/database-down
 */
export async function writeBackup(options: WriteBackupOptions): Promise<BackupIndex> {
  const target = path.resolve(options.target);
  if (await isThere(target))
    throw new AppError("request/invalid", { facts: { field: `${target} is there already` } });
  const folder = path.dirname(target);
  const partial = `${target}.partial`;
  let scratch: string | undefined;
  try {
    scratch = await mkdtemp(path.join(folder, ".forage-backup-"));
    const pack = createPack();
    const written = pipeline(pack, createWriteStream(partial, { mode: 0o600 }), { signal: options.signal });
    const work = { ...options, pack, scratch };
    const [index] = await Promise.all([
      inOneTransaction("read a snapshot", (client) => writeParts({ ...work, client })).catch(
        (error: unknown) => {
          pack.destroy(error instanceof Error ? error : new Error(String(error)));
          throw error;
        },
      ),
      written,
    ]);
    await syncFile(partial);
    await rename(partial, target);
    return index;
  } catch (error) {
    await rm(partial, { force: true });
    throw isAppError(error) ? error : diskError(error, folder);
  } finally {
    if (scratch) await rm(scratch, { recursive: true, force: true });
  }
}
