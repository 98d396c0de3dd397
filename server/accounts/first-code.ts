import { connection } from "@/server/db/transaction";
import { hasAccounts } from "./repository";
import { setupCode } from "./settings";

/** What the first account is asked for when it is made from elsewhere; undefined once there is an account. */
export async function firstAccountCode(): Promise<string | undefined> {
  return (await hasAccounts(connection())) ? undefined : setupCode();
}
