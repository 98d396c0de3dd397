import { and, asc, count, desc, eq, exists, gt, inArray, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { getDatabase } from "@/server/db/client";
import { corrections } from "@/server/db/schema/corrections";
import { splitAssignments } from "@/server/db/schema/datasets";
import { photoSources, photos } from "@/server/db/schema/photos";
import { readTallies } from "@/server/db/tallies";

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

function isLabelled(): SQL {
  return exists(
    getDatabase().select({ one: sql`1` }).from(corrections).where(eq(corrections.photoId, photos.id)),
  );
}

/** Photos that came with one of these sets, be it as the second or third. */
function cameWith(sources: readonly string[]): SQL {
  return exists(
    getDatabase()
      .select({ one: sql`1` })
      .from(photoSources)
      .where(and(eq(photoSources.photoId, photos.id), inArray(photoSources.source, [...sources]))),
  );
}

function matches({ ownerId, sources, splits }: LabelledFilter): SQL | undefined {
  return and(
    eq(photos.ownerId, ownerId),
    isLabelled(),
    sources && or(inArray(source, [...sources]), cameWith(sources)),
    splits && inArray(sql`coalesce(${split}, 'none')`, [...splits]),
  );
}

/** A page of an owner's labelled photos by SHA-256, with what their newest correction says. */
export async function readLabelled(filter: LabelledFilter, after: string, limit: number) {
  const newest = getDatabase()
    .selectDistinctOn([corrections.photoId], {
      photoId: corrections.photoId,
      modelId: corrections.modelId,
      modelBoxes: corrections.modelBoxes,
      labels: corrections.labels,
    })
    .from(corrections)
    .orderBy(corrections.photoId, desc(corrections.revision))
    .as("newest");
  const page = getDatabase()
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
    .leftJoin(splitAssignments, eq(splitAssignments.sha256, photos.sha256))
    .where(and(matches(filter), gt(photos.sha256, after)))
    .orderBy(asc(photos.sha256))
    .limit(limit)
    .as("page");
  return getDatabase()
    .select()
    .from(page)
    .innerJoin(newest, eq(newest.photoId, page.id))
    .orderBy(asc(page.sha256));
}

export async function countExported(filter: LabelledFilter): Promise<number> {
  const [row] = await getDatabase()
    .select({ rows: count() })
    .from(photos)
    .leftJoin(splitAssignments, eq(splitAssignments.sha256, photos.sha256))
    .where(matches(filter));
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
export async function countBySource(ownerId: string): Promise<readonly SourceCount[]> {
  const kept = await readTallies(`export/${ownerId}/`);
  return [...kept]
    .map(([key, photos]) => {
      const [split, several, ...source] = keySchema.parse(key.split("/"));
      return { split, isSeveral: several === "several", source: source.join("/"), photos };
    })
    .toSorted((one, other) => (one.source < other.source ? -1 : 1));
}
