import { sql } from "drizzle-orm";
import { getDatabase } from "@/server/db/client";

/** @throws when the database does not answer */
export async function askDatabase(): Promise<void> {
  await getDatabase().execute(sql`select 1`);
}
