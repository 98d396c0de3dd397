import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { isAppError } from "@/lib/core/errors";
import { isShipped, readModelManifest, verifyFiles } from "./files";
import { bringLocalCopy } from "./registry/local-copy";

const isDamage = (error: unknown) =>
  isAppError(error) && (error.code === "model/missing" || error.code === "model/corrupt");

/** Runs `work`; when a model's files are missing or damaged and storage has them, copies them and runs it again. */
async function withLocalCopy<T>(id: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isDamage(error) || isShipped(id) || !(await bringLocalCopy(id))) throw error;
    return work();
  }
}

/**
 * A model's manifest: of one that ships, of one in the data folder, or of a registered one, whose files are then
 * brought from storage.
 * @throws AppError model/missing, model/corrupt, request/invalid (not an id)
 */
export function findManifest(id: string): Promise<ModelManifest> {
  return withLocalCopy(id, () => readModelManifest(id));
}

/** The same, each file checked against its hash. @throws AppError model/missing or model/corrupt */
export function findWholeManifest(id: string): Promise<ModelManifest> {
  return withLocalCopy(id, async () => {
    const manifest = await readModelManifest(id);
    await verifyFiles(manifest);
    return manifest;
  });
}
