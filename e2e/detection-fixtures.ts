import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { createDetector } from "@/lib/client/detection/create-detector";
import type { Detector, DetectorStatus } from "@/lib/client/detection/detector";
import { type ModelManifest, modelManifestSchema } from "@/lib/contracts/model-manifest";
import { type ModelParity, modelParitySchema, type ParityCase } from "@/lib/contracts/model-parity";
import type { filterCandidates } from "@/lib/core/detection/filter";
import { championManifest } from "@/server/models/service";

declare global {
  /** What the harness's page offers. */
  var forage: { createDetector: typeof createDetector; filterCandidates: typeof filterCandidates };
  /** The detector of the test that runs, and every status it went through. */
  var detector: Detector | undefined;
  var statuses: DetectorStatus[];
}

const models = fileURLToPath(new URL("../models/", import.meta.url));

const graphSchema = z.object({ weightsManifest: z.array(z.object({ paths: z.array(z.string()) })) });

/** What every runtime must answer with the model that ships. */
export async function championParity(): Promise<ModelParity> {
  const { id } = await championManifest();
  const file = path.join(models, "parity", `${id.replace("/", "-")}.json`);
  return modelParitySchema.parse(JSON.parse(await readFile(file, "utf8")));
}

/** The manifest of that model's small network, which an emulated GPU can run, as the worker would download it. */
export async function smallManifest(): Promise<ModelManifest> {
  const parity = await championParity();
  const small = parity.cases.find(({ inputSize }) => inputSize <= 64);
  if (!small) throw new Error(`models/parity has no small network of ${parity.modelId}`);
  return parityManifest(parity.modelId, small);
}

/** The model's manifest with another of its graphs in place of the shipped one, as the worker would download it. */
export async function parityManifest(
  modelId: string,
  one: Pick<ParityCase, "inputSize" | "tfjs">,
): Promise<ModelManifest> {
  const folder = path.join(models, modelId);
  const manifest = modelManifestSchema.parse(
    JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8")),
  );
  const graph = graphSchema.parse(JSON.parse(await readFile(path.join(folder, one.tfjs), "utf8")));
  const shards = graph.weightsManifest.flatMap(({ paths }) => paths);
  const file = async (name: string, role: "tfjs-graph" | "tfjs-shard") => {
    const bytes = await readFile(path.join(folder, name));
    return {
      path: name,
      bytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      role,
    };
  };
  const files = [
    await file(one.tfjs, "tfjs-graph"),
    ...(await Promise.all(
      shards.map((name) => file(path.posix.join(path.posix.dirname(one.tfjs), name), "tfjs-shard")),
    )),
  ];
  return { ...manifest, inputSize: one.inputSize, files };
}
