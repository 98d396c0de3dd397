"use client";

import { RotateCcw, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { useErrorSentence } from "@/lib/client/messages/use-error-sentence";
import type { CheckPhoto } from "@/lib/client/plants/plant-check";
import { HEALTHY } from "@/lib/core/plants/combine";
import { type LeafReader, readLeaves } from "@/lib/core/plants/read-leaves";
import { LeafPicture } from "../leaf-picture";

export interface CheckPhotoCardProps {
  readonly photo: CheckPhoto;
  readonly reader: LeafReader;
  readonly onRemove: () => void;
  readonly onAgain: () => void;
}

/** One photo of the plant, its leaves boxed, and what was found in words. */
export function CheckPhotoCard({ photo, reader, onRemove, onAgain }: CheckPhotoCardProps) {
  const t = useTranslations("plants.check");
  const leafIds = new Set(reader.classes.map(({ classId }) => classId));
  return (
    <li className="relative min-w-0" aria-busy={photo.state === "looking"}>
      <LeafPicture
        url={photo.url}
        size={photo.size}
        boxes={photo.boxes.filter(({ classId }) => leafIds.has(classId))}
        isBusy={photo.state === "waiting" || photo.state === "looking"}
      />
      <IconButton
        label={t("remove", { name: photo.name })}
        size="small"
        side="left"
        onClick={onRemove}
        className="!absolute top-1.5 right-1.5 border bg-raised shadow-float"
      >
        <X aria-hidden className="!size-4" />
      </IconButton>
      <p className="mt-1.5 truncate px-0.5 font-medium" title={photo.name}>
        {photo.name}
      </p>
      <Found photo={photo} reader={reader} />
      {photo.state === "failed" ? (
        <Button size="small" onClick={onAgain} className="mt-1.5">
          <RotateCcw aria-hidden />
          {t("again")}
        </Button>
      ) : null}
    </li>
  );
}

function Found({ photo, reader }: Pick<CheckPhotoCardProps, "photo" | "reader">) {
  const t = useTranslations("plants.check");
  const sentence = useErrorSentence();
  if (photo.state === "failed")
    return (
      <p role="alert" className="px-0.5 text-meta text-tomato-ink">
        {sentence(photo.error ?? { code: "server/unexpected" }, photo.name)}
      </p>
    );
  if (photo.state !== "done")
    return (
      <p role="status" className="px-0.5 text-meta text-ink-soft">
        {t(photo.state)}
      </p>
    );
  const { leaves } = readLeaves(photo.boxes, reader, photo.features);
  const affected = leaves.filter((leaf) => leaf[0]?.condition !== HEALTHY).length;
  return (
    <p role="status" className="tabular px-0.5 text-meta text-ink-soft">
      {leaves.length === 0 ? t("noLeaf") : t("leaves", { leaves: leaves.length, affected })}
    </p>
  );
}
