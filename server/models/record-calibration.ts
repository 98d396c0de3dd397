import type { Calibration, NameCalibration } from "@/lib/contracts/calibration";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
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
 * Records what `forage calibrate --names` measured in a model's manifest.
 * @throws AppError model/missing or model/corrupt
 */
export async function recordNameCalibration(
  id: string,
  nameCalibration: NameCalibration,
): Promise<ModelManifest> {
  return writeManifest({ ...(await readModelManifest(id)), nameCalibration });
}
