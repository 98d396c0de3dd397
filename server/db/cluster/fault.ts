import { existsSync, readFileSync } from "node:fs";
import { AppError } from "@/lib/core/errors";

const TAIL_BYTES = 4_000;

/** What PostgreSQL last wrote, for people and for `startFault`. */
export function logTail(logFile: string): string {
  if (!existsSync(logFile)) return "";
  return readFileSync(logFile, "utf8").slice(-TAIL_BYTES);
}

/**
 * Why initdb or the server did not come up, from its own words (their locale is C).
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
  return new AppError("server/database-down", { facts: { reason, log }, cause });
}
