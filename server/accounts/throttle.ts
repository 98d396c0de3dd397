import { type RateLimiterAbstract, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "@/lib/core/errors";
import { addressKey } from "@/server/limits/address-key";
import { countKey, isDatabaseShared, sharedLimiter } from "@/server/limits/shared-limiter";

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
const THROTTLES = { address: byAddress, account: byAccount, knownBrowser: byKnownBrowser } as const;

/** What each may try in the time in which all of it is given back. */
const AMONG_REPLICAS = {
  address: ["tries-address", 10, 60],
  account: ["tries-account", 10, 300],
  knownBrowser: ["tries-known-browser", 10, 300],
} as const;
const shared = new Map<string, RateLimiterAbstract>();

function tooMany(seconds: number): AppError {
  return new AppError("account/too-many-tries", { facts: { seconds } });
}

/**
 * Counts a try for all web servers that share the database: whoever asks several of them has no more tries.
 * @returns takes the try back
 * @throws AppError account/too-many-tries
 */
async function takeAmongReplicas(whose: keyof typeof AMONG_REPLICAS, key: string): Promise<() => void> {
  if (!isDatabaseShared()) return () => undefined;
  const [name, tries, seconds] = AMONG_REPLICAS[whose];
  const limiter = shared.get(whose) ?? sharedLimiter(name, tries, seconds);
  shared.set(whose, limiter);
  try {
    await limiter.consume(countKey(key));
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw tooMany(Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000)));
  }
  return () => void limiter.reward(countKey(key)).catch(() => undefined);
}

/** Counts what a stranger may ask for without signing in: a link, a mail. @throws AppError account/too-many-tries */
export async function takeAddressTry(address: string): Promise<void> {
  const seconds = byAddress.take(addressKey(address));
  if (seconds > 0) throw tooMany(seconds);
  await takeAmongReplicas("address", addressKey(address));
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
    ? (["knownBrowser", `${email} ${knownBrowser}`] as const)
    : (["account", email] as const);
  // a known browser's own count comes first: a busy address does not keep it out
  return knownBrowser ? [account] : ([["address", addressKey(address)], account] as const);
}

/**
 * Counts a try to sign in before its password is looked at.
 * @returns takes the try back, for one that was right
 * @throws AppError account/too-many-tries
 */
export async function takeTry(one: Try): Promise<() => void> {
  const taken: (() => void)[] = [];
  const giveAllBack = () => {
    for (const giveBack of taken) giveBack();
  };
  try {
    for (const [whose, key] of bucketsOf(one)) {
      const throttle = THROTTLES[whose];
      const seconds = throttle.take(key);
      if (seconds > 0) throw tooMany(seconds);
      taken.push(() => throttle.giveBack(key));
      taken.push(await takeAmongReplicas(whose, key));
    }
    return giveAllBack;
  } catch (error) {
    giveAllBack();
    throw error;
  }
}
