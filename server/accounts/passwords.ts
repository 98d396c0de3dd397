import { AsyncLocalStorage } from "node:async_hooks";
import { hashPassword, verifyPassword } from "better-auth/crypto";
import pLimit from "p-limit";
import { AppError } from "@/lib/core/errors";

/** Hashing a password takes a core and 32 MB for a tenth of a second, on purpose. */
const AT_ONCE = 2;
/** More that wait are turned away: they would wait for longer than anybody does. */
const MOST_WAITING = 20;

const strangers = pLimit(AT_ONCE);
/** Who has signed in from this browser before does not wait behind strangers. */
const known = pLimit(1);
const lane = new AsyncLocalStorage<typeof known>();

let inProgress = 0;

/**
 * Runs a stranger's sign-in, of which few are in progress at a time: they leave connections to the database for others.
 * @throws AppError account/too-many-tries
 */
export async function amongStrangers<T>(work: () => Promise<T>): Promise<T> {
  if (inProgress >= MOST_WAITING) throw new AppError("account/too-many-tries", { facts: { seconds: 5 } });
  inProgress++;
  try {
    return await work();
  } finally {
    inProgress--;
  }
}

/** Runs work whose passwords do not wait behind those of strangers. */
export function aheadOfStrangers<T>(work: () => Promise<T>): Promise<T> {
  return lane.run(known, work);
}

function bounded<T>(work: () => Promise<T>): Promise<T> {
  const limit = lane.getStore() ?? strangers;
  if (limit.pendingCount >= MOST_WAITING)
    throw new AppError("account/too-many-tries", { facts: { seconds: 5 } });
  return limit(work);
}

/** scrypt with a salt. @throws AppError account/too-many-tries while too many wait */
export async function hash(password: string): Promise<string> {
  return bounded(() => hashPassword(password));
}

/** @throws AppError account/too-many-tries while too many wait */
export async function verify(stored: { readonly hash: string; readonly password: string }): Promise<boolean> {
  return bounded(() => verifyPassword(stored));
}
