import { readdir } from "node:fs/promises";
import path from "node:path";
import type { EvaluatedPhoto } from "@/lib/contracts/evaluation";
import type { PhotosOfAll } from "@/lib/contracts/experiments";
import { comparePhotosOfAll, type SeenByModel, type SeenPhoto } from "@/lib/core/gate/photos-of-all";
import { readEvaluationDetails } from "@/server/evaluation/read-details";
import { getRegistryEntry } from "@/server/models/registry/registry";
import { runFolder } from "@/server/training/run-folder";

const DETAILS = /^test-.+\.jsonl$/;
/** So many are sent: those that the models differ on most. */
const SHOWN_PHOTOS = 60;

type Names = ReadonlyMap<number, string>;

function toSeen(photo: EvaluatedPhoto, names: Names): SeenPhoto {
  const { set, sha256, width, height } = photo;
  const nameOf = (classId: number) => names.get(classId) ?? `class ${classId}`;
  return {
    set,
    photo: photo.photo,
    sha256,
    width,
    height,
    truths: photo.truths.map(([classId, x1, y1, x2, y2]) => {
      return { name: nameOf(classId), box: { x1, y1, x2, y2 } };
    }),
    predictions: photo.predictions.map(([classId, score, x1, y1, x2, y2]) => {
      return { name: nameOf(classId), score, box: { x1, y1, x2, y2 } };
    }),
  };
}

/** What a model was measured on by the run that made it; no photos where no run did. */
async function seenBy(modelId: string): Promise<SeenByModel & { readonly runId: string | null }> {
  const { manifest, runId } = await getRegistryEntry(modelId);
  const names = new Map(manifest.classes.map(({ id, name }) => [id, name]));
  const classes = new Set(names.values());
  const { confidence } = manifest.defaults;
  if (runId === null) return { id: modelId, confidence, classes, photos: [], runId };
  const folder = path.join(runFolder(runId), "evaluation");
  const files = (await readdir(folder).catch(() => [])).filter((name) => DETAILS.test(name)).sort();
  const photos: SeenPhoto[] = [];
  for (const file of files)
    for (const some of (await readEvaluationDetails(path.join(folder, file))).values())
      photos.push(...some.map((photo) => toSeen(photo, names)));
  return { id: modelId, confidence, classes, photos, runId };
}

const cornersOf = ({ x1, y1, x2, y2 }: SeenPhoto["truths"][number]["box"]) => [x1, y1, x2, y2] as const;

/**
 * Two to six models on the frozen test photos that all of them were measured on.
 * @throws AppError request/not-found when there is no such model
 */
export async function comparePhotos(modelIds: readonly string[]): Promise<PhotosOfAll> {
  const all = await Promise.all(modelIds.map(seenBy));
  const known = all.filter(({ photos }) => photos.length > 0);
  const compared = comparePhotosOfAll(known);
  const runId = known[0]?.runId ?? "";
  return {
    models: compared.figures,
    common: compared.photos.length,
    left: {
      notByAll: compared.notByAll,
      otherBoxes: compared.otherBoxes,
      classes: compared.classes,
      models: all.filter((one) => !known.includes(one)).map(({ id }) => id),
    },
    photos: compared.photos.slice(0, SHOWN_PHOTOS).flatMap(({ seen, errors }) => {
      const [first] = seen;
      if (!first) return [];
      const { set, photo, sha256, width, height, truths } = first;
      const models = seen.map(({ predictions }, at) => ({
        errors: errors[at] ?? 0,
        boxes: predictions
          .filter(({ score }) => score >= (known[at]?.confidence ?? 0))
          .map(({ name, score, box }) => ({ name, score, box: cornersOf(box) })),
      }));
      const drawn = truths.map(({ name, box }) => ({ name, box: cornersOf(box) }));
      return [{ set, photo, sha256, runId, width, height, truths: drawn, models }];
    }),
  };
}
