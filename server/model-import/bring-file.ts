import { rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Head } from "@/lib/contracts/model-upload";
import { AppError } from "@/lib/core/errors";
import { decodeModel, encodeModel } from "@/server/converter/onnx/read-onnx";
import { DETECTIONS } from "@/server/converter/parity/names";
import { fileEntry, readModelInput } from "@/server/models/write-version";
import { writeWhole } from "@/server/models/write-whole";
import { normaliseHead } from "./normalise-head";
import { planHead } from "./plan-head";
import { readHead } from "./read-head";

/** Files people choose by mistake, by their first bytes. */
const OTHER_FILES: readonly (readonly [readonly number[], string])[] = [
  [[0x89, 0x50, 0x4e, 0x47], "it is a PNG picture"],
  [[0xff, 0xd8, 0xff], "it is a JPEG picture"],
  [[0x52, 0x49, 0x46, 0x46], "it is a WebP picture"],
  [[0x50, 0x4b, 0x03, 0x04], "it is a PyTorch checkpoint (.pt) or another archive"],
];

function whatItIs(bytes: Uint8Array): string {
  const known = OTHER_FILES.find(([start]) => start.every((byte, i) => bytes[i] === byte));
  return known?.[1] ?? "it is cut off, or something else";
}

/** @throws AppError model/not-onnx with what it is instead */
export function decodeUpload(bytes: Uint8Array) {
  if (bytes.byteLength === 0) throw new AppError("model/not-onnx", { facts: { reason: "it is empty" } });
  try {
    return decodeModel(bytes);
  } catch (cause) {
    throw new AppError("model/not-onnx", { facts: { reason: whatItIs(bytes) }, cause });
  }
}

/**
 * Gives a file as a network with the outputs of Forage's own: itself if it has them, else a rewritten copy that is
 * removed afterwards.
 * @param head how it answers, where the file leaves that open
 * @throws AppError model/not-onnx, model/not-fitting, model/head-unclear, model/unsupported-head
 */
export async function withOurHead<T>(
  file: string,
  head: Head | undefined,
  use: (file: string) => Promise<T>,
): Promise<T> {
  const bytes = await readModelInput(file);
  const decoded = decodeUpload(bytes);
  if (decoded.graph?.output?.some(({ name }) => name === DETECTIONS)) return use(file);
  const read = readHead(decoded);
  const [only, another] = read.heads;
  const chosen = head ?? (another ? undefined : only?.head);
  if (!chosen) throw new AppError("model/head-unclear", { facts: { shape: read.shape.join("×") } });
  const ours = encodeModel(normaliseHead(read.model, await planHead(read, chosen)));
  const copy = path.join(os.tmpdir(), `forage-${fileEntry("", bytes, "onnx").sha256}-${process.pid}.onnx`);
  try {
    await writeWhole(copy, ours);
    return await use(copy);
  } finally {
    await rm(copy, { force: true });
  }
}
