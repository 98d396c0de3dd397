import type { z } from "zod";
import {
  type BrowsePage,
  type browseInputSchema,
  type ConfusionFigures,
  type PhotoMap,
  SIZE_BANDS,
  type SizeBand,
} from "@/lib/contracts/data-errors";
import type { ManifestBox, ManifestPhoto } from "@/lib/contracts/dataset-manifest";
import { AppError } from "@/lib/core/errors";
import { deletedPhotos, readVersionManifest } from "@/server/datasets/versions/read-version";
import { type OpenReport, openReport } from "./report";
import { photoShower } from "./show-doubts";

/** Shares of the photo from which a box is small, medium, large. */
const EDGES = [0.01, 0.05, 0.25];

function bandOf({ width, height }: ManifestBox, photo: ManifestPhoto): SizeBand {
  const share = (width * height) / (photo.width * photo.height);
  return SIZE_BANDS[EDGES.filter((edge) => share >= edge).length]!;
}

type Wanted = z.output<typeof browseInputSchema>;

function matches(photo: ManifestPhoto, { split, source, classId, size }: Wanted): boolean {
  if (split !== undefined && photo.split !== split) return false;
  if (source !== undefined && photo.source !== source) return false;
  if (classId === undefined && size === undefined) return true;
  return photo.boxes.some(
    (box) =>
      (classId === undefined || box.classId === classId) &&
      (size === undefined || bandOf(box, photo) === size),
  );
}

/** A photo and those that look most like it, or those of a cell of the confusion matrix; null for all. */
function chosenBy({ report }: OpenReport, { near, cell }: Wanted): readonly string[] {
  const contentOf = (index: number) => report.photos[index]!.sha256;
  if (near !== undefined) {
    const own = report.photos.find(({ sha256 }) => sha256 === near);
    if (!own) throw new AppError("request/not-found");
    return [near, ...own.nearest.map(contentOf)];
  }
  const found = report.confusion.find(({ truth, found: as }) => truth === cell?.truth && as === cell?.found);
  return (found?.photos ?? []).map(contentOf);
}

async function wantedPhotos(input: Wanted): Promise<readonly ManifestPhoto[]> {
  if (input.near === undefined && input.cell === undefined) {
    const { photos } = await readVersionManifest(input.number);
    return photos.filter((photo) => photo.heldOutFor === null && matches(photo, input));
  }
  const opened = await openReport(input.number);
  return chosenBy(opened, input).flatMap((sha256) => {
    const photo = opened.photos.get(sha256);
    return photo && matches(photo, input) ? [photo] : [];
  });
}

/** A page of a version's photos, by what is asked of them. @throws AppError request/not-found, dataset/damaged */
export async function browse(input: Wanted): Promise<BrowsePage> {
  const { number, cursor, limit } = input;
  const wanted = await wantedPhotos(input);
  const page = wanted.slice(cursor, cursor + limit);
  const show = await photoShower(
    number,
    page.map(({ sha256 }) => sha256),
  );
  return {
    photos: page.map(show),
    total: wanted.length,
    nextCursor: cursor + limit < wanted.length ? cursor + limit : null,
  };
}

function mostFrequent(boxes: readonly ManifestBox[]): number | null {
  const counts = new Map<number, number>();
  for (const { classId } of boxes) counts.set(classId, (counts.get(classId) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? null;
}

/** Where the photos of a version lie among one another. @throws AppError request/not-found */
export async function photoMap(number: number): Promise<PhotoMap> {
  const [{ report, photos }, deleted] = await Promise.all([openReport(number), deletedPhotos(number)]);
  return {
    modelId: report.mapModelId,
    points: report.photos.flatMap(({ sha256, at }) => {
      const photo = photos.get(sha256);
      if (!photo || !at || deleted.has(sha256)) return [];
      const { split, source, boxes } = photo;
      return [{ sha256, x: at[0], y: at[1], split, source, classId: mostFrequent(boxes) }];
    }),
  };
}

/** What the labels of a version were taken for. @throws AppError request/not-found */
export async function confusionFigures(number: number): Promise<ConfusionFigures> {
  const { confusion } = (await openReport(number)).report;
  const wrong = new Map<number, number>();
  for (const { truth, found, count } of confusion)
    for (const classId of new Set([truth, found]))
      if (classId !== null) wrong.set(classId, (wrong.get(classId) ?? 0) + (truth === found ? 0 : count));
  return {
    classIds: [...wrong].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([classId]) => classId),
    cells: confusion.map(({ photos, ...cell }) => ({ ...cell, photos: photos.length })),
  };
}
