import type { Viewport } from "@/lib/core/editor/viewport";
import type { Size } from "@/lib/core/geometry/box";
import type { StageImage } from "../use-photo-image";

/** From here on single pixels are what a person wants to see. */
const PIXELS_FROM_SCALE = 4;

/** The whole photo at the viewport, from the overview while that has pixels enough. */
export function paintPhoto(
  context: CanvasRenderingContext2D,
  image: StageImage,
  place: { readonly viewport: Viewport; readonly photo: Size },
): void {
  const { viewport, photo } = place;
  const ratio = globalThis.devicePixelRatio || 1;
  const isOverview = viewport.scale * ratio <= image.overviewScale;
  context.imageSmoothingEnabled = viewport.scale < PIXELS_FROM_SCALE;
  context.imageSmoothingQuality = "high";
  context.drawImage(
    isOverview ? image.overview : image.full,
    viewport.x,
    viewport.y,
    photo.width * viewport.scale,
    photo.height * viewport.scale,
  );
}
