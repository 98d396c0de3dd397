import { open } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { AppError } from "@/lib/core/errors";
import { isWhole } from "@/server/storage/verified-files";
import { isNotFound, modelFolder } from "./files";
import { findManifest, requireGivable } from "./find-manifest";

export interface OpenedModelFile {
  readonly stream: ReadableStream<Uint8Array>;
  readonly bytes: number;
  /** Hash of content that never changes; null for the manifest, which gains figures as they are measured. */
  readonly sha256: string | null;
  readonly contentType: string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".json": "application/json",
  ".md": "text/markdown; charset=utf-8",
};

/**
 * The manifest of a model that an address asks for.
 * @throws AppError request/not-found (no such model), model/corrupt
 */
async function askedManifest(id: string): Promise<ModelManifest> {
  return requireGivable(id)
    .then(() => findManifest(id))
    .catch((error: unknown) => {
      const isUnknown =
        error instanceof AppError && (error.code === "request/invalid" || error.code === "model/missing");
      throw isUnknown ? new AppError("request/not-found", { cause: error }) : error;
    });
}

function asFile(manifest: ModelManifest): OpenedModelFile {
  const json = new Blob([JSON.stringify(manifest)]);
  return { stream: json.stream(), bytes: json.size, sha256: null, contentType: "application/json" };
}

/**
 * Opens a model's manifest, or a file that it names, and nothing else: a path that leads out is not in the list.
 * @throws AppError request/not-found (no such model or file), model/missing, model/corrupt (it is not what the manifest says)
 */
export async function openModelFile(id: string, file: string): Promise<OpenedModelFile> {
  const manifest = await askedManifest(id);
  if (file === "manifest.json") return asFile(manifest);
  const listed = manifest.files.find((entry) => entry.path === file);
  if (!listed) throw new AppError("request/not-found");
  const facts = { model: id, file };
  const place = path.join(modelFolder(id), listed.path);
  // browsers keep it forever under its hash: other content must not be sent
  const isRight = await isWhole(place, listed.sha256).catch((cause: unknown) => {
    throw isNotFound(cause) ? new AppError("model/missing", { facts, cause }) : cause;
  });
  if (!isRight) throw new AppError("model/corrupt", { facts });
  const handle = await open(place, "r");
  const { size } = await handle.stat();
  return {
    stream: Readable.toWeb(handle.createReadStream()) as ReadableStream<Uint8Array>,
    bytes: size,
    sha256: listed.sha256,
    contentType: CONTENT_TYPES[path.extname(file)] ?? "application/octet-stream",
  };
}
