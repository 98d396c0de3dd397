import { inArray, sql } from "drizzle-orm";
import { getDatabase } from "@/server/db/client";
import { classMappings } from "@/server/db/schema/datasets";

const CHUNK = 5_000;

/** Remembered meanings: a class id, or null for left out; a name nobody was asked about is absent. */
export async function readMappings(names: readonly string[]): Promise<ReadonlyMap<string, number | null>> {
  const mappings = new Map<string, number | null>();
  for (let at = 0; at < names.length; at += CHUNK) {
    const rows = await getDatabase()
      .select()
      .from(classMappings)
      .where(inArray(classMappings.foreignName, names.slice(at, at + CHUNK)));
    for (const { foreignName, classId } of rows) mappings.set(foreignName, classId);
  }
  return mappings;
}

export async function writeMapping(foreignName: string, classId: number | null): Promise<void> {
  await getDatabase()
    .insert(classMappings)
    .values({ foreignName, classId })
    .onConflictDoUpdate({ target: classMappings.foreignName, set: { classId, createdAt: sql`now()` } });
}
