import { filterCandidates } from "../../detection/filter";
import { foldAlternatives } from "../../detection/fold-alternatives";
import { type Candidates, DEFAULT_FILTER } from "../../detection/types";
import type { Size } from "../../geometry/box";
import { type BoxFigures, describeBoxes, rounded } from "./describe-boxes";
import { lookOfPhoto, type NetworkInput, type PhotoLook } from "./photo-look";
import { sketchOf } from "./sketch";

/** What is told of one detection: figures alone, from which no photo can be made. */
export interface DetectionFigures {
  readonly photo: PhotoLook & Size;
  readonly boxes: BoxFigures;
  /** [SKETCH_LENGTH] whole numbers; null where the model gives no features. */
  readonly sketch: readonly number[] | null;
}

export interface DetectionToDescribe {
  readonly photo: Size;
  readonly candidates: Candidates;
  /** Empty when the model has none. */
  readonly features: Float32Array;
  /** The model's own thresholds: figures must not follow a person's sliders. */
  readonly defaults: { readonly confidence: number; readonly iou: number };
}

/** The photo's part: before the network runs, because a backend may take the input's memory. */
export function describePhoto(input: NetworkInput, photo: Size): DetectionFigures["photo"] {
  const { brightness, contrast, saturation, sharpness } = lookOfPhoto(input, photo);
  return {
    width: photo.width,
    height: photo.height,
    brightness: rounded(brightness),
    contrast: rounded(contrast),
    saturation: rounded(saturation),
    sharpness: rounded(sharpness),
  };
}

/** The rest, after it has run. */
export function describeDetection(
  look: DetectionFigures["photo"],
  { photo, candidates, features, defaults }: DetectionToDescribe,
): DetectionFigures {
  const filter = { ...DEFAULT_FILTER, confidence: defaults.confidence, iou: defaults.iou };
  const shown = foldAlternatives(filterCandidates(candidates, filter));
  return { photo: look, boxes: describeBoxes(shown, photo), sketch: sketchOf(features) };
}
