import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type ModelManifest, modelManifestSchema } from "@/lib/contracts/model-manifest";
import { AppError } from "@/lib/core/errors";
import { projectPath } from "@/server/storage/project-root";
import { type Attribution, attributionSchema, modelCard } from "./card";
import { isNotFound, modelFolder, modelsFolder, readModelManifest } from "./files";
import { writeWhole } from "./write-whole";

type ModelFile = ModelManifest["files"][number];

/** The manifest's entry for a file with this content. */
export function fileEntry(file: string, content: string | Uint8Array, role: ModelFile["role"]): ModelFile {
  const bytes = Buffer.from(content);
  return {
    path: file,
    bytes: bytes.byteLength,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    role,
  };
}

async function readAttribution(): Promise<Attribution> {
  const file = projectPath("training/src/forage_training/base_model/attribution.json");
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if (isNotFound(error)) return "{}";
    throw error;
  });
  return attributionSchema.parse(JSON.parse(text));
}

/**
 * Writes a model's card and manifest, the card made from the manifest.
 * @param manifest its `files` without the card
 * @param folder of the version
 * @returns the manifest as written
 */
export async function writeManifest(
  manifest: ModelManifest,
  folder = modelFolder(manifest.id),
): Promise<ModelManifest> {
  const others = manifest.files.filter((file) => file.role !== "card");
  const card = modelCard({ ...manifest, files: others }, await readAttribution());
  const whole = modelManifestSchema.parse({
    ...manifest,
    files: [...others, fileEntry("card.md", card, "card")],
  });
  await writeWhole(path.join(folder, "card.md"), card);
  await writeWhole(path.join(folder, "manifest.json"), `${JSON.stringify(whole, null, 2)}\n`);
  return whole;
}

/**
 * Records what `forage eval` measured on a test set, in the manifest and the card.
 * @throws AppError model/missing or model/corrupt
 */
export async function recordMetrics(
  id: string,
  set: string,
  metrics: ModelManifest["metrics"][string],
): Promise<ModelManifest> {
  const manifest = await readModelManifest(id);
  return writeManifest({ ...manifest, metrics: { ...manifest.metrics, [set]: metrics } });
}

/** Makes one model the champion that page, server and command line use. @throws AppError model/missing */
export async function setChampion(id: string): Promise<void> {
  await readModelManifest(id);
  await writeWhole(path.join(modelsFolder(), "champion.json"), `${JSON.stringify({ id })}\n`);
}

/** @returns the file's content @throws AppError model/missing with the path in its facts */
export async function readModelInput(file: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (cause) {
    if (isNotFound(cause)) throw new AppError("model/missing", { facts: { file, path: file }, cause });
    throw cause;
  }
}
