"use client";

import { useTranslations } from "next-intl";
import { classColour } from "@/components/ui/class-colour";
import { classNames } from "@/components/ui/class-names";
import type { FoundClass, PreviewPhoto } from "@/lib/contracts/dataset-import";

export interface ImportPreviewProps {
  readonly uploadId: string;
  readonly photos: readonly PreviewPhoto[];
  readonly classes: readonly FoundClass[];
  /** In a narrow place two stand beside each other, else four. */
  readonly isNarrow?: boolean;
}

/** A few photos of a set with their boxes drawn: so that a person can check the reading. */
export function ImportPreview({ uploadId, photos, classes, isNarrow = false }: ImportPreviewProps) {
  const t = useTranslations("imports");
  if (photos.length === 0) return null;
  const indexOf = new Map(classes.map(({ foreignName, classId }, index) => [foreignName, classId ?? index]));
  return (
    <ul
      aria-label={t("preview")}
      className={classNames("grid grid-cols-2 gap-3", !isNarrow && "sm:grid-cols-4")}
    >
      {photos.map((photo) => (
        <li key={photo.path} className="flex flex-col gap-1">
          <figure className="relative aspect-[4/3] overflow-hidden rounded-card bg-sunken">
            {/* biome-ignore lint/performance/noImgElement: it is small already, and made for this page alone */}
            <img
              src={`/api/v1/imports/${uploadId}/preview/${photo.index}`}
              alt={t("previewPhoto", { name: photo.name, count: photo.boxes.length })}
              className="size-full object-contain"
            />
            <PreviewBoxes photo={photo} indexOf={indexOf} />
          </figure>
          <p className="truncate text-meta text-ink-soft">
            {[...new Set(photo.boxes.map(({ name }) => name))].join(", ")}
          </p>
        </li>
      ))}
    </ul>
  );
}

interface PreviewBoxesProps {
  readonly photo: PreviewPhoto;
  readonly indexOf: ReadonlyMap<string, number>;
}

function PreviewBoxes({ photo, indexOf }: PreviewBoxesProps) {
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${photo.width} ${photo.height}`}
      preserveAspectRatio="xMidYMid meet"
      className="pointer-events-none absolute inset-0 size-full"
      fill="none"
    >
      {photo.boxes.map(({ name, box }, index) => {
        const shape = {
          x: box.x1,
          y: box.y1,
          width: Math.max(0, box.x2 - box.x1),
          height: Math.max(0, box.y2 - box.y1),
        };
        const { dark } = classColour(indexOf.get(name) ?? 0, "ingredient");
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: drawn once, as it is
          <g key={index}>
            <rect {...shape} className="stroke-black/50" strokeWidth={4} vectorEffect="non-scaling-stroke" />
            <rect {...shape} stroke={dark} strokeWidth={2} vectorEffect="non-scaling-stroke" />
          </g>
        );
      })}
    </svg>
  );
}
