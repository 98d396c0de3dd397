import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { closeDatabase } from "@/server/db/client";
import { inTeam } from "@/server/db/own-team";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { sweepStore } from "@/server/sweep/sweep-store";
import type { FaultWorld } from "./fault-world";

/** Every place where a row names a stored file, of the tables that this suite fills. */
const NAMED = `select sha256 as name from photos union select thumbnail_sha256 from photos
  union select manifest_sha256 from dataset_versions union select report_sha256 from dataset_versions
  union select manifest_sha256 from dataset_checks union select report_sha256 from dataset_checks
  union select sha256 from dataset_version_photos where deleted_at is null
  union select file->>'sha256' from registered_models, jsonb_array_elements(manifest->'files') file`;

/** Stored files, of saves under way too, that no row names now. */
export async function filesWithoutRow({ folder, query, store }: FaultWorld): Promise<readonly string[]> {
  const files = store
    ? [...store.objects.keys()].flatMap((key) => key.match(/[0-9a-f]{64}$/)?.[0] ?? [])
    : filesIn(join(folder, "files"));
  const named = new Set((await query<{ name: string }>(NAMED)).map(({ name }) => name));
  return files.filter((name) => !named.has(name));
}

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap(
    (name) => name.match(/[0-9a-f]{64}$/)?.[0] ?? [],
  );
}

const DAY_MS = 86_400_000;

/** Sweeps as it is done two days later, in this process. @returns files that are left although no row names them */
export async function filesAfterSweep(world: FaultWorld): Promise<readonly string[]> {
  const { DATABASE_URL, FORAGE_DATA_DIR } = process.env;
  await closeDatabase();
  Object.assign(process.env, { DATABASE_URL: world.databaseUrl(), FORAGE_DATA_DIR: world.folder });
  try {
    const later = new Date(Date.now() + 2 * DAY_MS);
    await inTeam({ teamId: LOCAL_USER_ID }, () => sweepStore(new AbortController().signal, later));
  } finally {
    await closeDatabase();
    Object.assign(process.env, { DATABASE_URL: DATABASE_URL ?? "", FORAGE_DATA_DIR: FORAGE_DATA_DIR ?? "" });
    if (FORAGE_DATA_DIR === undefined) delete process.env.FORAGE_DATA_DIR;
    if (DATABASE_URL === undefined) delete process.env.DATABASE_URL;
  }
  return filesWithoutRow(world);
}
