"use client";

import { useEffect, useRef, useState } from "react";

/** The photo's pixels, and a smaller copy for the overview of a large one. */
export interface StageImage {
  readonly full: CanvasImageSource;
  readonly overview: CanvasImageSource;
  /** Overview px a full px. */
  readonly overviewScale: number;
}

/** Longer than this, panning the fitted photo would scale tens of megapixels on every frame. */
const OVERVIEW_EDGE = 2048;

function shrink(image: CanvasImageSource, width: number, height: number): StageImage {
  let source = image;
  let scale = 1;
  // Halving in steps keeps fine detail from flickering (aliasing), as one large step would not.
  while (Math.max(width, height) * scale > OVERVIEW_EDGE) {
    scale /= 2;
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(Math.round(width * scale), 1);
    canvas.height = Math.max(Math.round(height * scale), 1);
    const context = canvas.getContext("2d");
    if (!context) return { full: image, overview: image, overviewScale: 1 };
    context.imageSmoothingQuality = "high";
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
    source = canvas;
  }
  return { full: image, overview: source, overviewScale: scale };
}

export interface PhotoCallbacks {
  readonly onLoad?: (() => void) | undefined;
  readonly onError?: (() => void) | undefined;
}

/** Loads the photo once an address; decoded pixels are taken as they are. Undefined until it can be drawn. */
export function usePhotoImage(
  photo: string | ImageBitmap,
  callbacks: PhotoCallbacks,
): StageImage | undefined {
  const [loaded, setLoaded] = useState<{ photo: string | ImageBitmap; image: StageImage }>();
  const latest = useRef(callbacks);
  useEffect(() => {
    latest.current = callbacks;
  });

  useEffect(() => {
    let isCurrent = true;
    const take = (image: CanvasImageSource, width: number, height: number) => {
      if (!isCurrent) return;
      setLoaded({ photo, image: shrink(image, width, height) });
      latest.current.onLoad?.();
    };
    if (typeof photo !== "string") {
      take(photo, photo.width, photo.height);
    } else {
      const image = new Image();
      image.decoding = "async";
      image.src = photo;
      image.decode().then(
        () => take(image, image.naturalWidth, image.naturalHeight),
        () => isCurrent && latest.current.onError?.(),
      );
    }
    return () => {
      isCurrent = false;
    };
  }, [photo]);

  return loaded?.photo === photo ? loaded.image : undefined;
}
