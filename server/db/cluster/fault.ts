import { existsSync, readFileSync } from "node:fs";
import { AppError } from "@/lib/core/errors";

const TAIL_BYTES = 4_000;

/** What PostgreSQL last wrote, for people and for `startFault`. */
export function logTail(logFile: string): string {
  if (!existsSync(logFile)) return "";
  return readFileSync(logFile, "utf8").slice(-TAIL_BYTES);
}

/**
 * PostgreSQL's words for files of its own that are damaged or gone: control file, log of changes, catalogue. What was
 * saved last may then be lost. Source: PostgreSQL 18, src/backend/access/transam/xlog.c, xlogrecovery.c, controldata_utils.c, relmapper.c.
 */
const DAMAGED =
  /could not locate (a valid|required) checkpoint record|invalid (primary )?checkpoint record|could not locate a backup_label|incorrect checksum in control file|control file (appears to be corrupt|contains invalid)|could not (open|read|find) file ".*(pg_control|pg_filenode\.map|pg_wal|pg_xact|pg_multixact)|could not open (directory|file) "(pg_wal|pg_xact|global|base)|required WAL directory "pg_wal" does not exist|relation mapping file .* contains (invalid data|incorrect checksum)|database files are incompatible with server|WAL ends before (end of online backup|consistent recovery point)|invalid page in block|invalid magic number .* in WAL|could not access status of transaction|is not a valid data directory|contains (an )?invalid (length|resource manager)/i;

/**
 * Why initdb or the server did not come up, from its own messages (their locale is C).
 * @param output what it printed
 */
export function startFault(output: string, folder: string, log: string): AppError {
  const cause = new Error(output);
  if (/No space left on device/.test(output))
    return new AppError("storage/disk-full", { facts: { folder }, cause });
  if (/Read-only file system|Permission denied/.test(output)) {
    return new AppError("storage/read-only", { facts: { folder }, cause });
  }
  const lines = output.split("\n").filter((line) => /FATAL|PANIC|ERROR|error:/.test(line));
  const reason = (lines.at(-1) ?? "it ended while starting").replace(/^.*?(FATAL|PANIC|ERROR|error):\s*/, "");
  const code = DAMAGED.test(output) ? "server/database-damaged" : "server/database-down";
  return new AppError(code, { facts: { reason, log }, cause });
}
