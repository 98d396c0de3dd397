import type { BackendPreference, Detector } from "@/lib/client/detection/detector";
import { AppError } from "@/lib/core/errors";

export interface DetectorOptions {
  /** Where the built worker and its WASM binaries lie. */
  readonly workerBase?: string;
  readonly preference?: BackendPreference;
  /** The person's remembered yes to detection on the server. */
  readonly serverConsent?: boolean;
}

/** Builds the page's detector; nothing is downloaded before `start`. */
export function createDetector(_options: DetectorOptions = {}): Detector {
  throw new AppError("detection/no-backend");
}
