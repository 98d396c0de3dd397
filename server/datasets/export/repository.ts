import { and, asc, count, desc, eq, exists, gt, inArray, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { corrections } from "@/server/db/schema/corrections";
import { splitAssignments } from "@/server/db/schema/datasets";
import { photoSources, photos } from "@/server/db/schema/photos";
import { readTallies } from "@/server/db/tallies";
import type { Queries } from "@/server/db/transaction";

/** Source of photos that were saved in the app and came with no set; in the text, so that grouping sees one value. */
const OWN_SOURCE = sql.raw("'corrections'");

export interface LabelledFilter {
  readonly ownerId: string;
  readonly sources: readonly string[] | undefined;
  readonly splits: readonly string[] | undefined;
}

const source = sql<string>`coalesce(${photos.importedFrom}, ${OWN_SOURCE})`;
/** Where a photo counts here, else where it counted in its set. */
const split = sql<
  "train" | "val" | "test" | null
>`coalesce(${splitAssignments.split}, ${photos.importedSplit})`;

function isLabelled(queries: Queries): SQL {
  return exists(queries.select({ one: sql`1` }).from(corrections).where(eq(corrections.photoId, photos.id)));
}

/** Photos that came with one of these sets, also as the second or third. */
function cameWith(queries: Queries, sources: readonly string[]): SQL {
  return exists(
    queries
      .select({ one: sql`1` })
      .from(photoSources)
      .where(and(eq(photoSources.photoId, photos.id), inArray(photoSources.source, [...sources]))),
  );
}

function matches(queries: Queries, { ownerId, sources, splits }: LabelledFilter): SQL | undefined {
  return and(
    eq(photos.ownerId, ownerId),
    isLabelled(queries),
    sources && or(inArray(source, [...sources]), cameWith(queries, sources)),
    splits && inArray(sql`coalesce(${split}, 'none')`, [...splits]),
  );
}

/** A page of an owner's labelled photos by SHA-256, with what their newest correction says. */
export async function readLabelled(queries: Queries, filter: LabelledFilter, after: string, limit: number) {
  const newest = queries
    .selectDistinctOn([corrections.photoId], {
      photoId: corrections.photoId,
      modelId: corrections.modelId,
      modelBoxes: corrections.modelBoxes,
      labels: corrections.labels,
    })
    .from(corrections)
    .orderBy(corrections.photoId, desc(corrections.revision))
    .as("newest");
  const page = queries
    .select({
      id: photos.id,
      sha256: photos.sha256,
      contentType: photos.contentType,
      name: photos.name,
      width: photos.width,
      height: photos.height,
      source: source.as("source"),
      split: split.as("split"),
    })
    .from(photos)
    .leftJoin(
      splitAssignments,
      and(eq(splitAssignments.teamId, photos.ownerId), eq(splitAssignments.sha256, photos.sha256)),
    )
    .where(and(matches(queries, filter), gt(photos.sha256, after)))
    .orderBy(asc(photos.sha256))
    .limit(limit)
    .as("page");
  return queries.select().from(page).innerJoin(newest, eq(newest.photoId, page.id)).orderBy(asc(page.sha256));
}

export async function countExported(queries: Queries, filter: LabelledFilter): Promise<number> {
  const [row] = await queries
    .select({ rows: count() })
    .from(photos)
    .leftJoin(
      splitAssignments,
      and(eq(splitAssignments.teamId, photos.ownerId), eq(splitAssignments.sha256, photos.sha256)),
    )
    .where(matches(queries, filter));
  return row?.rows ?? 0;
}

export interface SourceCount {
  readonly source: string;
  readonly split: "train" | "val" | "test" | "none";
  readonly photos: number;
  /** Whether they came with another set too. */
  readonly isSeveral: boolean;
}

const keySchema = z
  .tuple([z.enum(["train", "val", "test", "none"]), z.enum(["one", "several"])])
  .rest(z.string());

/** How many labelled photos an owner has, by source and split; one that came with two sets counts for both. */
export async function countBySource(queries: Queries, ownerId: string): Promise<readonly SourceCount[]> {
  const kept = await readTallies(queries, `export/${ownerId}/`);
  return [...kept]
    .map(([key, photos]) => {
      const [split, several, ...source] = keySchema.parse(key.split("/"));
      return { split, isSeveral: several === "several", source: source.join("/"), photos };
    })
    .toSorted((one, other) => (one.source < other.source ? -1 : 1));
}
