import { eq } from "drizzle-orm";
import { getDatabase } from "@/server/db/client";
import { settings } from "@/server/db/schema/registry";

/** A setting's value as stored; undefined when it was never set. */
export async function readValue(name: string): Promise<unknown> {
  const [row] = await getDatabase()
    .select({ value: settings.value })
    .from(settings)
    .where(eq(settings.name, name));
  return row?.value;
}

export async function writeValue(name: string, value: unknown): Promise<void> {
  const updatedAt = new Date();
  await getDatabase()
    .insert(settings)
    .values({ name, value, updatedAt })
    .onConflictDoUpdate({ target: settings.name, set: { value, updatedAt } });
}
