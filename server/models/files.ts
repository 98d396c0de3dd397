import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type ModelManifest, modelManifestSchema } from "@/lib/contracts/model-manifest";
import { AppError } from "@/lib/core/errors";
import { dataPath } from "@/server/storage/data-folder";
import { projectPath } from "@/server/storage/project-root";

const MODEL_ID = /^[a-z0-9-]+\/[0-9]+$/;

/** Folder of all models; `FORAGE_MODELS_DIR` wins over the project's own. */
export function modelsFolder(): string {
  return process.env.FORAGE_MODELS_DIR ?? projectPath("models");
}

/** Folder of models made or imported here: candidates under way, and copies of registered ones. */
export function localModelsFolder(): string {
  return dataPath("models");
}

/** @throws AppError request/invalid when the id is not `name/version`, so that an id can never be a path */
export function modelFolderIn(root: string, id: string): string {
  if (!MODEL_ID.test(id)) throw new AppError("request/invalid", { facts: { model: id } });
  return path.join(root, ...id.split("/"));
}

/** True for a model that ships with Forage. */
export function isShipped(id: string): boolean {
  return existsSync(path.join(modelFolderIn(modelsFolder(), id), "manifest.json"));
}

/**
 * Folder of one model version: where it ships, else where it lies in the data folder. It need not exist.
 * @param id `name/version`
 * @throws AppError request/invalid when the id is not of that form
 */
export function modelFolder(id: string): string {
  const local = modelFolderIn(localModelsFolder(), id);
  return !isShipped(id) && existsSync(local) ? local : modelFolderIn(modelsFolder(), id);
}

/** A name too long for a file cannot exist. */
const NOT_FOUND_CODES: ReadonlySet<unknown> = new Set(["ENOENT", "ENOTDIR", "ENAMETOOLONG"]);

export function isNotFound(error: unknown): boolean {
  return error instanceof Error && "code" in error && NOT_FOUND_CODES.has(error.code);
}

/**
 * Reads and checks a model's manifest from its folder on disk.
 * @throws AppError model/missing when there is none, model/corrupt when it does not parse
 */
export function readModelManifest(id: string): Promise<ModelManifest> {
  return readManifestIn(modelFolder(id), id);
}

/** The same, of a version's folder wherever it lies. */
export async function readManifestIn(folder: string, id = folder): Promise<ModelManifest> {
  const file = path.join(folder, "manifest.json");
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    if (isNotFound(cause))
      throw new AppError("model/missing", { facts: { model: id, file, path: file }, cause });
    throw cause;
  }
  try {
    return modelManifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError("model/corrupt", { facts: { model: id, file, path: file }, cause });
  }
}

async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/**
 * Checks every file of a model against its manifest.
 * @throws AppError model/missing or model/corrupt, facts model, file and path (the first bad file)
 */
export async function verifyFiles(manifest: ModelManifest, folder = modelFolder(manifest.id)): Promise<void> {
  for (const file of manifest.files) {
    const full = path.join(folder, file.path);
    const facts = { model: manifest.id, file: full, path: full };
    const sha256 = await sha256OfFile(full).catch((cause: unknown) => {
      throw isNotFound(cause) ? new AppError("model/missing", { facts, cause }) : cause;
    });
    if (sha256 !== file.sha256) throw new AppError("model/corrupt", { facts });
  }
}
