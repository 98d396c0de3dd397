import type { PhotoLetterbox } from "@/lib/client/detection/letterbox/photo-letterbox";
import type { Runtime } from "@/lib/client/detection/runtime/runtime";
import type { HeicDecoder } from "@/lib/client/detection/worker/heic";
import { openBrowserPhoto } from "@/lib/client/detection/worker/open-photo";
import type { OpenedBrowserPhoto } from "@/lib/client/detection/worker/opened-photo";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { decodeCandidates } from "@/lib/core/detection/decode";
import { readCandidates } from "@/lib/core/detection/read-candidates";
import { AppError } from "@/lib/core/errors";
import { describeDetection, describePhoto } from "@/lib/core/monitoring/recording/describe-detection";

export interface DetectPhotoOptions {
  readonly manifest: ModelManifest;
  readonly runtime: Runtime;
  /** For the manifest's input size. */
  readonly letterbox: PhotoLetterbox;
  readonly scoreFloor: number;
  /** Whether figures of the detection are wanted. */
  readonly describe: boolean;
  readonly signal: AbortSignal;
  readonly heic: () => HeicDecoder;
}

/** A failure of the backend, not of the photo: the next backend may succeed. */
export class BackendFailure extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = "BackendFailure";
  }
}

/**
 * Photo → candidates, each stage timed.
 * @throws AppError photo/* and detection/cancelled; BackendFailure if the network could not be run
 */
export async function detectPhoto(photo: Blob, options: DetectPhotoOptions) {
  const { manifest, runtime, letterbox, scoreFloor, describe, signal } = options;
  const times = [performance.now()];
  const stageEnds = () => {
    times.push(performance.now());
    if (signal.aborted) throw new AppError("detection/cancelled");
  };

  const opened = await openBrowserPhoto(photo, {
    heic: options.heic,
    takesAnyFormat: (size) => letterbox.takesAnyFormat(size),
  });
  const size = { width: opened.width, height: opened.height };
  const { data, transform } = await withPhoto(opened, async () => {
    stageEnds();
    runtime.prepare?.();
    return await letterbox.run(opened, size);
  });
  stageEnds();
  const described = performance.now();
  const look = describe
    ? describePhoto({ data, layout: "nhwc", inputSize: manifest.inputSize, transform }, size)
    : undefined;
  const lookMs = performance.now() - described;
  const output = await runtime.run(data, scoreFloor).catch((cause: unknown) => {
    throw new BackendFailure(cause);
  });
  stageEnds();
  const classIds = Uint16Array.from(manifest.classes, ({ id }) => id);
  const anchorCount = output.detections.length / (4 + classIds.length);
  const scored = decodeCandidates(output.detections, {
    head: manifest.head,
    classIds,
    anchorCount,
    transform,
    photo: size,
    scoreFloor,
  });
  const candidates = readCandidates(scored, manifest.reading, manifest.classes);
  stageEnds();
  const [start = 0, decoded = 0, prepared = 0, inferred = 0, end = 0] = times;
  const timings = {
    decodeMs: decoded - start,
    preprocessMs: prepared - decoded,
    inferenceMs: inferred - prepared - lookMs,
    postprocessMs: end - inferred,
    totalMs: end - start - lookMs,
  };
  const { features } = output;
  const found = { photo: size, candidates, features, timings };
  if (!look) return found;
  const figures = describeDetection(look, { ...found, defaults: manifest.defaults });
  return { ...found, figures: { ...figures, recordMs: lookMs + performance.now() - end } };
}

async function withPhoto<T>(opened: OpenedBrowserPhoto, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } finally {
    opened.close();
  }
}
