import { sql } from "drizzle-orm";
import {
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  real,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import { corrections } from "./corrections";
import { photos } from "./photos";
import { users } from "./users";

/** A reviewer's verdict on one correction: append-only, the newest of a photo's newest correction counts. */
export const reviews = pgTable(
  "reviews",
  {
    id: uuid("id").primaryKey(),
    photoId: uuid("photo_id")
      .notNull()
      .references(() => photos.id, { onDelete: "cascade" }),
    correctionId: uuid("correction_id")
      .notNull()
      .references(() => corrections.id, { onDelete: "cascade" }),
    /** `withdrawn` takes the one before it back: the photo waits again. */
    verdict: text("verdict", { enum: ["accepted", "fixed", "rejected", "withdrawn"] }).notNull(),
    /** Why, when rejected; else empty. */
    reason: text("reason").notNull(),
    reviewerId: uuid("reviewer_id")
      .notNull()
      .references(() => users.id),
    createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [
    index("reviews_photo").on(table.photoId, table.createdAt),
    index("reviews_correction").on(table.correctionId),
  ],
);

/** What the review queue is ordered by, worked out when a photo is saved. */
export const photoSignals = pgTable(
  "photo_signals",
  {
    photoId: uuid("photo_id")
      .primaryKey()
      .references(() => photos.id, { onDelete: "cascade" }),
    revision: integer("revision").notNull(),
    modelId: text("model_id"),
    /** Missed, false alarms, wrong classes and loose boxes, by class: `lib/contracts/review.ts`. */
    errors: jsonb("errors").notNull(),
    /** 0 to 1 each, 1 teaches most. */
    disagreement: real("disagreement").notNull(),
    uncertainty: real("uncertainty").notNull(),
    rarity: real("rarity").notNull(),
    /** Null while it cannot be known: no features, or none of a labelled photo to compare with. */
    novelty: real("novelty"),
    /** The mix of the known ones that orders the queue. */
    priority: doublePrecision("priority").notNull(),
    /** `modelId`'s pooled feature vector of the photo, when it has one. */
    features: real("features").array(),
    updatedAt: timestamp("updated_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [index("photo_signals_priority").on(table.priority)],
);

/**
 * The photos that wait for review, with what the queue is ordered, filtered and counted by: otherwise computed
 * from five tables for every photo, each time somebody looks. Written by triggers on those tables alone
 * (migration `review_waiting`), so that no save can forget it.
 */
export const reviewWaiting = pgTable(
  "review_waiting",
  {
    /** No foreign key: its lock on the photo could make two reviewers wait for each other. */
    photoId: uuid("photo_id").primaryKey(),
    source: text("source").notNull(),
    /** Its signals are missing or older than its newest correction. */
    isStale: boolean("is_stale").notNull(),
    /** With the weight of what the candidate makes of it. */
    priority: doublePrecision("priority").notNull(),
    /** Whether person and model, and candidate and champion, differ on it. */
    isDisputed: boolean("is_disputed").notNull(),
    isShadowed: boolean("is_shadowed").notNull(),
    errorKinds: text("error_kinds").array().notNull(),
    /** Classes that stand on it, and those that its errors are about. */
    classIds: integer("class_ids").array().notNull(),
  },
  (table) => [
    index("review_waiting_order").on(table.priority.desc(), table.photoId).where(sql`not ${table.isStale}`),
    index("review_waiting_stale").on(table.photoId).where(sql`${table.isStale}`),
  ],
);
