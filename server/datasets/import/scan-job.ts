import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { z } from "zod";
import {
  MAX_PROBLEMS,
  type PreviewPhoto,
  type ScanResult,
  scanParamsSchema,
  scanResultSchema,
} from "@/lib/contracts/dataset-import";
import { isAppError } from "@/lib/core/errors";
import type { JobHandler } from "@/server/jobs/service";
import { encodeStoredPhoto } from "@/server/media/service";
import { knownClasses } from "./class-names";
import type { LabelledSet, SetPhoto } from "./labelled-set";
import { openSet, openSource, recogniseFormat } from "./open-set";
import { scanLabels } from "./scan-set";
import { findUpload, previewFile, uploadPlace } from "./uploads";

const PREVIEWS = 8;
const MAX_TRIES = 40;

/** Photos spread over the set, so that the preview shows more than its first folder. */
function spread(photos: readonly SetPhoto[], count: number): readonly SetPhoto[] {
  const step = Math.max(1, Math.floor(photos.length / count));
  return photos.filter((_, index) => index % step === 0);
}

async function previewOne(set: LabelledSet, photo: SetPhoto, place: { uploadId: string; index: number }) {
  const { width, height, thumbnail } = await encodeStoredPhoto(await set.readPhoto(photo));
  const labels = await set.readLabels(photo, { width, height });
  if (!labels || labels.boxes.length === 0) return undefined;
  const file = previewFile(place.uploadId, place.index);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, thumbnail.bytes, { mode: 0o600 });
  const boxes = labels.boxes
    .slice(0, 200)
    .map(({ name, box: { x1, y1, x2, y2 } }) => ({ name, box: { x1, y1, x2, y2 } }));
  return { path: photo.path, name: photo.name, split: photo.split, width, height, boxes, index: place.index };
}

async function makePreview(set: LabelledSet, uploadId: string, signal: AbortSignal): Promise<PreviewPhoto[]> {
  const shown: PreviewPhoto[] = [];
  for (const photo of spread(set.photos, PREVIEWS).slice(0, MAX_TRIES)) {
    signal.throwIfAborted();
    if (shown.length === PREVIEWS) break;
    try {
      const one = await previewOne(set, photo, { uploadId, index: shown.length });
      if (one) shown.push(one);
    } catch (error) {
      // the import reports what is wrong with it
      if (!isAppError(error) || error.code.startsWith("storage/disk")) throw error;
    }
  }
  return shown;
}

/** Looks into an upload before anything of it is imported: format, counts, class names, a few photos to see. */
export const scanJob: JobHandler<z.infer<typeof scanParamsSchema>, ScanResult> = {
  kind: "import-scan",
  params: scanParamsSchema,
  result: scanResultSchema,
  async run({ params, createdBy, signal, progress }) {
    const upload = await findUpload(createdBy, params.uploadId);
    const source = await openSource(uploadPlace(upload));
    try {
      const set = await openSet(source, params.format ?? (await recogniseFormat(source)));
      const scan = await scanLabels(set, {
        signal,
        onProgress: (done, total) => progress({ done, total, unit: "photos", note: "" }),
      });
      const known = await knownClasses(scan.names);
      const problems = [...scan.problems, ...set.leftAside];
      return {
        format: set.format,
        photos: set.photos.length,
        unlabelled: scan.unlabelled,
        boxes: scan.boxes,
        polygons: scan.polygons,
        crowds: scan.crowds,
        splits: scan.splits,
        classes: known.map((one) => ({
          ...one,
          boxes: scan.classes.get(one.foreignName)?.boxes ?? 0,
          photos: scan.classes.get(one.foreignName)?.photos ?? 0,
        })),
        problems: problems.slice(0, MAX_PROBLEMS),
        problemCount: problems.length,
        preview: await makePreview(set, upload.uploadId, signal),
      };
    } finally {
      await source.close();
    }
  },
};
