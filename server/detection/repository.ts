import { sql } from "drizzle-orm";
import type { Queries } from "@/server/db/transaction";

/** @throws when the database does not answer */
export async function askDatabase(queries: Queries): Promise<void> {
  await queries.execute(sql`select 1`);
}
