import { connection } from "@/server/db/transaction";
import { isMailSet } from "@/server/mail/mail-settings";
import { hasAccounts } from "./repository";
import { singleSignOn } from "./single-sign-on";

/**
 * What stands between a browser and the app. "open": alone at this computer; "first": accounts are needed and nobody
 * has one.
 */
export async function doorState(via: "local" | "session" | "key" | "none") {
  const known = { isSingleSignOn: singleSignOn() !== undefined, canSendMail: isMailSet() };
  if (via === "local") return { state: "open" as const, ...known };
  if (via !== "none") return { state: "signed-in" as const, ...known };
  return { state: (await hasAccounts(connection())) ? ("sign-in" as const) : ("first" as const), ...known };
}
