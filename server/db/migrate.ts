import { migrate } from "drizzle-orm/node-postgres/migrator";
import { databaseError } from "@/server/errors/database-error";
import { projectPath } from "@/server/storage/project-root";
import type { Database } from "./client";
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

/**
 * Brings the schema up to date; does nothing when it is. The local user exists afterwards.
 * @throws AppError server/database-down, storage/disk-full
 */
export async function migrateDatabase(database: Database): Promise<void> {
  try {
    await migrate(database, { migrationsFolder: projectPath("server", "db", "migrations") });
    await addLocalPerson(database);
  } catch (error) {
    throw databaseError(error);
  }
}
