import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import type pg from "pg";
import { databaseError } from "@/server/errors/database-error";
import { projectPath } from "@/server/storage/project-root";
import type { Database, PooledDatabase } from "./client";
import { memberships, teams } from "./schema/teams";
import { LOCAL_USER_ID, users } from "./schema/users";

/** With a team of their own, as everybody has. */
async function addLocalPerson(database: Database): Promise<void> {
  const name = "This computer";
  await database.transaction(async (queries) => {
    const [added] = await queries
      .insert(users)
      .values({ id: LOCAL_USER_ID, name, kind: "local", isAdmin: true })
      .onConflictDoNothing()
      .returning();
    if (!added) return;
    await queries.insert(teams).values({ id: LOCAL_USER_ID, name });
    await queries.insert(memberships).values({ teamId: LOCAL_USER_ID, userId: LOCAL_USER_ID, role: "admin" });
  });
}

/** Any number that no other advisory lock of the app uses. */
const MIGRATION_LOCK = 7_204_119;

/** One connection does it all, so that the lock and what it guards end together. */
async function onOneConnection(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await work(client);
    client.release();
  } catch (error) {
    // a broken one is not given to anybody else; the server lets go of its lock
    client.release(true);
    throw error;
  }
}

/**
 * Brings the schema up to date; does nothing when it is. The local user exists afterwards. Of several processes that start at
 * the same time one does it, the others wait.
 * @throws AppError server/database-down, storage/disk-full
 */
export async function migrateDatabase(database: PooledDatabase): Promise<void> {
  try {
    await onOneConnection(database.$client, async (client) => {
      await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
      const queries = drizzle(client);
      await migrate(queries, { migrationsFolder: projectPath("server", "db", "migrations") });
      await addLocalPerson(queries);
      await client.query("select pg_advisory_unlock($1)", [MIGRATION_LOCK]);
    });
  } catch (error) {
    throw databaseError(error);
  }
}
