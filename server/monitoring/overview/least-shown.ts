import { LEAST_SHOWN } from "@/lib/contracts/monitoring";
import { connection } from "@/server/db/transaction";
import { isAllOwn } from "./repository";

/** From how many detections on something is shown to a person: see `LEAST_SHOWN`. */
export async function leastFor({
  teamId,
  userId,
}: {
  readonly teamId: string;
  readonly userId: string;
}): Promise<number> {
  return (await isAllOwn(connection(), teamId, userId)) ? 1 : LEAST_SHOWN;
}
