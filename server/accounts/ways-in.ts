import { AppError } from "@/lib/core/errors";
import type { Queries } from "@/server/db/transaction";
import {
  deleteKeys,
  deletePairings,
  deletePasskeys,
  deletePassword,
  deleteResets,
  deleteSessions,
  hasSession,
  lockPerson,
  noteProven,
} from "./repository";

/** How many ways into an account ended. */
export interface EndedWays {
  readonly sessions: number;
  readonly keys: number;
  readonly passkeys: number;
}

interface Ending {
  /** The session that goes on: of whoever does this. */
  readonly except?: string | null;
  /** Keys and passkeys too: whoever had the account for a while may have made one. */
  readonly withKeysAndPasskeys: boolean;
}

/**
 * Ends the ways into an account that a new password or a proven address does not touch. Links for a new password and
 * pairing codes always go. Holds the person's row until the transaction ends: what is made for them meanwhile waits,
 * and then looks again at what let it in.
 */
export async function endWaysIn(
  queries: Queries,
  userId: string,
  { except = null, withKeysAndPasskeys }: Ending,
): Promise<EndedWays> {
  await lockPerson(queries, userId);
  await deleteResets(queries, userId);
  await deletePairings(queries, userId);
  return {
    sessions: await deleteSessions(queries, userId, except),
    keys: withKeysAndPasskeys ? await deleteKeys(queries, userId) : 0,
    passkeys: withKeysAndPasskeys ? await deletePasskeys(queries, userId) : 0,
  };
}

/** Takes every way in away that an account had before its address was proven, and notes that it is. */
export async function forgetUnproven(queries: Queries, userId: string): Promise<void> {
  if (!(await noteProven(queries, userId))) return;
  await deletePassword(queries, userId);
  await endWaysIn(queries, userId, { withKeysAndPasskeys: true });
}

/**
 * For what a session makes that outlives it, asked in the same transaction after it was written: where the session was
 * ended meanwhile, nothing is made.
 * @throws AppError account/sign-in-needed
 */
export async function requireSession(queries: Queries, sessionId: string | null): Promise<void> {
  if (sessionId !== null && !(await hasSession(queries, sessionId, new Date())))
    throw new AppError("account/sign-in-needed");
}
