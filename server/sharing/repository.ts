import { and, desc, eq, gt, isNull, or } from "drizzle-orm";
import { recipes } from "@/server/db/schema/recipes";
import { shareLinks } from "@/server/db/schema/sharing";
import type { Queries } from "@/server/db/transaction";

export type ShareRow = typeof shareLinks.$inferSelect;

const isGood = (now: Date) => or(isNull(shareLinks.expiresAt), gt(shareLinks.expiresAt, now));

export async function insertShare(queries: Queries, row: typeof shareLinks.$inferInsert): Promise<ShareRow> {
  const [made] = await queries.insert(shareLinks).values(row).returning();
  if (!made) throw new RangeError("a link was not inserted");
  return made;
}

/** The owner's links that still open something, newest first. */
export async function readShares(queries: Queries, ownerId: string, now: Date): Promise<ShareRow[]> {
  return await queries
    .select()
    .from(shareLinks)
    .where(and(eq(shareLinks.ownerId, ownerId), isGood(now)))
    .orderBy(desc(shareLinks.createdAt), desc(shareLinks.id))
    .limit(500);
}

/** @returns false when the owner has no such link */
export async function deleteShare(queries: Queries, ownerId: string, id: string): Promise<boolean> {
  const gone = await queries
    .delete(shareLinks)
    .where(and(eq(shareLinks.id, id), eq(shareLinks.ownerId, ownerId)))
    .returning({ id: shareLinks.id });
  return gone.length > 0;
}

/** A link that has not expired, with its recipe's slug. */
export async function findShare(
  queries: Queries,
  token: string,
  now: Date,
): Promise<(ShareRow & { readonly slug: string | null }) | undefined> {
  const [row] = await queries
    .select({ share: shareLinks, slug: recipes.slug })
    .from(shareLinks)
    .leftJoin(recipes, eq(recipes.id, shareLinks.recipeId))
    .where(and(eq(shareLinks.token, token), isGood(now)));
  return row ? { ...row.share, slug: row.slug } : undefined;
}
