import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { z } from "zod";
import {
  type AskedQuestion,
  MAX_PROBLEMS,
  type PreviewPhoto,
  type ScanResult,
  scanParamsSchema,
  scanResultSchema,
} from "@/lib/contracts/dataset-import";
import type { SetPhoto, SetQuestion } from "@/lib/core/datasets/formats/opened-set";
import { stemOf } from "@/lib/core/datasets/formats/paths";
import { ROW_CHOICES } from "@/lib/core/datasets/formats/yolo/yolo-rules";
import { isAppError } from "@/lib/core/errors";
import type { JobHandler } from "@/server/jobs/job-handler";
import { encodeStoredPhoto } from "@/server/media/service";
import { shareFile } from "@/server/storage/shared-files";
import { knownClasses } from "./class-names";
import type { LabelledSet } from "./labelled-set";
import { openRecognised } from "./open-recognised";
import { openSet } from "./open-set";
import { scanLabels } from "./scan-set";
import { openSource } from "./source/open-source";
import { bringUpload, findUpload, previewFile } from "./uploads";

const PREVIEWS = 8;
const ASKED_PREVIEWS = 2;
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
  await shareFile(file);
  const boxes = labels.boxes
    .slice(0, 200)
    .map(({ name, box: { x1, y1, x2, y2 } }) => ({ name, box: { x1, y1, x2, y2 } }));
  return { path: photo.path, name: photo.name, split: photo.split, width, height, boxes, index: place.index };
}

interface PreviewPlan {
  readonly uploadId: string;
  readonly signal: AbortSignal;
  /** Number of the first picture, and how many there are. */
  readonly from?: number;
  readonly count?: number;
  /** A photo's name without ending: it is shown first. */
  readonly stem?: string;
}

async function makePreview(set: LabelledSet, plan: PreviewPlan): Promise<PreviewPhoto[]> {
  const { uploadId, signal, from = 0, count = PREVIEWS, stem } = plan;
  const shown: PreviewPhoto[] = [];
  const first = set.photos.filter(({ path: at }) => stemOf(at) === stem);
  for (const photo of [...first, ...spread(set.photos, count)].slice(0, MAX_TRIES)) {
    signal.throwIfAborted();
    if (shown.length === count) break;
    if (shown.some((one) => one.path === photo.path)) continue;
    try {
      const one = await previewOne(set, photo, { uploadId, index: from + shown.length });
      if (one) shown.push(one);
    } catch (error) {
      // the import reports its fault
      if (!isAppError(error) || error.code.startsWith("storage/disk")) throw error;
    }
  }
  return shown;
}

/** A question with what each answer would mean: the boxes it gives, drawn on a few photos. */
async function askedOf(
  question: SetQuestion,
  openAs: (rows: (typeof ROW_CHOICES)[number]) => Promise<LabelledSet>,
  { uploadId, signal }: Pick<PreviewPlan, "uploadId" | "signal">,
): Promise<AskedQuestion> {
  if (question.about === "class-file")
    return { ...question, files: question.files.map((file) => ({ ...file, names: [...file.names] })) };
  if (question.about === "answer") return { ...question, options: [...question.options] };
  const readings: (AskedQuestion & { about: "rows" })["readings"] = [];
  for (const [index, rows] of ROW_CHOICES.entries()) {
    const set = await openAs(rows);
    const { boxes } = await scanLabels(set, { signal });
    const from = (index + 1) * PREVIEWS;
    const stem = stemOf(question.file);
    readings.push({
      rows,
      boxes,
      preview: await makePreview(set, { uploadId, signal, from, count: ASKED_PREVIEWS, stem }),
    });
  }
  return { ...question, readings };
}

/** Examines an upload before any of it is imported: format, counts, class names, a few photos to see. */
export const scanJob: JobHandler<z.infer<typeof scanParamsSchema>, ScanResult> = {
  kind: "import-scan",
  params: scanParamsSchema,
  result: scanResultSchema,
  async run({ params, teamId, signal, progress }) {
    const upload = await findUpload(teamId, params.uploadId);
    const source = await openSource(await bringUpload(upload));
    try {
      const { uploadId, ...choices } = params;
      const { set, candidates } = await openRecognised(source, choices);
      const scan = await scanLabels(set, {
        signal,
        onProgress: (done, total) => progress({ done, total, unit: "photos", note: "" }),
      });
      const question =
        set.question &&
        (await askedOf(set.question, (rows) => openSet(source, set.format, { ...choices, rows }), {
          uploadId,
          signal,
        }));
      const known = await knownClasses(scan.names);
      const problems = [...scan.problems, ...set.leftAside];
      return {
        format: set.format,
        candidates: [...candidates],
        choices: { rows: params.rows, classFile: params.classFile, answers: params.answers },
        doubts: (set.doubts ?? []).map((doubt) => ({ ...doubt, options: [...doubt.options] })),
        question,
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
        preview: question ? [] : await makePreview(set, { uploadId, signal }),
      };
    } finally {
      await source.close();
    }
  },
};
