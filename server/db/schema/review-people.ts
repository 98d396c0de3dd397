import { index, integer, jsonb, pgTable, real, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";
import { corrections } from "./corrections";
import { photos } from "./photos";
import { teams } from "./teams";
import { users } from "./users";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/**
 * Photos of the queue that somebody has in hand, each in one page of one person. A lease that is not renewed ends by itself.
 * No foreign key to the photo: its lock could make a save and the next photo wait for each other.
 */
export const reviewLeases = pgTable(
  "review_leases",
  {
    photoId: uuid("photo_id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    pageId: uuid("page_id").notNull(),
    until: moment("until").notNull(),
  },
  (table) => [index("review_leases_page").on(table.pageId)],
);

/** Which photo an open page shows now. A page that is not heard of any longer shows none. */
export const photoPresence = pgTable(
  "photo_presence",
  {
    pageId: uuid("page_id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    photoId: uuid("photo_id").notNull(),
    until: moment("until").notNull(),
  },
  (table) => [index("photo_presence_photo").on(table.photoId)],
);

/** Who is to review a photo, as a colleague said. */
export const reviewAssignments = pgTable(
  "review_assignments",
  {
    photoId: uuid("photo_id")
      .primaryKey()
      .references(() => photos.id, { onDelete: "cascade" }),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    assignedBy: uuid("assigned_by")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    assignedAt: moment("assigned_at").notNull().defaultNow(),
  },
  (table) => [index("review_assignments_user").on(table.userId)],
);

/** Photos that two people are to review, chosen one by one. */
export const opinionRequests = pgTable("opinion_requests", {
  photoId: uuid("photo_id")
    .primaryKey()
    .references(() => photos.id, { onDelete: "cascade" }),
  askedBy: uuid("asked_by")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" }),
  askedAt: moment("asked_at").notNull().defaultNow(),
});

/** Which photos of a team two people are to review: a share of all, and all with one of these classes. */
export const opinionRules = pgTable("opinion_rules", {
  teamId: uuid("team_id")
    .primaryKey()
    .references(() => teams.id, { onDelete: "cascade" }),
  /** In 0..1, of all photos. */
  share: real("share").notNull(),
  classIds: integer("class_ids").array().notNull(),
});

/**
 * What one of two people made of a correction, apart from the other. It is no review: the photo waits until both are in and
 * agree, or somebody has settled it.
 */
export const opinions = pgTable(
  "opinions",
  {
    id: uuid("id").primaryKey(),
    photoId: uuid("photo_id")
      .notNull()
      .references(() => photos.id, { onDelete: "cascade" }),
    correctionId: uuid("correction_id")
      .notNull()
      .references(() => corrections.id, { onDelete: "cascade" }),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    verdict: text("verdict", { enum: ["accepted", "fixed", "rejected"] }).notNull(),
    /** Why, when rejected; else empty. */
    reason: text("reason").notNull(),
    /** The person's boxes as `lib/contracts/corrections.ts` has them; of an acceptance, the correction's own. */
    labels: jsonb("labels").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [
    unique("opinions_once").on(table.correctionId, table.userId),
    index("opinions_photo").on(table.photoId),
  ],
);
