"use client";

import { useTranslations } from "next-intl";
import { classColour } from "@/components/ui/class-colour";
import { useClassRegistry } from "@/lib/client/datasets/use-registry";
import { photoImageUrl } from "@/lib/contracts/library";
import type { PromotionGatePhoto } from "@/lib/contracts/promotion-gate";

interface GatePhotosProps {
  readonly photos: readonly PromotionGatePhoto[];
  /** Ids of stored photos by SHA-256. */
  readonly photoIds: Readonly<Record<string, string>>;
}

type Corners = readonly [number, number, number, number];

/** Photos on which the models differ: the champion's boxes beside the candidate's, true boxes dotted in both. */
export function GatePhotos({ photos, photoIds }: GatePhotosProps) {
  const t = useTranslations("models");
  if (photos.length === 0) return <p className="text-ink-soft">{t("noPhotos")}</p>;
  return (
    <ul className="grid gap-4 md:grid-cols-2">
      {photos.map((photo) => (
        <li key={`${photo.set} ${photo.photo}`} className="min-w-0">
          <div className="grid grid-cols-2 gap-2">
            <Side photo={photo} side="champion" photoId={photoIds[photo.sha256]} />
            <Side photo={photo} side="candidate" photoId={photoIds[photo.sha256]} />
          </div>
          <p className="mt-1 truncate text-ink-soft text-meta" title={photo.photo}>
            {photo.set} · {photo.photo}
          </p>
        </li>
      ))}
    </ul>
  );
}

interface SideProps {
  readonly photo: PromotionGatePhoto;
  readonly side: "champion" | "candidate";
  readonly photoId: string | undefined;
}

function Side({ photo, side, photoId }: SideProps) {
  const t = useTranslations("models");
  const { nameOf } = useClassRegistry();
  const { width, height, truths } = photo;
  const errors = side === "champion" ? photo.championErrors : photo.candidateErrors;
  const boxes = photo[side];
  return (
    <figure className="min-w-0">
      <svg
        role="img"
        aria-label={t("photoAlt", { side: t(`alias.${side}`), errors, photo: photo.photo })}
        viewBox={`0 0 ${width} ${height}`}
        className="block aspect-[4/3] w-full rounded-card bg-sunken"
        fill="none"
      >
        {photoId ? <image href={photoImageUrl(photoId, "full")} width={width} height={height} /> : null}
        {truths.map(([classId, ...corners], i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: drawn as given
          <Outline key={i} corners={corners} classId={classId} title={nameOf(classId)} isTruth />
        ))}
        {boxes.map(([classId, score, ...corners], i) => {
          const title = `${nameOf(classId)} ${score.toFixed(2)}`;
          // biome-ignore lint/suspicious/noArrayIndexKey: drawn as given
          return <Outline key={i} corners={corners} classId={classId} title={title} isTruth={false} />;
        })}
      </svg>
      <figcaption className="text-meta">
        {t(`alias.${side}`)}: {t("errors", { count: errors })}
        {photoId ? null : <span className="block text-ink-soft">{t("photoElsewhere")}</span>}
      </figcaption>
    </figure>
  );
}

interface OutlineProps {
  readonly corners: Corners;
  readonly classId: number;
  readonly title: string;
  readonly isTruth: boolean;
}

function Outline({ corners: [x1, y1, x2, y2], classId, title, isTruth }: OutlineProps) {
  const { kindOf } = useClassRegistry();
  const colour = isTruth ? "white" : classColour(classId, kindOf(classId)).dark;
  const shape = {
    x: x1,
    y: y1,
    width: x2 - x1,
    height: y2 - y1,
    vectorEffect: "non-scaling-stroke" as const,
  };
  return (
    <g>
      <title>{title}</title>
      <rect {...shape} className="stroke-black/60" strokeWidth={4} />
      <rect {...shape} stroke={colour} strokeWidth={2} strokeDasharray={isTruth ? "2 3" : undefined} />
    </g>
  );
}
