"use client";

import { ImageOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { photoImageUrl } from "@/lib/contracts/library";

export interface VersionsPhotoProps {
  /** Photo id; null when the photo was deleted. */
  readonly image: string | null;
  readonly isDeleted: boolean;
  readonly width: number;
  readonly height: number;
  readonly alt: string;
  /** Shapes in source px, drawn over the photo. */
  readonly children?: ReactNode;
}

/** A photo of a version, whole, with what is drawn over it; or a word in its place when it was deleted. */
export function VersionsPhoto({ image, isDeleted, width, height, alt, children }: VersionsPhotoProps) {
  const t = useTranslations("versions");
  const [isMissing, setIsMissing] = useState(false);
  const isGone = isDeleted || image === null || isMissing;
  return (
    <div className="relative flex aspect-[4/3] items-center justify-center overflow-hidden rounded-card bg-sunken">
      {isGone ? (
        <p className="flex flex-col items-center gap-1.5 px-3 text-center text-ink-soft text-meta">
          <ImageOff aria-hidden className="size-5" />
          {isDeleted ? t("photoDeleted") : t("photoMissing")}
        </p>
      ) : (
        // biome-ignore lint/performance/noImgElement: the server makes the thumbnail
        <img
          src={photoImageUrl(image, "thumb")}
          alt={alt}
          loading="lazy"
          decoding="async"
          onError={() => setIsMissing(true)}
          className="absolute inset-0 size-full object-contain"
        />
      )}
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="xMidYMid meet"
        className="pointer-events-none absolute inset-0 size-full"
        fill="none"
      >
        {children}
      </svg>
    </div>
  );
}

export interface DrawnBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface BoxShapeProps {
  readonly box: DrawnBox;
  readonly colour: string;
  readonly isDashed?: boolean;
  readonly isStrong?: boolean;
}

/** One box over a photo: a line with a dark halo, so that it reads on any photo. */
export function BoxShape({ box, colour, isDashed, isStrong }: BoxShapeProps) {
  const shape = { x: box.x, y: box.y, width: box.width, height: box.height, rx: 2 };
  const width = isStrong ? 3 : 1.5;
  return (
    <>
      <rect
        {...shape}
        className="stroke-black/60"
        strokeWidth={width + 2}
        vectorEffect="non-scaling-stroke"
      />
      <rect
        {...shape}
        style={{ stroke: colour }}
        strokeWidth={width}
        strokeDasharray={isDashed ? "5 3" : undefined}
        vectorEffect="non-scaling-stroke"
      />
    </>
  );
}
