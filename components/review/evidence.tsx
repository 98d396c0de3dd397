"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ClassLookup } from "@/lib/client/detection/class-lookup";
import type { DeskPhoto } from "@/lib/client/review/desk-photo";
import { OWN_SOURCE, type ReviewItem } from "@/lib/contracts/review";
import { BoxCrop } from "./box-crop";
import { ErrorList } from "./error-list";
import { SignalBars } from "./signal-bars";

interface EvidenceProps {
  readonly photo: DeskPhoto;
  readonly classes: ClassLookup;
}

/** Why a photo is here, what the model got wrong on it, and where it comes from. */
export function ReviewEvidence({ photo, classes }: EvidenceProps) {
  const t = useTranslations("review");
  const { item } = photo;
  return (
    <div className="flex flex-col gap-6 px-4 py-4">
      <Part title={t("why")}>
        <SignalBars item={item} classes={classes} />
      </Part>
      <Part title={t("errors")}>
        <ErrorList photo={photo} classes={classes} />
      </Part>
      {item.shadow ? (
        <Part title={t("shadowTitle")}>
          <Shadow photo={photo} classes={classes} shadow={item.shadow} />
        </Part>
      ) : null}
      <Part title={t("facts")}>
        <Facts item={item} />
      </Part>
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-2 font-normal text-ink-soft text-meta">{title}</h2>
      {children}
    </section>
  );
}

type ShadowProps = EvidenceProps & { readonly shadow: NonNullable<ReviewItem["shadow"]> };

/** The two models' boxes, side by side. */
function Shadow({ photo, classes, shadow }: ShadowProps) {
  const sides = [
    { id: shadow.championId, boxes: shadow.championBoxes },
    { id: shadow.candidateId, boxes: shadow.candidateBoxes },
  ];
  return (
    <div className="grid grid-cols-2 gap-2">
      {sides.map(({ id, boxes }) => (
        <figure key={id}>
          <BoxCrop
            url={photo.url}
            photo={photo.item.card}
            boxes={boxes.map((box) => ({ ...box, isModel: true }))}
            classes={classes}
            isWhole
            className="aspect-[4/3] w-full rounded-small"
          />
          <figcaption className="mt-1 truncate text-meta">{id}</figcaption>
        </figure>
      ))}
    </div>
  );
}

function Facts({ item }: { readonly item: ReviewItem }) {
  const t = useTranslations("review");
  const { card, correction, author } = item;
  const saved = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
  const facts: readonly (readonly [string, string])[] = [
    [t("name"), card.name],
    [t("savedBy"), author],
    [t("savedAt"), saved.format(new Date(correction.createdAt))],
    [t("revision"), String(correction.revision)],
    [t("model"), correction.modelId ?? t("none")],
    [t("source"), card.source === OWN_SOURCE ? t("ownSource") : card.source],
  ];
  return (
    <dl className="divide-y">
      {facts.map(([name, value]) => (
        <div key={name} className="flex justify-between gap-4 py-1.5">
          <dt className="text-ink-soft">{name}</dt>
          <dd className="tabular min-w-0 truncate text-right">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
