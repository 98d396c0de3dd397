import { recordIn } from "@/server/audit/service";
import { actingNow } from "@/server/db/own-team";
import { connection } from "@/server/db/transaction";
import { addressKey } from "@/server/limits/address-key";
import { findUserByEmail } from "./repository";
import { createThrottle } from "./throttle";

/** A thousand tries a minute are told by a few entries: of one address and account, one a minute. */
const noted = createThrottle({ tries: 1, refillSeconds: 60 });

/**
 * Writes down that somebody did not get in. What they typed is kept only where it is an account's address: it may be a
 * password in the wrong field. The time it takes says nothing, since every failure looks the address up.
 */
export async function noteFailure(
  action: "account/sign-in-failed" | "account/sign-in-throttled",
  email: string,
): Promise<void> {
  const from = addressKey(actingNow()?.address ?? "");
  if (noted.take(`${action} ${from} ${email}`) > 0) return;
  const user = await findUserByEmail(connection(), email);
  await recordIn(connection(), { action, user: user ?? { id: "", name: "" }, teamId: null });
}
