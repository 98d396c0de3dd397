"use client";

import { useTranslations } from "next-intl";
import { trainingFileUrl, type WorstPhoto } from "@/lib/contracts/training";
import type { NameOf } from "./name-of";

interface WorstPhotosProps {
  readonly runId: string;
  readonly photos: readonly WorstPhoto[];
  readonly isValidation: boolean;
  readonly nameOf: NameOf;
}

const LINES = {
  found: { className: "stroke-leaf", dash: undefined },
  missed: { className: "stroke-saffron", dash: "6 4" },
  "false-alarm": { className: "stroke-tomato", dash: undefined },
  confused: { className: "stroke-tomato", dash: undefined },
} as const;

/** The photos with most mistakes, with what was found, missed and mistaken drawn on them. */
export function WorstPhotos({ runId, photos, isValidation, nameOf }: WorstPhotosProps) {
  const t = useTranslations("training");
  return (
    <div className="flex flex-col gap-2">
      <h3>
        <span className="font-medium">{t("worst")}</span>
        <span className="block text-ink-soft text-meta">{t("worstHint")}</span>
      </h3>
      {photos.length === 0 ? <p className="text-ink-soft">{t("noWorst")}</p> : null}
      <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-4">
        {photos.map((photo) => (
          <li key={photo.sha256}>
            <Picture
              photo={photo}
              url={trainingFileUrl(
                "runs",
                runId,
                "photos",
                isValidation ? "version" : photo.set,
                photo.photo,
              )}
              nameOf={nameOf}
            />
            <p className="tabular mt-1 text-ink-soft text-meta">
              {[
                photo.missed > 0 ? t("missed", { count: photo.missed }) : "",
                photo.falseAlarms > 0 ? t("falseAlarms", { count: photo.falseAlarms }) : "",
                photo.confused > 0 ? t("confused", { count: photo.confused }) : "",
              ]
                .filter(Boolean)
                .join(" · ")}
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Picture({
  photo,
  url,
  nameOf,
}: {
  readonly photo: WorstPhoto;
  readonly url: string;
  readonly nameOf: NameOf;
}) {
  const t = useTranslations("training");
  const { width, height, set, missed, falseAlarms, confused } = photo;
  const said = (box: WorstPhoto["boxes"][number]) =>
    box.trueClassId === null
      ? nameOf(box.classId)
      : t("takenFor", { truth: nameOf(box.trueClassId), found: nameOf(box.classId) });
  return (
    <svg
      role="img"
      aria-label={t("worstAlt", { set, missed, falseAlarms, confused })}
      viewBox={`0 0 ${width} ${height}`}
      className="block aspect-[4/3] w-full rounded-card bg-sunken"
      fill="none"
    >
      <image href={url} width={width} height={height} preserveAspectRatio="none" />
      {photo.boxes.map((box, i) => {
        const { className, dash } = LINES[box.kind];
        const shape = { x: box.x1, y: box.y1, width: box.x2 - box.x1, height: box.y2 - box.y1 };
        const isWrong = box.kind === "false-alarm" || box.kind === "confused";
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: drawn as given
          <g key={i} strokeWidth={2} vectorEffect="non-scaling-stroke">
            <title>{said(box)}</title>
            <rect {...shape} className="stroke-black/60" strokeWidth={4} vectorEffect="non-scaling-stroke" />
            <rect {...shape} className={className} strokeDasharray={dash} vectorEffect="non-scaling-stroke" />
            {isWrong ? (
              <path
                d={`M${box.x1} ${box.y1}L${box.x2} ${box.y2}`}
                className={className}
                strokeWidth={1.5}
                vectorEffect="non-scaling-stroke"
              />
            ) : null}
          </g>
        );
      })}
    </svg>
  );
}
