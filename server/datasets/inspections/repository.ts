import { and, eq, inArray, sql } from "drizzle-orm";
import { photoChecks } from "@/server/db/schema/datasets";
import type { Queries, Transaction } from "@/server/db/transaction";

const CHUNK = 5_000;

/** Stored results by SHA-256; only those measured with the present method. */
export async function readKept(
  queries: Queries,
  contents: readonly string[],
  revision: number,
): Promise<ReadonlyMap<string, unknown>> {
  const kept = new Map<string, unknown>();
  for (let at = 0; at < contents.length; at += CHUNK) {
    const rows = await queries
      .select({ sha256: photoChecks.sha256, facts: photoChecks.facts })
      .from(photoChecks)
      .where(
        and(inArray(photoChecks.sha256, contents.slice(at, at + CHUNK)), eq(photoChecks.revision, revision)),
      );
    for (const { sha256, facts } of rows) kept.set(sha256, facts);
  }
  return kept;
}

export async function keep(
  queries: Queries,
  sha256: string,
  revision: number,
  facts: unknown,
): Promise<void> {
  await queries
    .insert(photoChecks)
    .values({ sha256, revision, facts })
    .onConflictDoUpdate({
      target: photoChecks.sha256,
      set: { revision, facts, checkedAt: sql`now()` },
    });
}

export async function forget(transaction: Transaction, sha256: string): Promise<void> {
  await transaction.delete(photoChecks).where(eq(photoChecks.sha256, sha256));
}
