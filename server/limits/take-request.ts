import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "@/lib/core/errors";
import { environmentValue } from "@/server/environment/environment-value";
import { addressKey } from "./address-key";
import { LIMIT_CLASSES, type LimitClass, PEOPLE_BEHIND_AN_ADDRESS } from "./limit-classes";
import { countKey, isDatabaseShared, sharedLimiter } from "./shared-limiter";

/** Who asks, as far as it is counted. */
export interface Asking {
  readonly via: "local" | "session" | "key" | "none";
  readonly userId: string;
  readonly keyId?: string | null | undefined;
  /** As the front door wrote it. */
  readonly address?: string | undefined;
}

/** On globalThis, because a bundler may load this module more than once. */
const holder = globalThis as { forageLimiters?: Map<string, RateLimiterAbstract> };
holder.forageLimiters ??= new Map();
const limiters = holder.forageLimiters;

const MOST_TIMES = 1_000;

/** `FORAGE_LIMITS_TIMES`: how many times the usual; 0 for no limits. */
function timesTheUsual(): number {
  const times = Number(environmentValue("FORAGE_LIMITS_TIMES") ?? 1);
  return Number.isFinite(times) && times >= 0 ? Math.min(times, MOST_TIMES) : 1;
}

/** Every page asks for these many times a second, and what they cost is little: each web server counts for itself. */
const COUNTED_APART: readonly LimitClass[] = ["usual", "page", "upload"];

/** Counts in memory where there is one web server, and a restart forgives everybody; in the database where there may be several. */
function limiterOf(limit: LimitClass, requests: number): RateLimiterAbstract {
  const isShared = isDatabaseShared() && !COUNTED_APART.includes(limit);
  const key = `${limit} ${requests} ${isShared}`;
  const known = limiters.get(key);
  if (known) return known;
  const { seconds } = LIMIT_CLASSES[limit];
  const made = isShared
    ? sharedLimiter(limit, requests, seconds)
    : new RateLimiterMemory({ points: requests, duration: seconds });
  limiters.set(key, made);
  return made;
}

interface Count {
  readonly limiter: RateLimiterAbstract;
  readonly key: string;
}

/** Strangers have counts of their own: they keep nobody out who is signed in at the same address. */
function countsOf({ via, userId, keyId, address }: Asking, limit: LimitClass, times: number): Count[] {
  const allowed = Math.max(1, Math.round(LIMIT_CLASSES[limit].requests * times));
  const one = limiterOf(limit, allowed);
  const several = limiterOf(limit, allowed * PEOPLE_BEHIND_AN_ADDRESS);
  const from = address === undefined ? undefined : addressKey(address);
  if (via === "none") return from === undefined ? [] : [{ limiter: one, key: countKey(`stranger ${from}`) }];
  return [
    ...(from === undefined ? [] : [{ limiter: several, key: countKey(`address ${from}`) }]),
    { limiter: one, key: countKey(`person ${userId}`) },
    ...(keyId ? [{ limiter: one, key: countKey(`key ${keyId}`) }] : []),
  ];
}

/**
 * Counts a request for its person, its key and its address. Whoever is alone at this computer is not counted.
 * @throws AppError request/too-many, with the seconds until another one is let through
 */
export async function takeRequest(asking: Asking, limit: LimitClass): Promise<void> {
  const times = timesTheUsual();
  if (asking.via === "local" || times === 0) return;
  const taken: Count[] = [];
  for (const count of countsOf(asking, limit, times)) {
    try {
      await count.limiter.consume(count.key);
      taken.push(count);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      // what one person sends too often is not taken from those who share the address
      for (const { limiter, key } of taken) await limiter.reward(key);
      const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
      throw new AppError("request/too-many", { facts: { seconds } });
    }
  }
}

/** Forgets all counts: for tests. */
export function forgetCounts(): void {
  limiters.clear();
}
