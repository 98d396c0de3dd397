import type { z } from "zod";
import type { DoubtsPage, doubtsInputSchema, ShownPhoto } from "@/lib/contracts/data-errors";
import type { ManifestPhoto } from "@/lib/contracts/dataset-manifest";
import { deletedPhotos } from "@/server/datasets/versions/read-version";
import { connection } from "@/server/db/transaction";
import { type OpenReport, openReport, standingsOf } from "./report";
import { findPhotoIds } from "./repository";

/** How pages draw the photos of a version. */
export async function photoShower(
  number: number,
  contents: readonly string[],
): Promise<(photo: ManifestPhoto) => ShownPhoto> {
  const [deleted, ids] = await Promise.all([deletedPhotos(number), findPhotoIds(connection(), contents)]);
  return ({ sha256, name, width, height, split, source, boxes }) => {
    const isDeleted = deleted.has(sha256);
    const image = isDeleted ? null : (ids.get(sha256) ?? null);
    return { sha256, name, width, height, split, source, boxes, image, isDeleted };
  };
}

function judgeOf({ report }: OpenReport) {
  const byPhoto = new Map(report.photos.map((photo) => [photo.sha256, photo]));
  return (sha256: string) => {
    const photo = byPhoto.get(sha256);
    const judge = report.judges[photo?.judge ?? -1]?.modelId ?? report.mapModelId;
    return { judge, acquaintance: photo?.acquaintance ?? ("unknown" as const) };
  };
}

/** A page of what may be wrong in a version, worst first. @throws AppError request/not-found */
export async function showDoubts(input: z.output<typeof doubtsInputSchema>): Promise<DoubtsPage> {
  const { number, kind, state, cursor, limit } = input;
  const opened = await openReport(number);
  const standing = await standingsOf(opened);
  const wanted = opened.report.doubts
    .filter((doubt) => kind === undefined || doubt.kind === kind)
    .map((doubt) => ({ ...doubt, ...standing(doubt) }))
    .filter((doubt) => doubt.state === state);
  const page = wanted.slice(cursor, cursor + limit);
  const show = await photoShower(
    number,
    page.flatMap(({ sha256, others }) => [sha256, ...others]),
  );
  const judge = judgeOf(opened);
  const photoOf = (sha256: string) => {
    const photo = opened.photos.get(sha256);
    return photo ? [show(photo)] : [];
  };
  return {
    doubts: page.flatMap((doubt) => {
      const [photo] = photoOf(doubt.sha256);
      return photo
        ? [{ ...doubt, ...judge(doubt.sha256), photo, copies: doubt.others.flatMap(photoOf) }]
        : [];
    }),
    total: wanted.length,
    nextCursor: cursor + limit < wanted.length ? cursor + limit : null,
  };
}
