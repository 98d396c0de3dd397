import type { DatasetManifest, ManifestPhoto } from "@/lib/contracts/dataset-manifest";
import type { JudgedPhoto } from "@/lib/core/data-errors/judged-photo";
import type { Place } from "@/lib/core/data-errors/places";
import { AppError } from "@/lib/core/errors";
import { standingClassIds } from "@/server/datasets/classes/classes";
import { deletedPhotos, readVersionManifest } from "@/server/datasets/versions/read-version";
import { connection } from "@/server/db/transaction";
import { resolveModel } from "@/server/models/service";
import { type Chosen, candidateJudges, chooseJudge } from "./judges";
import { keptLooks, type LookOptions, lookAt, unlooked } from "./look-at-photos";
import { findPhotoIds, readGroups } from "./repository";

/** A photo of a version with the model that judges it, and what models saw of it. */
export interface JudgedEntry {
  readonly photo: ManifestPhoto;
  readonly chosen: Chosen;
  /** Undefined when no model could look at it. */
  readonly judged: JudgedPhoto | undefined;
  /** From where on a page shows what that model finds by default, in [0, 1]. */
  readonly shownFrom: number;
  /** Of the champion, for the map; undefined when there are none. */
  readonly features: readonly number[] | undefined;
}

export interface JudgedVersion {
  readonly entries: readonly JudgedEntry[];
  readonly mapModelId: string;
  readonly classes: DatasetManifest["classes"];
  readonly looked: number;
  readonly failed: number;
}

type Entry = { readonly photo: ManifestPhoto; readonly photoId: string; readonly chosen: Chosen };

/** Those that train or measure and are there: who judges each of them. */
async function choose(number: number): Promise<{
  readonly entries: readonly Entry[];
  readonly mapModelId: string;
  readonly manifest: DatasetManifest;
}> {
  const [manifest, deleted, candidates] = await Promise.all([
    readVersionManifest(number),
    deletedPhotos(number),
    candidateJudges(),
  ]);
  const used = manifest.photos.filter(
    ({ sha256, heldOutFor }) => heldOutFor === null && !deleted.has(sha256),
  );
  const contents = used.map(({ sha256 }) => sha256);
  const [ids, groups] = await Promise.all([
    findPhotoIds(connection(), contents),
    readGroups(connection(), contents),
  ]);
  const entries = used.flatMap((photo) => {
    const { sha256, source } = photo;
    const photoId = ids.get(sha256);
    if (photoId === undefined) return [];
    const chosen = chooseJudge(candidates, { sha256, source, groupKey: groups.get(sha256) ?? sha256 });
    return [{ photo, photoId, chosen }];
  });
  if (entries.length === 0) throw new AppError("dataset/empty");
  return { entries, mapModelId: candidates[0].modelId, manifest };
}

const toLookAt = ({ photo, photoId }: Entry) => ({ photoId, sha256: photo.sha256 });

/** A model's classes are those that stand today: two that were merged are one. */
function underStanding(places: readonly Place[], standing: ReadonlyMap<number, number>): Place[] {
  return places.map(({ box, classes }) => {
    const scores = new Map<number, number>();
    for (const { classId, score } of classes) {
      const id = standing.get(classId) ?? classId;
      scores.set(id, Math.max(score, scores.get(id) ?? 0));
    }
    const sorted = [...scores].sort((a, b) => b[1] - a[1]);
    return { box, classes: sorted.map(([classId, score]) => ({ classId, score })) };
  });
}

/**
 * Lets the models look at every photo of a version that they have not looked at: the judge of each, and the champion, whose
 * features make the map.
 * @throws AppError request/not-found, dataset/damaged, dataset/empty, model/…, detection/…
 */
export async function judgeVersion(
  number: number,
  {
    signal,
    onProgress,
  }: Pick<LookOptions, "signal"> & { readonly onProgress: (done: number, total: number) => void },
): Promise<JudgedVersion> {
  const { entries, mapModelId, manifest } = await choose(number);
  const byModel = new Map<string, Entry[]>([[mapModelId, [...entries]]]);
  for (const entry of entries) {
    const { modelId } = entry.chosen;
    if (modelId === mapModelId) continue;
    byModel.set(modelId, [...(byModel.get(modelId) ?? []), entry]);
  }
  const work = await Promise.all(
    [...byModel].map(async ([modelId, own]) => ({
      modelId,
      photos: await unlooked(modelId, own.map(toLookAt)),
    })),
  );
  const total = work.reduce((sum, { photos }) => sum + photos.length, 0);
  let [done, failed] = [0, 0];
  onProgress(0, total);
  for (const { modelId, photos } of work)
    failed += await lookAt(modelId, photos, { signal, onLook: () => onProgress(++done, total) });
  const looks = new Map<string, Awaited<ReturnType<typeof keptLooks>>>();
  const known = new Map<string, ReadonlySet<number>>();
  const shownFrom = new Map<string, number>();
  // the version's own classes: its labels are under these
  const standing = standingClassIds(manifest.classes);
  for (const [modelId, own] of byModel) {
    looks.set(modelId, await keptLooks(modelId, own.map(toLookAt)));
    const { classes, defaults } = (await resolveModel(modelId)).manifest;
    shownFrom.set(modelId, defaults.confidence);
    known.set(modelId, new Set(classes.map(({ id }) => standing.get(id) ?? id)));
  }
  return {
    mapModelId,
    classes: manifest.classes,
    looked: total - failed,
    failed,
    entries: entries.map(({ photo, photoId, chosen }) => {
      const look = looks.get(chosen.modelId)?.get(photoId);
      const features = looks.get(mapModelId)?.get(photoId)?.features;
      const { width, height, source } = photo;
      const judged: JudgedPhoto | undefined = look && {
        size: { width, height },
        source,
        labels: photo.boxes.map(({ classId, x, y, width: w, height: h }) => {
          return { classId, box: { x1: x, y1: y, x2: x + w, y2: y + h } };
        }),
        places: underStanding(look.places, standing),
        acquaintance: chosen.acquaintance,
        knows: (classId) => known.get(chosen.modelId)!.has(classId),
      };
      return {
        photo,
        chosen,
        judged,
        shownFrom: shownFrom.get(chosen.modelId)!,
        features: features?.length ? features : undefined,
      };
    }),
  };
}
