import type { PhotoItem } from "@/lib/client/photos/photo-queue-store";
import { thisDevice } from "@/lib/client/recording/this-device";
import type { CorrectionInput, SaveIdentity } from "@/lib/contracts/corrections";
import type { SeenOn } from "@/lib/contracts/device-kinds";
import type { Detection, DetectionFilter } from "@/lib/core/detection/types";
import { isClaimed, type StageBox } from "@/lib/core/editor/document";
import type { Label } from "@/lib/core/editor/types";
import type { Size } from "@/lib/core/geometry/box";

/** A save from the press until the server's answer. Holds all that is sent, so that it outlives a reload. */
export interface WaitingSave {
  /** The photo's id on the strip. */
  readonly photoId: string;
  /** Id of the save: made at the press, and the same each time it is sent. */
  readonly id: string;
  readonly name: string;
  readonly size: Size;
  /** The photo itself, while the server does not have it. */
  readonly photo: Blob | null;
  readonly libraryId: string | null;
  readonly baseId: string | null;
  /** Earlier saves of this photo that may have arrived. */
  readonly unanswered: readonly string[];
  readonly correction: Omit<CorrectionInput, "photoId">;
  /** The person's boxes on the stage at the press: what changes after it is not in this save. */
  readonly stageLabels: readonly Label[];
  readonly features: readonly number[] | undefined;
  /** On what it was looked at, where that detection was recorded. */
  readonly seenOn?: SeenOn | undefined;
  /** Other boxes are sent than the stage shows: it shows what was saved afterwards. */
  readonly showsSaved: boolean;
}

export interface PressOptions {
  readonly id: string;
  readonly filter: DetectionFilter;
  /** Boxes of the model that are not saved. */
  readonly leftOut: readonly StageBox[];
  /** The save of this photo that has had no answer yet. */
  readonly before: WaitingSave | undefined;
}

/** What stands on a photo now, as the server records it. */
export function toCorrection(
  photo: PhotoItem,
  filter: DetectionFilter,
  leftOut: readonly StageBox[] = [],
): WaitingSave["correction"] {
  const { labels, detections, document, model } = photo.editor.getState();
  // a food that the model gave no name is nobody's box before a person has named or deleted it
  const isUnasked = (one: Detection) => one.isUnknown && !isClaimed(document, one, model.run);
  const without = new Set(leftOut.map(({ detection }) => detection));
  const shownWith = photo.run?.savedWith ?? filter;
  return {
    modelId: photo.run?.modelId ?? null,
    backend: photo.run?.backend ?? null,
    filter: { ...shownWith, hiddenClasses: [...shownWith.hiddenClasses] },
    modelBoxes: detections
      .filter((detection) => !without.has(detection) && !isUnasked(detection))
      .map(({ box, score, classId, alternatives }) => ({
        ...{ box, score, classId },
        ...(alternatives ? { alternatives: alternatives.slice(0, 20).map((each) => ({ ...each })) } : {}),
      })),
    labels: labels as CorrectionInput["labels"],
  };
}

/** With the person's leave for figures alone; a server's detection is of no device of theirs. */
function seenOnOf(run: PhotoItem["run"]): SeenOn | undefined {
  if (!run?.recordedAs) return undefined;
  return run.backend === "server" ? { device: "server", browser: "none" } : thisDevice();
}

const isSameContent = (a: WaitingSave["correction"], b: WaitingSave["correction"]) =>
  JSON.stringify(a) === JSON.stringify(b);

/** A press of Save. With nothing changed since the last press, whose answer never came, it is that same save. */
export function pressedSave(photo: PhotoItem, options: PressOptions): WaitingSave {
  const { id, filter, leftOut, before } = options;
  const correction = toCorrection(photo, filter, leftOut);
  const stageLabels = photo.editor.getState().labels;
  if (before && isSameContent(before.correction, correction)) return before;
  const features = photo.run?.features;
  const seenOn = seenOnOf(photo.run);
  return {
    ...(seenOn ? { seenOn } : {}),
    photoId: photo.id,
    id,
    name: photo.name,
    size: photo.size,
    photo: photo.libraryId === null ? photo.blob : null,
    libraryId: photo.libraryId,
    baseId: photo.base?.id ?? null,
    unanswered: before ? [...before.unanswered, before.id].slice(-MOST_UNANSWERED) : [],
    correction,
    stageLabels,
    features: features?.length ? [...features] : undefined,
    showsSaved: leftOut.length > 0,
  };
}

/** As many as the server takes. */
const MOST_UNANSWERED = 100;

/** Which save it is, and on top of what. */
export function saveIdentityOf({ id, baseId, unanswered }: WaitingSave): SaveIdentity {
  return { id, baseId, unanswered: [...unanswered] };
}
