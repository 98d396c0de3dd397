import path from "node:path";
import type { Command } from "commander";
import { verifyBackup } from "@/server/backup/read-backup";
import { restoreBackup } from "@/server/backup/restore-backup";
import { writeBackup } from "@/server/backup/write-backup";
import { JSON_OPTION, say, sayProgress, writeLine } from "./output";
import { withDatabase } from "./with-database";

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

/** Ctrl-C ends the work in order: what was half written is removed. */
function endedBySignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => controller.abort(new Error(`ended by ${signal}`)));
  return controller.signal;
}

async function backupCommand(file: string): Promise<void> {
  const target = path.resolve(file);
  const index = await withDatabase(() => writeBackup({ target, signal: endedBySignal() }));
  await verifyBackup(target);
  const rows = index.tables.reduce((sum, table) => sum + table.rows, 0);
  say(
    `${rows} rows of ${index.tables.length} tables, ${index.files} files (${megabytes(index.fileBytes)}), verified`,
  );
  if (index.missing.length > 0)
    say(
      `${index.missing.length} files that rows name are missing or damaged here; the backup is without them`,
    );
  const { tables, migrations, ...rest } = index;
  writeLine({ file: target, rows, tables: tables.length, migrations: migrations.length, ...rest });
  if (index.missing.length > 0) process.exitCode = 1;
}

async function restoreCommand(file: string, { replace = false }: { replace?: boolean }): Promise<void> {
  const onFile = sayProgress();
  const index = await withDatabase(() =>
    restoreBackup({ file: path.resolve(file), replace, signal: endedBySignal(), onFile }),
  );
  const rows = index.tables.reduce((sum, table) => sum + table.rows, 0);
  say(
    `${rows} rows and ${index.files} files as they were on ${index.createdAt.slice(0, 16).replace("T", " ")} UTC`,
  );
  writeLine({ file, rows, files: index.files, createdAt: index.createdAt, missing: index.missing });
}

export function addBackupCommands(program: Command): void {
  program
    .command("backup")
    .description("write database and stored files as one archive, as they are at one moment; Forage may run")
    .argument("<file>", "the archive, a .tar; nothing may be there")
    .option(...JSON_OPTION)
    .action(backupCommand);
  program
    .command("restore")
    .description("bring an archive of forage backup into an empty installation; Forage must not run")
    .argument("<file>", "the archive")
    .option("--replace", "delete what is there")
    .option(...JSON_OPTION)
    .action(restoreCommand);
}
