import type { DetectionEvent, RecordedAs } from "@/lib/contracts/detection-events";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import type { WorkerBackend } from "@/lib/core/detection/backends";
import type { Candidates } from "@/lib/core/detection/types";
import type { Size } from "@/lib/core/geometry/box";
import type { DetectionFigures } from "@/lib/core/monitoring/recording/describe-detection";

export type BackendName = WorkerBackend | "server";
export type BackendPreference = "auto" | BackendName;

/** Why a backend was used or skipped. The page turns the code into a sentence. */
export type BackendReason =
  | "best-available"
  | "chosen-by-person"
  | "not-supported"
  | "software-adapter"
  | "init-failed"
  | "device-lost"
  | "out-of-memory"
  | "worker-crashed"
  | "needs-consent"
  | "previous-failed";

export interface BackendAttempt {
  readonly backend: BackendName;
  readonly taken: boolean;
  readonly reason: BackendReason;
  /** Adapter or renderer name where one is known. */
  readonly detail?: string;
}

export type DetectorStatus =
  | { readonly state: "idle" }
  | { readonly state: "downloading"; readonly receivedBytes: number; readonly totalBytes: number }
  | { readonly state: "warming-up"; readonly backend: BackendName }
  | {
      readonly state: "ready";
      readonly backend: BackendName;
      readonly attempts: readonly BackendAttempt[];
      readonly modelId: string;
      readonly downloadMs: number;
      readonly warmUpMs: number;
      /** True when the shards came from the browser's cache. */
      readonly fromCache: boolean;
    }
  | {
      /** Nothing on this device works; the server could, if the person allows it. */
      readonly state: "needs-consent";
      readonly attempts: readonly BackendAttempt[];
    }
  | {
      readonly state: "failed";
      readonly code: string;
      readonly attempts: readonly BackendAttempt[];
    };

export interface StageTimings {
  /** How long it waited for its turn on the server. */
  readonly queueMs?: number;
  readonly decodeMs: number;
  readonly preprocessMs: number;
  readonly inferenceMs: number;
  readonly postprocessMs: number;
  readonly totalMs: number;
}

export interface DetectionRun {
  readonly candidates: Candidates;
  readonly photo: Size;
  readonly modelId: string;
  readonly backend: BackendName;
  readonly timings: StageTimings;
  /** [featureLength] pooled feature vector; empty when the model has none. */
  readonly features: Float32Array;
  /** Figures of it, where they were wanted, and what they cost. */
  readonly figures?: (DetectionFigures & { readonly recordMs: number }) | undefined;
  /** The event that the server would record of it, where it was asked for that. */
  readonly event?: DetectionEvent | undefined;
  /** Where its figures were recorded, with the person's leave. */
  readonly recordedAs?: RecordedAs | undefined;
}

/** Told of each detection of a detector that has one. */
export interface DetectionRecorder {
  /** Whether the next detection is to be recorded. */
  isWanted(): boolean;
  /** @returns where it is recorded; undefined where it is not */
  record(run: DetectionRun): RecordedAs | undefined;
}

export interface DetectOptions {
  readonly signal?: AbortSignal;
  /** Figures are wanted to be shown, and the detection is not recorded. */
  readonly describeOnly?: boolean;
}

/**
 * The page's whole view of detection. `detect` continues on the next backend when one dies and says so through
 * `subscribe`; it rejects with AppError only when nothing is left.
 */
export interface Detector {
  readonly manifest: ModelManifest | undefined;
  getStatus(): DetectorStatus;
  subscribe(listener: (status: DetectorStatus) => void): () => void;
  /** Starts download and warm-up; safe to call twice. */
  start(): Promise<void>;
  setPreference(preference: BackendPreference): Promise<void>;
  /** The person's permission (or its withdrawal) to detect on the server. */
  setServerConsent(allowed: boolean): Promise<void>;
  /** @param photo any blob the page accepted; decoded off the main thread, EXIF orientation applied */
  detect(photo: Blob, options?: DetectOptions): Promise<DetectionRun>;
  dispose(): void;
}
