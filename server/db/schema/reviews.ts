import {
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

/** What a reviewer said of one correction: append-only, the newest of a photo's newest correction counts. */
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
