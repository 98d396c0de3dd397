import { recordIn } from "@/server/audit/service";
import { actingNow } from "@/server/db/own-team";
import { connection } from "@/server/db/transaction";
import { addressKey } from "@/server/limits/address-key";
import { findUserByEmail } from "./repository";
import { createThrottle } from "./throttle";

/** A thousand tries a minute are told by a few entries: of one address and account, one a minute. */
const noted = createThrottle({ tries: 1, refillSeconds: 60 });
/** Nothing is removed from the log for a month: whoever tries from thousands of addresses does not fill it. */
const notedOfAll = createThrottle({ tries: 30, refillSeconds: 10 });

/**
 * Writes down that somebody did not get in. What they typed is kept only where it is an account's address: it may be a
 * password in the wrong field. The time it takes says nothing, since every failure looks the address up.
 */
export async function noteFailure(
  action: "account/sign-in-failed" | "account/sign-in-throttled",
  email: string,
): Promise<void> {
  const from = addressKey(actingNow()?.address ?? "");
  const user = await findUserByEmail(connection(), email);
  // addresses that have no account are one: they can be made up
  if (noted.take(`${action} ${from} ${user?.id ?? ""}`) > 0) return;
  if (notedOfAll.take(user ? "accounts" : "nobody") > 0) return;
  await recordIn(connection(), { action, user: user ?? { id: "", name: "" }, teamId: null });
}
