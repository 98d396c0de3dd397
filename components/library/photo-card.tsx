"use client";

import { History, ImageOff, Trash2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/icon-button";
import type { ClassLookup } from "@/lib/client/detection/class-lookup";
import { type LibraryItem, photoImageUrl } from "@/lib/contracts/library";
import { PhotoBoxes } from "./photo-boxes";
import { ShareButton } from "./share-button";

interface PhotoCardProps {
  readonly item: LibraryItem;
  readonly classes: ClassLookup;
  readonly onDelete: (item: LibraryItem) => void;
  readonly onHistory: (item: LibraryItem) => void;
}

const ON_PHOTO = "border bg-raised shadow-float";

/** A saved photo with its boxes; opens on Detect with every edit. */
export function PhotoCard({ item, classes, onDelete, onHistory }: PhotoCardProps) {
  const t = useTranslations("library");
  const h = useTranslations("history");
  const date = formatDay(item.savedAt);
  const names = item.classCounts.map(({ classId, count }) => ({
    classId,
    text: count > 1 ? `${classes.nameOf(classId)} ${count}` : classes.nameOf(classId),
  }));
  const spoken = names.map(({ text }) => text).join(", ") || t("nothing");
  return (
    <li className="group relative">
      <Link
        href={`/?photo=${item.id}`}
        aria-label={t("open", { date, classes: spoken })}
        className="block rounded-card"
      >
        <Picture item={item} classes={classes} />
        <span className="mt-2 block truncate px-0.5 font-medium">
          {names.length > 0 ? names.map(({ text }) => text).join(", ") : t("nothing")}
        </span>
        <span className="mt-0.5 flex h-5 items-center gap-1.5 px-0.5 text-ink-soft text-meta">
          <span className="tabular">{t("boxes", { count: item.boxCount })}</span>
          {item.editedCount > 0 ? (
            <Badge tone="good">{t("edited", { count: item.editedCount })}</Badge>
          ) : null}
          {item.sharedAt ? <Badge>{t("shared")}</Badge> : null}
        </span>
      </Link>
      <div className="absolute top-2 right-2 flex flex-col gap-1 opacity-0 transition-opacity focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
        <IconButton
          label={t("deleteNamed", { date })}
          side="left"
          size="small"
          onClick={() => onDelete(item)}
          className={ON_PHOTO}
        >
          <Trash2 aria-hidden className="!size-4" />
        </IconButton>
        <ShareButton item={item} date={date} className={ON_PHOTO} />
        <IconButton
          label={h("openNamed", { date })}
          side="left"
          size="small"
          onClick={() => onHistory(item)}
          className={ON_PHOTO}
        >
          <History aria-hidden className="!size-4" />
        </IconButton>
      </div>
    </li>
  );
}

function Picture({ item, classes }: Pick<PhotoCardProps, "item" | "classes">) {
  const [isMissing, setIsMissing] = useState(false);
  return (
    <span className="relative flex aspect-[4/3] items-center justify-center overflow-hidden rounded-card bg-sunken">
      {isMissing ? (
        <ImageOff aria-hidden className="size-6 text-ink-soft" />
      ) : (
        // biome-ignore lint/performance/noImgElement: the server makes the thumbnail
        <img
          src={photoImageUrl(item.id, "thumb")}
          alt=""
          loading="lazy"
          decoding="async"
          onError={() => setIsMissing(true)}
          className="absolute inset-0 size-full object-cover"
        />
      )}
      {isMissing ? null : <PhotoBoxes boxes={item.boxes} photo={item} classes={classes} />}
    </span>
  );
}

/** The day in this browser's time zone. */
export function formatDay(iso: string): string {
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" }).format(
    new Date(iso),
  );
}
