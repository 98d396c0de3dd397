import { createHash } from "node:crypto";
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterPostgres } from "rate-limiter-flexible";
import { poolOfTheMoment } from "@/server/db/pool-of-the-moment";
import { COUNTS_TABLE } from "./repository";

/** Whether other web servers may use the same database: it is not this one's own. */
export function isDatabaseShared(): boolean {
  return process.env.FORAGE_SHARED_DATABASE === "1";
}

/** Names people and addresses in the database by a hash. */
export function countKey(key: string): string {
  return createHash("sha256").update(key).digest("base64url");
}

/**
 * Counts in the database, for all web servers together; in memory, each for itself, while the database is away.
 * @param seconds after which all is forgiven, from the first of them on
 */
export function sharedLimiter(name: string, points: number, seconds: number): RateLimiterAbstract {
  const options = { points, duration: seconds };
  return new RateLimiterPostgres({
    ...options,
    storeClient: poolOfTheMoment,
    storeType: "pool",
    tableName: COUNTS_TABLE,
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: `${name} ${points}`,
    // who is refused costs no query
    inMemoryBlockOnConsumed: points + 1,
    insuranceLimiter: new RateLimiterMemory(options),
  });
}
