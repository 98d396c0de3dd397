import { mkdirSync } from "node:fs";
import pg from "pg";
import { closeDatabase, getDatabase } from "@/server/db/client";
import { startCluster } from "@/server/db/cluster/cluster";
import { migrateDatabase } from "@/server/db/migrate";
import { dataFolder } from "@/server/storage/data-folder";

/** A connection that tells other commands that this one is still running, even while it sends no queries. */
async function showPresence(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  // a database that ends is noticed by the query that needs it
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/**
 * Runs a command with the database of the data folder: the one `DATABASE_URL` names, the one of a running
 * Forage, or else its own, started for the command and stopped after its last user. One that a killed command
 * left running is stopped too.
 * @throws AppError server/database-down, storage/…
 */
export async function withDatabase<T>(work: () => Promise<T>): Promise<T> {
  if (process.env.DATABASE_URL) {
    try {
      return await work();
    } finally {
      await closeDatabase();
    }
  }
  const folder = dataFolder();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const cluster = await startCluster({ dataFolder: folder });
  process.env.DATABASE_URL = cluster.url;
  const presence = await showPresence(cluster.url);
  try {
    // a running Forage has already migrated its own database
    if (!cluster.isAdopted) await migrateDatabase(getDatabase());
    return await work();
  } finally {
    await closeDatabase();
    await presence.end();
    process.env.DATABASE_URL = "";
    await cluster.stopIfUnused();
  }
}
