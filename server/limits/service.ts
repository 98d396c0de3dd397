import { connection } from "@/server/db/transaction";
import { forgetOldCounts } from "./repository";

/** Removes what web servers counted together and what no longer counts. */
export function clearCounts(now = new Date()): Promise<void> {
  return forgetOldCounts(connection(), now);
}
