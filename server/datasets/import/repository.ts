import { and, eq, inArray, sql } from "drizzle-orm";
import { ownTeam } from "@/server/db/own-team";
import { classMappings } from "@/server/db/schema/datasets";
import type { Queries } from "@/server/db/transaction";

const CHUNK = 5_000;

/**
 * Remembered meanings: a class id, or null for left out; a name nobody was asked about is absent. A name given in
 * Unicode's composed form also covers its other form.
 */
export async function readMappings(
  queries: Queries,
  names: readonly string[],
): Promise<ReadonlyMap<string, number | null>> {
  const mappings = new Map<string, number | null>();
  const wanted = [...new Set([...names, ...names.map((name) => name.normalize("NFC"))])];
  for (let at = 0; at < wanted.length; at += CHUNK) {
    const rows = await queries
      .select()
      .from(classMappings)
      .where(
        and(
          eq(classMappings.teamId, ownTeam()),
          inArray(classMappings.foreignName, wanted.slice(at, at + CHUNK)),
        ),
      );
    for (const { foreignName, classId } of rows) mappings.set(foreignName, classId);
  }
  for (const name of names) {
    const composed = mappings.get(name.normalize("NFC"));
    if (composed !== undefined) mappings.set(name, composed);
  }
  return mappings;
}

export async function writeMapping(
  queries: Queries,
  foreignName: string,
  classId: number | null,
): Promise<void> {
  await queries
    .insert(classMappings)
    .values({ teamId: ownTeam(), foreignName: foreignName.normalize("NFC"), classId })
    .onConflictDoUpdate({
      target: [classMappings.teamId, classMappings.foreignName],
      set: { classId, createdAt: sql`now()` },
    });
}
