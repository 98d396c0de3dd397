import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { connection } from "@/server/db/transaction";
import { readSetting, type Setting, writeSetting } from "@/server/settings/service";
import { dataPath } from "@/server/storage/data-folder";
import { getFileStore } from "@/server/storage/service";
import { namedFiles } from "./repository";

/** A file without a row may belong to a save that is under way. */
export const GRACE_MS = 24 * 3_600_000;

/** Ties a database to the folder of its files. */
const OWNER: Setting<string> = { name: "files-owner", schema: z.string(), initial: "" };

const ownerFile = () => dataPath("files-owner");

/**
 * Whether the files in the data folder are this database's: with another database (an empty one that DATABASE_URL
 * names, say) every file would look unused. The two are tied to each other by the first sweep that
 * finds a file which a row names, or no file at all. The setting is written first: where a failure or a restored backup
 * left it without the file, a file with a row ties them again. A folder that names another owner stays tied to it.
 */
async function isOwnStore(): Promise<boolean> {
  const ours = await readSetting(OWNER);
  const written = existsSync(ownerFile()) ? readFileSync(ownerFile(), "utf8").trim() : "";
  if (written !== "") return ours === written;
  const store = await getFileStore();
  let isEmpty = true;
  let isNamed = false;
  for await (const page of store.list()) {
    isEmpty = false;
    isNamed ||=
      (
        await namedFiles(
          connection(),
          page.map(({ sha256 }) => sha256),
        )
      ).size > 0;
    if (isNamed) break;
  }
  // an empty folder beside a tied database may be one whose files are elsewhere
  if (!isNamed && (!isEmpty || ours !== "")) return false;
  const owner = ours || randomUUID();
  await writeSetting(OWNER, owner);
  await writeFileAtomic(ownerFile(), owner, { mode: 0o600 });
  return true;
}

export interface StoreSweep {
  readonly files: number;
  /** Files that no row names, past the grace time. */
  readonly unnamed: number;
  readonly putAside: number;
}

/** Puts stored files aside that no row names. @throws the signal's reason when aborted */
export async function sweepStore(signal: AbortSignal, now = new Date()): Promise<StoreSweep> {
  const store = await getFileStore();
  const before = new Date(now.getTime() - GRACE_MS);
  const mayDiscard = store.discard !== undefined && (await isOwnStore());
  let [files, unnamed, putAside] = [0, 0, 0];
  for await (const page of store.list()) {
    signal.throwIfAborted();
    files += page.length;
    const old = page.filter(({ writtenAt }) => writtenAt < before).map(({ sha256 }) => sha256);
    if (old.length === 0) continue;
    const named = await namedFiles(connection(), old);
    for (const sha256 of old.filter((name) => !named.has(name))) {
      unnamed++;
      if (mayDiscard && (await store.discard?.(sha256, before))) putAside++;
    }
  }
  await store.tidy?.(new Date(now.getTime() - 3_600_000));
  return { files, unnamed, putAside };
}
