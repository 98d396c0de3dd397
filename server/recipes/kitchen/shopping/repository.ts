import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { sharedLineSchema } from "@/lib/contracts/shopping";
import type { LineContent, SharedLine, Tick } from "@/lib/core/recipes/shopping/shared-list";
import { shoppingLines } from "@/server/db/schema/kitchen";
import type { Queries, Transaction } from "@/server/db/transaction";
import type { RowWriter } from "../row-steps";

const LINE = {
  id: shoppingLines.id,
  changeId: shoppingLines.changeId,
  content: shoppingLines.content,
  ticked: shoppingLines.ticked,
};

/** Every line that stands, oldest first. */
export async function readLines(queries: Queries, teamId: string): Promise<SharedLine[]> {
  const rows = await queries
    .select(LINE)
    .from(shoppingLines)
    .where(and(eq(shoppingLines.teamId, teamId), isNull(shoppingLines.removedAt)))
    .orderBy(asc(shoppingLines.addedAt), asc(shoppingLines.id));
  return rows;
}

/** Some lines of a team, also those that were taken away lately. */
export async function readLinesToTick(
  queries: Queries,
  teamId: string,
  ids: readonly string[],
): Promise<readonly (SharedLine & { readonly isRemoved: boolean })[]> {
  const rows = await queries
    .select({ ...LINE, removedAt: shoppingLines.removedAt })
    .from(shoppingLines)
    .where(and(eq(shoppingLines.teamId, teamId), inArray(shoppingLines.id, [...ids])));
  return rows.map(({ removedAt, ...row }) => ({
    ...sharedLineSchema.parse(row),
    isRemoved: removedAt !== null,
  }));
}

export async function writeTicks(queries: Queries, id: string, ticked: readonly Tick[]): Promise<void> {
  await queries.update(shoppingLines).set({ ticked }).where(eq(shoppingLines.id, id));
}

export function lineWriter(transaction: Transaction, teamId: string): RowWriter<LineContent> {
  return {
    read: async (ids) => {
      const rows = await transaction
        .select({ id: shoppingLines.id, changeId: shoppingLines.changeId, teamId: shoppingLines.teamId })
        .from(shoppingLines)
        .where(inArray(shoppingLines.id, [...ids]));
      return rows.map(({ teamId: owner, ...row }) => ({ ...row, isOwn: owner === teamId }));
    },
    put: async (id, content, changeId) => {
      // what is wanted now is wanted anew
      const row = { content, ticked: [], changeId, removedAt: null };
      await transaction
        .insert(shoppingLines)
        .values({ id, teamId, ...row })
        .onConflictDoUpdate({ target: shoppingLines.id, set: row });
    },
    remove: async (id, changeId) => {
      await transaction
        .update(shoppingLines)
        .set({ changeId, removedAt: new Date() })
        .where(eq(shoppingLines.id, id));
    },
  };
}
