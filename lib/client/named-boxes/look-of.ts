import type { PhotoRun } from "@/lib/client/photos/photo-queue-store";
import type { Detection } from "@/lib/core/detection/types";
import type { BoxLook } from "@/lib/core/named-boxes/named-box";

/** What a model saw of a box; undefined for boxes from the library and for models without features. */
export function lookOf(run: PhotoRun | null, detection: Detection): BoxLook | undefined {
  if (!run?.timings || !run.features?.length || run.savedWith) return undefined;
  const { classId, score, alternatives = [] } = detection;
  return {
    modelId: run.modelId,
    photoFeatures: run.features,
    scores: [{ classId, score }, ...alternatives],
  };
}
