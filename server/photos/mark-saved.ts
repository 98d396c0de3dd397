import type { Queries } from "@/server/db/transaction";
import { setSavedAt } from "./repository";

/** Notes when a photo's newest correction was saved, as part of its transaction. */
export function markSaved(queries: Queries, photoId: string, savedAt: Date): Promise<void> {
  return setSavedAt(queries, photoId, savedAt);
}
