import { lt } from "drizzle-orm";
import { requestCounts } from "@/server/db/schema/limits";
import type { Queries } from "@/server/db/transaction";

export const COUNTS_TABLE = "request_counts";

/** Removes counts that no longer count. */
export async function forgetOldCounts(queries: Queries, now: Date): Promise<void> {
  await queries.delete(requestCounts).where(lt(requestCounts.expire, now.getTime()));
}
