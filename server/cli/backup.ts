import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseEnv } from "node:util";
import type { Command } from "commander";
import { AppError } from "@/lib/core/errors";
import { moveInstallation } from "@/server/backup/move";
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

async function moveCommand(settings: string, { archive }: { archive?: string }): Promise<void> {
  const to = parseEnv(
    await readFile(settings, "utf8").catch(() => {
      throw new AppError("request/invalid", { facts: { field: `${settings} cannot be read` } });
    }),
  );
  const day = new Date().toISOString().slice(0, 16).replace(/\D/g, "");
  const target = path.resolve(archive ?? `forage-move-${day}.tar`);
  const index = await moveInstallation({ to, archive: target, signal: endedBySignal(), withDatabase });
  const rows = index.tables.reduce((sum, table) => sum + table.rows, 0);
  say(
    `${rows} rows and ${index.files} files (${megabytes(index.fileBytes)}) are there, each file read and compared`,
  );
  say(`Here nothing was changed. What was brought over also lies in ${target}.`);
  writeLine({ archive: target, rows, files: index.files, createdAt: index.createdAt });
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
  program
    .command("move")
    .description(
      "bring the installation to another place, such as PostgreSQL and an object store, and check it there; Forage must run in neither",
    )
    .argument(
      "<settings>",
      "a file with the other place's settings, a line each: DATABASE_URL=…, FORAGE_S3_BUCKET=…, FORAGE_DATA_DIR=…",
    )
    .option("--archive <file>", "where the backup that is brought over is written")
    .option(...JSON_OPTION)
    .action(moveCommand);
}
