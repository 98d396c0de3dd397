import { z } from "zod";
import { errorTallySchema } from "@/lib/contracts/corrections";
import {
  type disagreementKindSchema,
  type ReviewCard,
  type ReviewItem,
  type ReviewQueue,
  reviewQueueInputSchema,
  reviewQueueSchema,
  shadowEvidenceSchema,
} from "@/lib/contracts/review";
import type { Who } from "@/lib/contracts/who";
import { standingBoxes } from "@/lib/core/corrections/standing-boxes";
import { AppError } from "@/lib/core/errors";
import { latestOfShared } from "@/server/corrections/service";
import { connection } from "@/server/db/transaction";
import { getSharedPhoto } from "@/server/photos/service";
import { countUnmeasured } from "../features/measure-features";
import { recordSignals } from "../signals/record-signals";
import { countLabelledByClass } from "../signals/repository";
import {
  type CardRow,
  countPrivate,
  type FacetRow,
  listStale,
  readCard,
  readFacets,
  readQueue,
  readSubject,
} from "./repository";

/** Most photos that one read of the queue works out again; the next read does the rest. */
const CATCH_UP = 200;

function toCard(row: CardRow): ReviewCard {
  const { disagreement, uncertainty, rarity, novelty, shadow, priority, errors, savedAt, ...photo } = row;
  return {
    ...photo,
    savedAt: savedAt.toISOString(),
    errors: z.array(errorTallySchema).parse(errors),
    signals: { disagreement, uncertainty, rarity, novelty, shadow, priority },
  };
}

function toFacets(rows: readonly FacetRow[]): ReviewQueue["facets"] {
  const of = <T>(facet: FacetRow["facet"], read: (value: string) => T) =>
    rows
      .filter((row) => row.facet === facet)
      .map(({ value, photos }) => ({ value: read(value), count: photos }));
  return reviewQueueSchema.shape.facets.parse({
    classes: of("class", Number),
    errorKinds: of("error", String),
    sources: of("source", String),
    disagreements: of("disagreement", (value) => value as z.infer<typeof disagreementKindSchema>),
  });
}

/** Photos shared before their signals were worked out. One that fails is tried again later: the others are shown. */
async function catchUp(): Promise<void> {
  for (const photoId of await listStale(connection(), CATCH_UP)) {
    await recordSignals(photoId).catch((error: unknown) =>
      console.warn(`review: the signals of photo ${photoId} were not worked out:`, error),
    );
  }
}

/** The photos that wait for review, what teaches the model most first. */
export async function reviewQueue(
  who: Who,
  input: z.input<typeof reviewQueueInputSchema>,
): Promise<ReviewQueue> {
  const { filter, limit } = reviewQueueInputSchema.parse(input);
  await catchUp();
  const [rows, facets, privatePhotos, unmeasured] = await Promise.all([
    readQueue(connection(), who, filter, limit),
    readFacets(connection(), who, filter),
    countPrivate(connection(), who.teamId),
    countUnmeasured(who.teamId),
  ]);
  const countOf = (facet: FacetRow["facet"]) => facets.find((row) => row.facet === facet)?.photos ?? 0;
  return {
    cards: rows.map(toCard),
    total: countOf("matching"),
    waiting: countOf("all"),
    facets: toFacets(facets),
    unmeasured,
    privatePhotos,
  };
}

/**
 * Everything a reviewer sees of one photo that the team shares.
 * @throws AppError request/not-found when it is not shared or has no correction
 */
export async function reviewItem({ teamId }: Pick<Who, "teamId">, photoId: string): Promise<ReviewItem> {
  const correction = await latestOfShared(teamId, photoId);
  if (!(await readCard(connection(), teamId, photoId))) await recordSignals(photoId);
  const [row, photo] = await Promise.all([
    readCard(connection(), teamId, photoId),
    getSharedPhoto(teamId, photoId),
  ]);
  if (!row) throw new AppError("request/not-found");
  const classIds = [...new Set(standingBoxes(correction).map(({ classId }) => classId))];
  const [subject, labelled] = await Promise.all([
    readSubject(connection(), photoId, correction.id),
    countLabelledByClass(connection(), classIds),
  ]);
  const { author, revisions, shadow } = subject;
  return {
    card: toCard(row),
    sha256: photo.sha256,
    correction,
    author,
    revisions,
    shadow: shadow && shadow.disagreement > 0 ? shadowEvidenceSchema.parse(shadow) : null,
    labelledPhotos: classIds.map((classId) => ({ classId, count: labelled.get(classId) ?? 0 })),
  };
}
