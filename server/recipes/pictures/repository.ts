import { and, asc, eq, inArray, isNotNull, lt, ne, or, sql } from "drizzle-orm";
import { recipePictures, recipes } from "@/server/db/schema/recipes";
import type { Queries, Transaction } from "@/server/db/transaction";

export type PictureRow = typeof recipePictures.$inferSelect;

/** What is kept of a picture: its two files, and their size. */
export type KeptPicture = Readonly<
  Record<"sha256" | "thumbnailSha256" | "sourceSha256", string> & Record<"width" | "height", number>
>;

export interface NewPicture {
  readonly recipeId: number;
  /** Null for one that is to be fetched. */
  readonly kept: KeptPicture | null;
  readonly addresses: readonly string[];
  readonly creditUrl: string | null;
}

/** The person's own recipe of a slug, held until the transaction ends. */
export async function holdOwn(
  transaction: Transaction,
  slug: string,
  teamId: string,
): Promise<number | undefined> {
  const [row] = await transaction
    .select({ id: recipes.id })
    .from(recipes)
    .where(and(eq(recipes.slug, slug), eq(recipes.ownerId, teamId), eq(recipes.removed, false)))
    .for("update");
  return row?.id;
}

/** Ids of the person's recipes by slug, held until the transaction ends. */
export async function holdOwnRecipes(
  transaction: Transaction,
  slugs: readonly string[],
  teamId: string,
): Promise<ReadonlyMap<string, number>> {
  if (slugs.length === 0) return new Map();
  const rows = await transaction
    .select({ id: recipes.id, slug: recipes.slug })
    .from(recipes)
    .where(and(inArray(recipes.slug, [...slugs]), eq(recipes.ownerId, teamId), eq(recipes.removed, false)))
    .orderBy(asc(recipes.id))
    .for("update");
  return new Map(rows.map(({ id, slug }) => [slug, id]));
}

/** Which of some recipes have a picture, shown or not. */
export async function havingPictures(
  queries: Queries,
  recipeIds: readonly number[],
): Promise<ReadonlySet<number>> {
  if (recipeIds.length === 0) return new Set();
  const rows = await queries
    .selectDistinct({ recipeId: recipePictures.recipeId })
    .from(recipePictures)
    .where(inArray(recipePictures.recipeId, [...recipeIds]));
  return new Set(rows.map(({ recipeId }) => recipeId));
}

export async function shownPicture(queries: Queries, recipeId: number): Promise<PictureRow | undefined> {
  const [row] = await queries
    .select()
    .from(recipePictures)
    .where(and(eq(recipePictures.recipeId, recipeId), eq(recipePictures.isShown, true)));
  return row;
}

/** Takes the recipe's picture off its page. @returns its id */
export async function hidePicture(transaction: Transaction, recipeId: number): Promise<number | null> {
  const [row] = await transaction
    .update(recipePictures)
    .set({ isShown: false, changedAt: new Date() })
    .where(and(eq(recipePictures.recipeId, recipeId), eq(recipePictures.isShown, true)))
    .returning({ id: recipePictures.id });
  return row?.id ?? null;
}

/** Puts one of the recipe's pictures on its page, where none is. @returns false when it is not there */
export async function showOne(transaction: Transaction, recipeId: number, id: number): Promise<boolean> {
  const rows = await transaction
    .update(recipePictures)
    .set({ isShown: true, changedAt: new Date() })
    .where(and(eq(recipePictures.recipeId, recipeId), eq(recipePictures.id, id)))
    .returning({ id: recipePictures.id });
  return rows.length > 0;
}

/** Adds a picture to a recipe that shows none. @returns its id */
export async function insertPicture(
  transaction: Transaction,
  { recipeId, kept, addresses, creditUrl }: NewPicture,
): Promise<number> {
  const [row] = await transaction
    .insert(recipePictures)
    .values({
      recipeId,
      state: kept ? "kept" : "waiting",
      ...kept,
      addresses: [...addresses],
      creditUrl,
      isShown: true,
    })
    .returning({ id: recipePictures.id });
  if (!row) throw new RangeError("a picture was not inserted");
  return row.id;
}

/** Deletes all of a recipe's pictures. @returns the names of their files */
export async function deletePictures(transaction: Transaction, recipeId: number): Promise<string[]> {
  return namesOf(
    await transaction.delete(recipePictures).where(eq(recipePictures.recipeId, recipeId)).returning(),
  );
}

/** Deletes pictures that were replaced or taken off before a time. @returns the names of their files */
export async function deleteHidden(transaction: Transaction, before: Date): Promise<string[]> {
  return namesOf(
    await transaction
      .delete(recipePictures)
      .where(and(eq(recipePictures.isShown, false), lt(recipePictures.changedAt, before)))
      .returning(),
  );
}

function namesOf(rows: readonly PictureRow[]): string[] {
  return rows.flatMap(({ sha256, thumbnailSha256 }) =>
    [sha256, thumbnailSha256].filter((name) => name !== null),
  );
}

/** A person's picture that came from exactly this file, or whose stored file it is. */
export async function findBySource(
  queries: Queries,
  teamId: string,
  sourceSha256: string,
): Promise<PictureRow | undefined> {
  const [row] = await queries
    .select({ picture: recipePictures })
    .from(recipePictures)
    .innerJoin(recipes, eq(recipes.id, recipePictures.recipeId))
    .where(
      and(
        eq(recipes.ownerId, teamId),
        eq(recipePictures.state, "kept"),
        or(eq(recipePictures.sourceSha256, sourceSha256), eq(recipePictures.sha256, sourceSha256)),
      ),
    )
    .limit(1);
  return row?.picture;
}

/** A person's pictures after an id that are to be fetched. */
export async function readWaiting(
  queries: Queries,
  teamId: string,
  afterId: number,
  limit: number,
): Promise<PictureRow[]> {
  const rows = await queries
    .select({ picture: recipePictures })
    .from(recipePictures)
    .innerJoin(recipes, eq(recipes.id, recipePictures.recipeId))
    .where(
      and(
        eq(recipes.ownerId, teamId),
        eq(recipePictures.state, "waiting"),
        sql`${recipePictures.id} > ${afterId}`,
      ),
    )
    .orderBy(asc(recipePictures.id))
    .limit(limit);
  return rows.map(({ picture }) => picture);
}

/** Says what became of a picture that waited. @returns false where it waits no longer */
export async function settleWaiting(
  queries: Queries,
  id: number,
  outcome: { readonly kept: KeptPicture } | { readonly problem: unknown },
): Promise<boolean> {
  const rows = await queries
    .update(recipePictures)
    .set(
      "kept" in outcome
        ? { state: "kept", ...outcome.kept, problem: null }
        : { state: "failed", problem: outcome.problem },
    )
    .where(and(eq(recipePictures.id, id), eq(recipePictures.state, "waiting")))
    .returning({ id: recipePictures.id });
  return rows.length > 0;
}

/** Lets a recipe's picture that failed wait again. @returns false when there is none */
export async function waitAgain(transaction: Transaction, recipeId: number): Promise<boolean> {
  const rows = await transaction
    .update(recipePictures)
    .set({ state: "waiting", problem: null })
    .where(
      and(
        eq(recipePictures.recipeId, recipeId),
        eq(recipePictures.isShown, true),
        ne(recipePictures.state, "kept"),
        isNotNull(recipePictures.addresses),
      ),
    )
    .returning({ id: recipePictures.id });
  return rows.length > 0;
}
