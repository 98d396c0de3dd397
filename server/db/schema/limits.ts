import { bigint, integer, pgTable, text } from "drizzle-orm/pg-core";

/**
 * How often somebody has asked, where several web servers count together; `rate-limiter-flexible` writes it. Keys are
 * hashes: they would name people and addresses.
 */
export const requestCounts = pgTable("request_counts", {
  key: text("key").primaryKey(),
  points: integer("points").notNull(),
  /** Milliseconds since 1970. */
  expire: bigint("expire", { mode: "number" }),
});
