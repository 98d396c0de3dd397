import { open } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { AppError } from "@/lib/core/errors";
import { isNotFound, modelFolder } from "./files";
import { findManifest } from "./find-manifest";

export interface OpenedModelFile {
  readonly stream: ReadableStream<Uint8Array>;
  readonly bytes: number;
  readonly sha256: string;
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
export async function askedManifest(id: string): Promise<ModelManifest> {
  return findManifest(id).catch((error: unknown) => {
    const isUnknown =
      error instanceof AppError && (error.code === "request/invalid" || error.code === "model/missing");
    throw isUnknown ? new AppError("request/not-found", { cause: error }) : error;
  });
}

/**
 * Opens a file that the model's manifest names, and no other: a path that climbs out is simply not in the list.
 * @throws AppError request/not-found (no such model or file), model/missing, model/corrupt (another size)
 */
export async function openModelFile(id: string, file: string): Promise<OpenedModelFile> {
  const manifest = await askedManifest(id);
  const listed = manifest.files.find((entry) => entry.path === file);
  if (!listed) throw new AppError("request/not-found");
  const facts = { model: id, file };
  const handle = await open(path.join(modelFolder(id), listed.path), "r").catch((cause: unknown) => {
    throw isNotFound(cause) ? new AppError("model/missing", { facts, cause }) : cause;
  });
  const { size } = await handle.stat();
  if (size !== listed.bytes) {
    await handle.close();
    throw new AppError("model/corrupt", { facts });
  }
  return {
    stream: Readable.toWeb(handle.createReadStream()) as ReadableStream<Uint8Array>,
    bytes: size,
    sha256: listed.sha256,
    contentType: CONTENT_TYPES[path.extname(file)] ?? "application/octet-stream",
  };
}
