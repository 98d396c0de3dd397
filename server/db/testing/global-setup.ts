import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endProcess, isAlive } from "@/server/processes/service";
import { clusterFolder } from "../cluster/initialise";
import { findPostmaster } from "../cluster/postmaster";
import { readSettings } from "../cluster/settings";

const PREFIX = "forage-test-";

async function stopServerOf(folder: string): Promise<void> {
  const settings = existsSync(folder) ? readSettings(folder) : undefined;
  const found = settings && findPostmaster(clusterFolder(settings));
  if (found)
    await endProcess(found.pid, [
      { signal: "SIGQUIT", waitMs: 10_000 },
      { signal: "SIGKILL", waitMs: 5_000 },
    ]);
  if (settings) rmSync(settings.folder, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

/** Runs that were killed leave their folder and server behind; the next run removes them. */
async function clearDeadRuns(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    const ownerFile = join(folder, "owner");
    const owner = existsSync(ownerFile) ? Number(readFileSync(ownerFile, "utf8")) : 0;
    if (owner > 0 && !isAlive(owner)) await stopServerOf(folder);
  }
}

/**
 * Gives a test run a folder for its one PostgreSQL. The server starts when the first test file asks for a database
 * (see test-database.ts), so runs that need none pay nothing.
 */
export default async function setup(): Promise<() => Promise<void>> {
  await clearDeadRuns();
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(folder, "owner"), String(process.pid));
  process.env.FORAGE_TEST_RUN_FOLDER = folder;
  return () => stopServerOf(folder);
}
