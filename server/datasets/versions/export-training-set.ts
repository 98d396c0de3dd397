import type { ParallelOptions } from "../in-parallel";
import { deletedPhotos, getVersion, readManifest } from "./read-version";
import { type WrittenSet, writeTrainingSet } from "./write-training-set";

/** Writes a version as a YOLO set to train on; see `writeTrainingSet`. @throws AppError request/not-found too */
export async function exportTrainingSet(
  number: number,
  folder: string,
  options: ParallelOptions = {},
): Promise<WrittenSet> {
  const { manifestSha256 } = await getVersion(number);
  const [manifest, deleted] = await Promise.all([readManifest(number), deletedPhotos(number)]);
  return writeTrainingSet({ number, manifestSha256, manifest, deleted }, folder, options);
}
