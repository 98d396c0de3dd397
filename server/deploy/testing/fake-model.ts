import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { modelManifestSchema } from "@/lib/contracts/model-manifest";
import type { ResolvedModel } from "@/server/models/service";

/** A model called `small` whose network is a text. */
export async function fakeModel(
  folder: string,
  { version, content }: { readonly version: number; readonly content: string },
): Promise<ResolvedModel> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "model-64.onnx"), content);
  const sha256 = createHash("sha256").update(content).digest("hex");
  const manifest = modelManifestSchema.parse({
    schema: 1,
    id: `small/${version}`,
    name: "small",
    version,
    createdAt: "2026-11-30T00:00:00Z",
    licence: "AGPL-3.0-only",
    architecture: "none",
    inputSize: 64,
    featureLength: 0,
    classes: [{ id: 0, name: "apple", displayName: "Apple", kind: "ingredient" }],
    files: [{ path: "model-64.onnx", bytes: content.length, sha256, role: "onnx" }],
    defaults: { confidence: 0.25, iou: 0.45 },
  });
  return { id: manifest.id, folder, manifest };
}
