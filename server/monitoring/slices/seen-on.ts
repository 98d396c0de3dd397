import type { Correction } from "@/lib/contracts/corrections";
import type { SeenOn } from "@/lib/contracts/device-kinds";
import type { Who } from "@/lib/contracts/who";
import type { Queries } from "@/server/db/transaction";
import { insertSeenOn } from "./repository";

/**
 * Writes beside a save on what kind of device and browser its photo was looked at, with the author's leave for figures of
 * their detections. Kept with the photo they saved and apart from their figures, so that no figure names a photo; it goes
 * with the photo, and with their figures when they erase those.
 */
export async function recordSeenOnIn(
  queries: Queries,
  { userId }: Who,
  { id }: Correction,
  seenOn: SeenOn | undefined,
): Promise<void> {
  if (seenOn) await insertSeenOn(queries, { correctionId: id, userId, seenOn });
}
