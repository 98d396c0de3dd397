import { z } from "zod";
import type { LibraryEntry, LibraryPage, libraryListInputSchema } from "@/lib/contracts/library";
import type { ModelClass } from "@/lib/contracts/model-manifest";
import { AppError } from "@/lib/core/errors";
import { latestCorrection } from "@/server/corrections/service";
import { connection } from "@/server/db/transaction";
import { championManifest } from "@/server/models/service";
import { getPhoto } from "@/server/photos/service";
import { toPhoto } from "@/server/photos/to-photo";
import {
  countPhotos,
  type LibraryDetails,
  type LibraryPosition,
  type LibraryQuery,
  listPhotos,
  readClassCounts,
  readPhotoDetails,
} from "./repository";

const positionSchema = z.tuple([z.iso.datetime(), z.uuid()]);

function toCursor({ savedAt, id }: LibraryPosition): string {
  return Buffer.from(JSON.stringify([savedAt.toISOString(), id])).toString("base64url");
}

function fromCursor(cursor: string): LibraryPosition {
  try {
    const [savedAt, id] = positionSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    return { savedAt: new Date(savedAt), id };
  } catch (cause) {
    throw new AppError("request/invalid", { facts: { field: "cursor" }, cause });
  }
}

const folded = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Ids of the classes one of whose names holds the text, whatever its case and accents. */
export function classesNamed(text: string, classes: readonly ModelClass[]): readonly number[] {
  const wanted = folded(text);
  return classes
    .filter(({ name, displayName, synonyms }) =>
      [name, displayName, ...synonyms].some((known) => folded(known).includes(wanted)),
    )
    .map(({ id }) => id);
}

const NO_CORRECTION: LibraryDetails = {
  boxes: [],
  classCounts: [],
  boxCount: 0,
  editedCount: 0,
  revisions: 0,
  modelId: null,
};

async function toQuery(
  ownerId: string,
  input: z.output<typeof libraryListInputSchema>,
): Promise<LibraryQuery> {
  const { search: text, classIds } = input;
  const time = (iso: string | undefined) => (iso === undefined ? undefined : new Date(iso));
  const query = { ownerId, classIds, from: time(input.from), until: time(input.until) };
  if (!text) return { ...query, search: undefined };
  const { classes } = await championManifest();
  return { ...query, search: { text, classIds: classesNamed(text, classes) } };
}

/**
 * One page of a person's library, newest save first.
 * @throws AppError request/invalid for an invalid cursor, model/… when a search needs class names and has none
 */
export async function listLibrary(
  ownerId: string,
  input: z.output<typeof libraryListInputSchema>,
): Promise<LibraryPage> {
  const query = await toQuery(ownerId, input);
  const after = input.cursor === undefined ? undefined : fromCursor(input.cursor);
  const [rows, classes] = await Promise.all([
    listPhotos(connection(), query, { after, limit: input.limit + 1 }),
    readClassCounts(connection(), ownerId),
  ]);
  const shown = rows.slice(0, input.limit);
  const isWhole = after === undefined && rows.length === shown.length;
  const total = isWhole ? rows.length : await countPhotos(connection(), query);
  const details = await readPhotoDetails(
    connection(),
    shown.map(({ id }) => id),
  );
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({
      ...toPhoto(row),
      ...(details.get(row.id) ?? NO_CORRECTION),
      savedAt: row.savedAt.toISOString(),
    })),
    nextCursor: rows.length > shown.length && last ? toCursor(last) : null,
    total,
    classes: [...classes],
  };
}

/** A photo with its newest correction. @throws AppError request/not-found */
export async function getEntry(ownerId: string, photoId: string): Promise<LibraryEntry> {
  const photo = await getPhoto(ownerId, photoId);
  return { photo: toPhoto(photo), latest: await latestCorrection(ownerId, photoId) };
}
