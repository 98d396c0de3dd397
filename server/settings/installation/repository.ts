import { eq, like, sql } from "drizzle-orm";
import { settings } from "@/server/db/schema/registry";
import type { Queries } from "@/server/db/transaction";

/** Before the names of values that were set on the page: a row each, so that two admins never undo each other's. */
const PREFIX = "environment/";

/** In an object: a bare JSON string of digits would be read back as a number. */
const entered = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "entered" in value ? value.entered : undefined;

export async function readPageValues(queries: Queries): Promise<ReadonlyMap<string, unknown>> {
  const rows = await queries
    .select({ name: settings.name, value: settings.value })
    .from(settings)
    .where(like(settings.name, `${PREFIX}%`));
  return new Map(rows.map(({ name, value }) => [name.slice(PREFIX.length), entered(value)]));
}

export async function writePageValue(queries: Queries, name: string, text: string): Promise<void> {
  const value = { entered: text };
  const updatedAt = new Date();
  await queries
    .insert(settings)
    .values({ name: `${PREFIX}${name}`, value, updatedAt })
    .onConflictDoUpdate({ target: settings.name, set: { value, updatedAt } });
}

export async function removePageValue(queries: Queries, name: string): Promise<void> {
  await queries.delete(settings).where(eq(settings.name, `${PREFIX}${name}`));
}

/** Every web server listens here for values that were set on the page of another. */
export const SETTINGS_CHANNEL = "forage_settings";

/** Tells them; within a transaction, when it is committed. */
export async function tellOfChange(queries: Queries): Promise<void> {
  await queries.execute(sql`select pg_notify(${SETTINGS_CHANNEL}, '')`);
}
