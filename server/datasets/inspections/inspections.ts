import { isAppError } from "@/lib/core/errors";
import { connection } from "@/server/db/transaction";
import { getFileStore } from "@/server/storage/service";
import { inParallel, type ParallelOptions } from "../in-parallel";
import { INSPECTION_REVISION, type Inspection, inspectPhoto } from "../inspect-photo";
import { fromFacts, toFacts } from "./kept-inspection";
import { keep, readKept } from "./repository";

/**
 * What the pixels of stored photos say. Each is decoded once; later calls read the stored result. A photo whose file is
 * gone, or is not what its name says, is unreadable, and that is not kept.
 * @param contents SHA-256 of stored photos
 * @returns by SHA-256
 * @throws AppError detection/cancelled when aborted, storage/…
 */
export async function inspectStored(
  contents: readonly string[],
  options: ParallelOptions = {},
): Promise<ReadonlyMap<string, Inspection>> {
  const kept = await readKept(connection(), contents, INSPECTION_REVISION);
  const found = await inParallel(
    contents,
    async (sha256) => {
      const facts = kept.get(sha256);
      return facts === undefined ? inspectOne(sha256) : fromFacts(sha256, facts);
    },
    options,
  );
  return new Map(found.map((inspection) => [inspection.sha256, inspection]));
}

/** The stored results of photos that may be gone: none of them is decoded. */
export async function keptInspections(contents: readonly string[]): Promise<ReadonlyMap<string, Inspection>> {
  const kept = await readKept(connection(), contents, INSPECTION_REVISION);
  return new Map([...kept].map(([sha256, facts]) => [sha256, fromFacts(sha256, facts)]));
}

async function inspectOne(sha256: string): Promise<Inspection> {
  try {
    const inspection = await inspectPhoto(await (await getFileStore()).read(sha256));
    if (inspection.sha256 !== sha256) return { sha256, isReadable: false, reason: "storage/damaged" };
    const facts = toFacts(inspection);
    await keep(connection(), sha256, INSPECTION_REVISION, facts);
    return fromFacts(sha256, facts);
  } catch (error) {
    if (isAppError(error) && (error.code === "storage/missing" || error.code === "storage/damaged")) {
      return { sha256, isReadable: false, reason: error.code };
    }
    throw error;
  }
}
