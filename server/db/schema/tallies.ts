import { bigint, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";

/**
 * What each photo counts for: keys of the form `kind/owner/value`, from the view `photo_tally_now`. Written by triggers
 * alone (migration `tallies`), so that no save can forget it; what changes here is added to `tallies`.
 */
export const photoTally = pgTable("photo_tally", {
  /** No foreign key: deleting a photo subtracts what it counted for. */
  photoId: uuid("photo_id").primaryKey(),
  keys: text("keys").array().notNull(),
});

/**
 * How many photos count for a key, as the sum of its changes. Changes are added and never edited, so that no two saves
 * wait for each other; `server/db/tallies.ts` adds them up.
 */
export const tallies = pgTable("tallies", {
  id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  key: text("key").notNull(),
  change: integer("change").notNull(),
});
