import type { DetectorStatus } from "@/lib/client/detection/detector";
import { isAsSaved, type PhotoItem } from "@/lib/client/photos/photo-queue-store";

/** What the stage has to say, one thing at a time, the most pressing first. */
export type StageNotice =
  | { readonly kind: "none" }
  | { readonly kind: "consent" }
  | { readonly kind: "model-failed"; readonly code: string }
  | { readonly kind: "photo-failed"; readonly code: string }
  | { readonly kind: "progress" }
  | { readonly kind: "waiting" }
  | { readonly kind: "slow"; readonly seconds: number }
  | { readonly kind: "nothing-found" };

export interface NoticeInput {
  readonly status: DetectorStatus;
  readonly photo: PhotoItem;
  readonly shownBoxes: number;
  readonly hasServerConsent: boolean;
  readonly declinedServerOffer: boolean;
  /** The person chose to draw by hand instead of sending photos to the server. */
  readonly declinedConsent: boolean;
  readonly isOnline: boolean;
}

/** Above this a photo takes long enough that the server is worth offering. */
export const SLOW_PHOTO_MS = 4_000;

export function stageNotice(input: NoticeInput): StageNotice {
  const { status, photo, shownBoxes } = input;
  const isUndetected = photo.state === "queued" || photo.state === "detecting";
  if (status.state === "needs-consent" && isUndetected) {
    return input.declinedConsent ? { kind: "none" } : { kind: "consent" };
  }
  if (status.state === "failed" && isUndetected) return { kind: "model-failed", code: status.code };
  if (photo.state === "failed") {
    return { kind: "photo-failed", code: photo.error?.code ?? "detection/backend-failed" };
  }
  if (isUndetected && (status.state === "downloading" || status.state === "warming-up"))
    return { kind: "progress" };
  if (photo.state === "queued") return { kind: "waiting" };
  if (photo.state !== "done") return { kind: "none" };
  // saved without boxes: that is what a person said, not what a model found
  if (isAsSaved(photo)) return { kind: "none" };
  if (shownBoxes === 0) return { kind: "nothing-found" };
  const { run } = photo;
  const wasSlow = run?.timings && run.backend !== "server" && run.timings.totalMs > SLOW_PHOTO_MS;
  const mayOffer = input.isOnline && !input.hasServerConsent && !input.declinedServerOffer;
  if (wasSlow && mayOffer) return { kind: "slow", seconds: Math.round((run.timings?.totalMs ?? 0) / 1000) };
  return { kind: "none" };
}
