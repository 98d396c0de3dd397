import type { Transaction } from "@/server/db/transaction";
import { forget } from "./inspections/repository";
import { markDeleted } from "./versions/repository";

/**
 * Removes the measurements of a photo that nobody has any longer, as part of the transaction that deletes it. Versions
 * that held the photo say so from then on.
 */
export async function forgetPhotoIn(queries: Transaction, sha256: string): Promise<void> {
  await forget(queries, sha256);
  await markDeleted(queries, sha256);
}
