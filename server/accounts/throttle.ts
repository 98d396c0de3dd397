import { AppError } from "@/lib/core/errors";
import { addressKey } from "@/server/limits/address-key";

/** Tries that may come at once, and how often another one is given back. */
interface Allowance {
  readonly tries: number;
  readonly refillSeconds: number;
}

interface Bucket {
  tries: number;
  atMs: number;
}

/** Buckets kept; the longest unused go first. An attacker who uses more addresses than this has the accounts' own limit left. */
const MOST_BUCKETS = 50_000;

/** Counts tries by a key, in memory: a restart forgives everybody. */
export function createThrottle({ tries, refillSeconds }: Allowance, now: () => number = Date.now) {
  const buckets = new Map<string, Bucket>();
  const read = (key: string): Bucket => {
    const known = buckets.get(key);
    const elapsed = known ? (now() - known.atMs) / 1000 : 0;
    return {
      tries: known ? Math.min(tries, known.tries + elapsed / refillSeconds) : tries,
      atMs: now(),
    };
  };
  const write = (key: string, bucket: Bucket) => {
    buckets.delete(key);
    buckets.set(key, bucket);
    const oldest = buckets.size > MOST_BUCKETS ? buckets.keys().next().value : undefined;
    if (oldest !== undefined) buckets.delete(oldest);
  };
  return {
    /** Takes one try. @returns seconds to wait where none is left, else 0 */
    take(key: string): number {
      const bucket = read(key);
      if (bucket.tries < 1) return Math.ceil(Number(((1 - bucket.tries) * refillSeconds).toFixed(3)));
      write(key, { ...bucket, tries: bucket.tries - 1 });
      return 0;
    },
    /** A try that was right does not count. */
    giveBack(key: string): void {
      const bucket = read(key);
      write(key, { ...bucket, tries: Math.min(tries, bucket.tries + 1) });
    },
  };
}

/** From one address: a household behind one router signs in; a guesser gets 10 tries and then ten a minute. */
const byAddress = createThrottle({ tries: 10, refillSeconds: 6 });
/** Against one account, from all strange browsers together: 2,880 guesses a day at most. */
const byAccount = createThrottle({ tries: 10, refillSeconds: 30 });
/** Against one account, from a browser that has signed in to it before: no stranger can use these up. */
const byKnownBrowser = createThrottle({ tries: 10, refillSeconds: 30 });

/** Counts what a stranger may ask for without signing in: a link, a mail. @throws AppError account/too-many-tries */
export function takeAddressTry(address: string): void {
  const seconds = byAddress.take(addressKey(address));
  if (seconds > 0) throw new AppError("account/too-many-tries", { facts: { seconds } });
}

export interface Try {
  readonly address: string;
  /** In lower case. */
  readonly email: string;
  /** Id of a browser that has signed in to this account before; null for a strange one. */
  readonly knownBrowser: string | null;
}

function bucketsOf({ address, email, knownBrowser }: Try) {
  const account = knownBrowser
    ? ([byKnownBrowser, `${email} ${knownBrowser}`] as const)
    : ([byAccount, email] as const);
  // a known browser's own count comes first: a busy address does not keep it out
  return knownBrowser ? [account] : ([[byAddress, addressKey(address)], account] as const);
}

/**
 * Counts a try to sign in before its password is looked at.
 * @returns takes the try back, for one that was right
 * @throws AppError account/too-many-tries
 */
export function takeTry(one: Try): () => void {
  const taken: (() => void)[] = [];
  for (const [throttle, key] of bucketsOf(one)) {
    const seconds = throttle.take(key);
    if (seconds > 0) {
      for (const giveBack of taken) giveBack();
      throw new AppError("account/too-many-tries", { facts: { seconds } });
    }
    taken.push(() => throttle.giveBack(key));
  }
  return () => {
    for (const giveBack of taken) giveBack();
  };
}
