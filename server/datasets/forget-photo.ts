import type { Transaction } from "@/server/db/transaction";
import { forget } from "./inspections/repository";
import { markDeleted } from "./versions/repository";

/**
 * As part of the transaction that deletes a photo: a team's versions that held it say so from then on, and the
 * measurements of one that nobody has any longer go.
 * @param isGone whether no team has the photo any longer
 */
export async function forgetPhotoIn(
  queries: Transaction,
  {
    ownerId,
    sha256,
    isGone,
  }: { readonly ownerId: string; readonly sha256: string; readonly isGone: boolean },
): Promise<void> {
  if (isGone) await forget(queries, sha256);
  await markDeleted(queries, ownerId, sha256);
}
