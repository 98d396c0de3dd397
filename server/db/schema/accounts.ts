import { boolean, index, integer, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { teams } from "./teams";
import { users } from "./users";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
const person = () =>
  uuid("user_id")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" });

/** A browser that is signed in: better-auth's table. The cookie holds the token signed with the secret, which lies in no row. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid("id").primaryKey(),
    token: text("token").notNull().unique(),
    userId: person(),
    expiresAt: moment("expires_at").notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    /** What its person calls the device, where it came in by a pairing code. */
    name: text("name"),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [index("sessions_user").on(table.userId)],
);

/** A way somebody signs in: a password (its hash), or a provider of single sign-on. better-auth's table. */
export const signIns = pgTable(
  "sign_ins",
  {
    id: uuid("id").primaryKey(),
    accountId: text("account_id").notNull(),
    providerId: text("provider_id").notNull(),
    userId: person(),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: moment("access_token_expires_at"),
    refreshTokenExpiresAt: moment("refresh_token_expires_at"),
    scope: text("scope"),
    password: text("password"),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    index("sign_ins_user").on(table.userId),
    index("sign_ins_account").on(table.providerId, table.accountId),
  ],
);

/** What a sign-in that takes several steps remembers in between: better-auth's table. */
export const verifications = pgTable(
  "verifications",
  {
    id: uuid("id").primaryKey(),
    identifier: text("identifier").notNull(),
    value: text("value").notNull(),
    expiresAt: moment("expires_at").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [index("verifications_identifier").on(table.identifier)],
);

/** Passkeys: better-auth's table. */
export const passkeys = pgTable(
  "passkeys",
  {
    id: uuid("id").primaryKey(),
    name: text("name"),
    publicKey: text("public_key").notNull(),
    userId: person(),
    credentialID: text("credential_id").notNull().unique(),
    counter: integer("counter").notNull(),
    deviceType: text("device_type").notNull(),
    backedUp: boolean("backed_up").notNull(),
    transports: text("transports"),
    aaguid: text("aaguid"),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (table) => [index("passkeys_user").on(table.userId)],
);

/** A key for scripts: acts for its person in one team, within its scopes and within what the person may do. */
export const apiKeys = pgTable(
  "api_keys",
  {
    id: uuid("id").primaryKey(),
    userId: person(),
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** Its first characters, to tell keys apart. */
    prefix: text("prefix").notNull(),
    /** SHA-256 of the whole key, in hex: 256 random bits need no salt. */
    keySha256: text("key_sha256").notNull().unique(),
    /** Permissions of `server/api/permissions.ts`. */
    scopes: text("scopes").array().notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    expiresAt: moment("expires_at"),
    lastUsedAt: moment("last_used_at"),
  },
  (table) => [index("api_keys_user").on(table.userId)],
);

/** A link that sets a new password, once. */
export const passwordResets = pgTable(
  "password_resets",
  {
    /** SHA-256 of the link's 256 random bits, in hex. */
    tokenSha256: text("token_sha256").primaryKey(),
    userId: person(),
    createdAt: moment("created_at").notNull().defaultNow(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [index("password_resets_user").on(table.userId)],
);

/** A code by which a phone signs in as the person who had it made, once. */
export const pairings = pgTable(
  "pairings",
  {
    /** Also of the session that it becomes. */
    id: uuid("id").primaryKey(),
    userId: person(),
    /** The team that is worked in where it was made. */
    teamId: uuid("team_id")
      .notNull()
      .references(() => teams.id, { onDelete: "cascade" }),
    /** Of the browser that made it: when that is signed out, the code goes too. */
    sessionId: uuid("session_id")
      .notNull()
      .references(() => sessions.id, { onDelete: "cascade" }),
    /** The code's first half, which finds the row. */
    handle: text("handle").notNull().unique(),
    /** HMAC of the whole code: it is too short for a hash without a key. */
    codeMac: text("code_mac").notNull(),
    /** Wrong codes with this handle that are still looked at. */
    triesLeft: integer("tries_left").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [index("pairings_user").on(table.userId)],
);
