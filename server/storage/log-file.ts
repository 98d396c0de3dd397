import { copyFileSync, existsSync, mkdirSync, openSync, renameSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";

export const LOG_NAMES = ["app", "worker", "postgres"] as const;
export type LogName = (typeof LOG_NAMES)[number];

const MAX_BYTES = 5_000_000;
/** Beside the one that is written to: app.1.log is the newest. */
const KEPT = 5;

export const logsFolder = (dataFolder: string) => join(dataFolder, "logs");

const numbered = (folder: string, name: LogName, number: number) =>
  join(folder, number === 0 ? `${name}.log` : `${name}.${number}.log`);

/**
 * Moves a log that has grown too long to its first copy, and older copies one further; the oldest goes. Whoever writes
 * to it goes on in the emptied file, which it opened for appending.
 */
export function rotateLog(dataFolder: string, name: LogName): void {
  const folder = logsFolder(dataFolder);
  const current = numbered(folder, name, 0);
  if (!existsSync(current) || statSync(current).size <= MAX_BYTES) return;
  for (let number = KEPT - 1; number >= 1; number--) {
    const from = numbered(folder, name, number);
    if (existsSync(from)) renameSync(from, numbered(folder, name, number + 1));
  }
  copyFileSync(current, numbered(folder, name, 1));
  truncateSync(current);
}

/** Opens a log for appending: what earlier runs wrote is kept. @returns a file descriptor */
export function openLog(dataFolder: string, name: LogName): number {
  mkdirSync(logsFolder(dataFolder), { recursive: true, mode: 0o700 });
  rotateLog(dataFolder, name);
  return openSync(numbered(logsFolder(dataFolder), name, 0), "a", 0o600);
}
