"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { classColour } from "@/components/ui/class-colour";
import { useTRPC } from "@/lib/client/api/trpc";
import { createClassLookup } from "@/lib/client/detection/class-lookup";
import { photoImageUrl } from "@/lib/contracts/library";
import type { UploadResult } from "@/lib/contracts/model-upload";

interface TriedPhotosProps {
  readonly modelId: string;
  readonly tried: UploadResult["tried"];
}

/** What a new model found on stored photos, drawn on them. */
export function TriedPhotos({ modelId, tried }: TriedPhotosProps) {
  const t = useTranslations("models");
  const trpc = useTRPC();
  const manifest = useQuery(trpc.models.manifest.queryOptions({ modelId }));
  const { nameOf, kindOf } = createClassLookup(manifest.data ?? null, null);
  if (tried.length === 0) return <p className="text-ink-soft">{t("noneToTry")}</p>;
  return (
    <ul className="grid grid-cols-2 gap-3 sm:grid-cols-4">
      {tried.map(({ photoId, name, width, height, boxes }) => (
        <li key={photoId} className="min-w-0">
          <svg
            role="img"
            aria-label={`${name}: ${boxes.map(({ classId }) => nameOf(classId)).join(", ")}`}
            viewBox={`0 0 ${width} ${height}`}
            className="block aspect-[4/3] w-full rounded-card bg-sunken"
            fill="none"
          >
            <image href={photoImageUrl(photoId, "full")} width={width} height={height} />
            {boxes.map(({ box, classId, score }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: drawn as given
              <g key={i}>
                <title>{`${nameOf(classId)} ${score.toFixed(2)}`}</title>
                <rect
                  x={box.x1}
                  y={box.y1}
                  width={box.x2 - box.x1}
                  height={box.y2 - box.y1}
                  stroke={classColour(classId, kindOf(classId)).dark}
                  strokeWidth={2}
                  vectorEffect="non-scaling-stroke"
                />
              </g>
            ))}
          </svg>
          <p className="truncate text-ink-soft text-meta">{t("boxCount", { count: boxes.length })}</p>
        </li>
      ))}
    </ul>
  );
}
