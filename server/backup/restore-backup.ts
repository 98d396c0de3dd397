import { buffer } from "node:stream/consumers";
import { AppError } from "@/lib/core/errors";
import {
  bringUpToDate,
  copyIn,
  countOthers,
  inOneTransaction,
  knownMigrations,
  letGo,
  moveSequences,
  type OneConnection,
  queriesOn,
  rebuildSchema,
  whatIsHere,
  withoutTriggers,
} from "@/server/db/whole-database";
import { getFileStore } from "@/server/storage/service";
import { everyNamed } from "@/server/sweep/service";
import { type BackupIndex, type BackupTable, tableName } from "./backup-format";
import { backupEntries, unreadable, verifyBackup } from "./read-backup";

export interface RestoreOptions {
  readonly file: string;
  readonly signal: AbortSignal;
  /** Deletes what the installation holds. */
  readonly replace: boolean;
  readonly onFile?: (done: number, total: number) => void;
}

/** The statements of the migrations that the backup's tables were made by. @throws AppError backup/newer */
function migrationsOf({ migrations, version }: BackupIndex) {
  const known = knownMigrations();
  const isPrefix = migrations.every(({ hash }, at) => known[at]?.hash === hash);
  if (!isPrefix) throw new AppError("backup/newer", { facts: { version } });
  return known.slice(0, migrations.length).flatMap(({ statements }) => statements);
}

async function putFiles({ file, signal, onFile }: RestoreOptions, index: BackupIndex): Promise<void> {
  const store = await getFileStore();
  let done = 0;
  for await (const { name, content } of backupEntries(file)) {
    signal.throwIfAborted();
    if (!name.startsWith("files/")) {
      content.resume();
      continue;
    }
    const stored = await store.put(await buffer(content));
    if (name !== `files/${stored}`) throw unreadable(`the file ${name} is damaged`);
    onFile?.(++done, index.files);
  }
}

async function addRows(
  client: OneConnection,
  { file, signal }: RestoreOptions,
  index: BackupIndex,
): Promise<void> {
  const byEntry = new Map<string, BackupTable>(index.tables.map((table) => [tableName(table.name), table]));
  for await (const { name, content } of backupEntries(file)) {
    signal.throwIfAborted();
    const table = byEntry.get(name);
    if (!table) {
      content.resume();
      continue;
    }
    const rows = await copyIn(client, table, content);
    if (rows !== table.rows) throw unreadable(`the table ${table.name} has ${rows} of ${table.rows} rows`);
  }
}

/** Every file that a row names is there, but for those that were missing when the backup was written. */
async function checkFiles(client: OneConnection, { missing }: BackupIndex): Promise<void> {
  const store = await getFileStore();
  const known = new Set(missing);
  for await (const names of everyNamed(queriesOn(client)))
    for (const sha256 of names)
      if (!known.has(sha256) && !(await store.has(sha256)))
        throw unreadable(`the file ${sha256} that a row names is missing`);
}

/**
 * Brings a backup into this installation: database and files as the environment names them, whatever they were where it was written. The archive is
 * verified first; all rows are written together, or none. Forage must not run on the database.
 * @throws AppError backup/unreadable, backup/newer, backup/not-empty, backup/in-use, storage/…, server/database-down
 */
export async function restoreBackup(options: RestoreOptions): Promise<BackupIndex> {
  const index = await verifyBackup(options.file, options.signal);
  const migrations = migrationsOf(index);
  await letGo();
  await inOneTransaction("write", async (client) => {
    if ((await countOthers(client)) > 0) throw new AppError("backup/in-use");
    const here = await whatIsHere(client);
    if (here !== undefined && !options.replace)
      throw new AppError("backup/not-empty", { facts: { what: here } });
    await putFiles(options, index);
    await rebuildSchema(client, migrations, index.migrations);
    await withoutTriggers(client, index.tables, () => addRows(client, options, index));
    await moveSequences(client);
    await checkFiles(client, index);
  });
  await bringUpToDate();
  return index;
}
