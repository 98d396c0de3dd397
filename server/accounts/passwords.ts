import { hashPassword, verifyPassword } from "better-auth/crypto";
import pLimit from "p-limit";
import { AppError } from "@/lib/core/errors";

/** Hashing a password takes a core and 32 MB for a tenth of a second, on purpose. */
const AT_ONCE = 2;
/** More that wait are turned away: they would wait for longer than anybody does. */
const MOST_WAITING = 40;

const limit = pLimit(AT_ONCE);

function bounded<T>(work: () => Promise<T>): Promise<T> {
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
