import { rename, rm } from "node:fs/promises";
import path from "node:path";
import { connection } from "@/server/db/transaction";
import { getFileStore } from "@/server/storage/service";
import { localModelsFolder, modelFolderIn } from "../files";
import { writeWhole } from "../write-whole";
import { findRegistered, hasDatabase } from "./repository";

/** Copies under way in this process, so that two requests do not make the same one twice. */
const underWay = new Map<string, Promise<boolean>>();

async function copy(id: string): Promise<boolean> {
  const registered = await findRegistered(connection(), id);
  if (!registered) return false;
  const files = await getFileStore();
  const target = modelFolderIn(localModelsFolder(), id);
  const partial = `${target}.${process.pid}.partial`;
  try {
    for (const file of registered.manifest.files) {
      await writeWhole(path.join(partial, file.path), await files.read(file.sha256));
    }
    await writeWhole(
      path.join(partial, "manifest.json"),
      `${JSON.stringify(registered.manifest, null, 2)}\n`,
    );
    await rm(target, { recursive: true, force: true });
    await rename(partial, target);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return true;
}

/**
 * Puts a registered model's files from storage into the data folder, where ONNX Runtime reads them, over whatever is
 * there.
 * @returns false when no such model is registered
 * @throws AppError storage/…
 */
export async function bringLocalCopy(id: string): Promise<boolean> {
  if (!hasDatabase()) return false;
  const key = modelFolderIn(localModelsFolder(), id);
  const known = underWay.get(key);
  if (known) return known;
  const work = copy(id).finally(() => underWay.delete(key));
  underWay.set(key, work);
  return work;
}
