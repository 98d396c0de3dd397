import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { AppError } from "@/lib/core/errors";
import { isNotFound, modelFolder, modelsFolder, readManifest, verifyFiles } from "./files";

export { modelFolder, modelsFolder, readManifest } from "./files";
export { openModelFile } from "./open-file";

const championSchema = z.object({ id: z.string() });

async function folderNames(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (isNotFound(error)) return [];
    throw error;
  });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

/** Ids of the installed models, by name, then newest version first. */
export async function modelIds(): Promise<readonly string[]> {
  const names = (await folderNames(modelsFolder())).filter((name) => name !== "parity").toSorted();
  const byName = await Promise.all(
    names.map(async (name) => {
      const versions = (await folderNames(path.join(modelsFolder(), name))).filter((v) => /^[0-9]+$/.test(v));
      const sorted = versions.map(Number).toSorted((a, b) => b - a);
      const ids = sorted.map((version) => `${name}/${version}`);
      const imported = await Promise.all(ids.map((id) => hasManifest(id)));
      return ids.filter((_, i) => imported[i]);
    }),
  );
  return byName.flat();
}

async function hasManifest(id: string): Promise<boolean> {
  return (await readdir(modelFolder(id))).includes("manifest.json");
}

/**
 * Manifests of all imported models, by name, newest version first.
 * @throws AppError model/corrupt when one does not parse
 */
export async function listModels(): Promise<readonly ModelManifest[]> {
  return Promise.all((await modelIds()).map(readManifest));
}

/**
 * Id of the model everything uses: the one `models/champion.json` names, else the newest version of `forage-n`, else
 * of whatever is there.
 * @throws AppError model/missing when no model is imported
 */
export async function championId(): Promise<string> {
  const file = path.join(modelsFolder(), "champion.json");
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if (isNotFound(error)) return undefined;
    throw error;
  });
  if (text !== undefined) {
    try {
      return championSchema.parse(JSON.parse(text)).id;
    } catch (cause) {
      throw new AppError("model/corrupt", { facts: { model: "champion", file, path: file }, cause });
    }
  }
  const ids = await modelIds();
  const id = ids.find((candidate) => candidate.startsWith("forage-n/")) ?? ids[0];
  if (!id) throw new AppError("model/missing", { facts: { file: modelsFolder(), path: modelsFolder() } });
  return id;
}

const verified = new Map<string, Promise<void>>();

/**
 * A model's manifest, its files checked against their hashes once in the life of the process.
 * @throws AppError model/missing or model/corrupt, facts model, file and path
 */
export async function verifiedManifest(id: string): Promise<ModelManifest> {
  const manifest = await readManifest(id);
  const key = `${modelFolder(id)} ${manifest.files.map((file) => file.sha256).join()}`;
  const check = verified.get(key) ?? verifyFiles(manifest);
  verified.set(key, check);
  try {
    await check;
  } catch (error) {
    verified.delete(key);
    throw error;
  }
  return manifest;
}

/**
 * The manifest of the model everything uses, its files verified.
 * @throws AppError model/missing or model/corrupt, facts model, file and path
 */
export async function championManifest(): Promise<ModelManifest> {
  return verifiedManifest(await championId());
}
