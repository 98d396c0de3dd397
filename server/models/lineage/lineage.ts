import type { Lineage } from "@/lib/contracts/model-registry";
import { connection } from "@/server/db/transaction";
import { getRegistryEntry } from "../registry/registry";
import {
  countCorrections,
  countVersionPhotos,
  findBaseModelOfRun,
  findCorrections,
  findCurves,
  findVersionLineage,
} from "./repository";

const NOTHING = { train: 0, val: 0, test: 0, heldOut: 0, deleted: 0 } as const;

/**
 * What a model learnt from: its training run, the data-set version, and every photo and correction in that. A model
 * that shipped or was imported has no lineage here.
 * @throws AppError model/missing
 */
export async function readLineage(modelId: string): Promise<Lineage> {
  const { runId, datasetVersionId } = await getRegistryEntry(modelId);
  const run = runId === null ? undefined : await findBaseModelOfRun(connection(), runId);
  const version = datasetVersionId === null ? null : await findVersionLineage(connection(), datasetVersionId);
  return {
    modelId,
    baseModelId: run?.baseModelId ?? null,
    runId: run ? runId : null,
    version,
    photos: version ? await countVersionPhotos(connection(), version.id) : NOTHING,
    corrections: version ? await findCorrections(connection(), version.id) : [],
    correctionCount: version ? await countCorrections(connection(), version.id) : 0,
  };
}

/** mAP50 on validation by epoch, of the config that came furthest; empty where no epoch was measured. */
export async function readCurve(runId: string): Promise<readonly number[]> {
  const curves = Object.values(await findCurves(connection(), runId)).map((points) =>
    points.flatMap(({ map50 }) => (map50 === null ? [] : [map50])),
  );
  const best = (values: readonly number[]) => Math.max(0, ...values);
  return curves.toSorted((a, b) => best(b) - best(a))[0] ?? [];
}
