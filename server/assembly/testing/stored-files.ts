import { connection } from "@/server/db/transaction";
import { readRemovals } from "@/server/photos/repository";
import { getFileStore } from "@/server/storage/service";
import { listNamed } from "@/server/sweep/repository";

/** How the stored files and the rows differ. */
export interface StoredFiles {
  /** In the store; no row names them, and they are not written down to be removed. */
  readonly strays: readonly string[];
  /** A row names them, and the store does not have them. */
  readonly missing: readonly string[];
}

const MOST = 100_000;

export async function readStoredFiles(): Promise<StoredFiles> {
  const stored = new Set<string>();
  for await (const page of (await getFileStore()).list()) for (const { sha256 } of page) stored.add(sha256);
  const named = new Set(await listNamed(connection(), "", MOST));
  const leaving = new Set(await readRemovals(connection(), MOST));
  return {
    strays: [...stored].filter((name) => !named.has(name) && !leaving.has(name)),
    missing: [...named].filter((name) => !stored.has(name)),
  };
}

/** What exists now and did not before. */
export function newOf(now: StoredFiles, before: StoredFiles): StoredFiles {
  return {
    strays: now.strays.filter((name) => !before.strays.includes(name)),
    missing: now.missing.filter((name) => !before.missing.includes(name)),
  };
}
