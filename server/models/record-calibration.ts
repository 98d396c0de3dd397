import type { Calibration } from "@/lib/contracts/calibration";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import type { ModelReading } from "@/lib/contracts/reading";
import { readModelManifest } from "./files";
import { writeManifest } from "./write-version";

/**
 * Records what `forage calibrate` measured in a model's manifest.
 * @throws AppError model/missing or model/corrupt
 */
export async function recordCalibration(id: string, calibration: Calibration): Promise<ModelManifest> {
  return writeManifest({ ...(await readModelManifest(id)), calibration });
}

/**
 * Records from which confidence a model's boxes are shown by default.
 * @throws AppError model/missing or model/corrupt
 */
export async function recordConfidence(id: string, confidence: number): Promise<ModelManifest> {
  const manifest = await readModelManifest(id);
  return writeManifest({ ...manifest, defaults: { ...manifest.defaults, confidence } });
}

/**
 * Records what `forage calibrate --foods` measured in a model's manifest, with the default threshold it chose.
 * @throws AppError model/missing or model/corrupt
 */
export async function recordReading(id: string, reading: ModelReading): Promise<ModelManifest> {
  const manifest = await readModelManifest(id);
  const { confidence } = reading.confidence.chosen;
  return writeManifest({ ...manifest, reading, defaults: { ...manifest.defaults, confidence } });
}
