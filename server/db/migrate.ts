import { migrate } from "drizzle-orm/node-postgres/migrator";
import { databaseError } from "@/server/errors/database-error";
import { projectPath } from "@/server/storage/project-root";
import type { Database } from "./client";
import { LOCAL_USER_ID, users } from "./schema/users";

/**
 * Brings the schema up to date; does nothing when it is. The local user exists afterwards.
 * @throws AppError server/database-down, storage/disk-full
 */
export async function migrateDatabase(database: Database): Promise<void> {
  try {
    await migrate(database, { migrationsFolder: projectPath("server", "db", "migrations") });
    await database
      .insert(users)
      .values({ id: LOCAL_USER_ID, name: "This computer", kind: "local" })
      .onConflictDoNothing();
  } catch (error) {
    throw databaseError(error);
  }
}
